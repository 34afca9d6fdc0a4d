using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>Why a one-time link was made; it says how long the link lasts.</summary>
internal enum LinkPurpose
{
    /// <summary>Asked for on the sign-in page: 15 minutes.</summary>
    SignIn,

    /// <summary>Handed over or sent by an administrator: 72 hours.</summary>
    Invitation,

    /// <summary>Printed on the console of a new node: 72 hours, and only the newest counts.</summary>
    FirstAdministrator,
}

/// <summary>Links that sign one person in, once.</summary>
internal sealed class OneTimeLinks(Database database, TimeProvider time)
{
    private const string Insert = "INSERT INTO identity_link (sha256, person, purpose, expires_at) VALUES (@sha256, @person, @purpose, @expires)";
    private const string Supersede = "DELETE FROM identity_link WHERE expires_at <= @now OR (person = @person AND purpose = 'FirstAdministrator' AND purpose = @purpose)";
    private const string Use = "UPDATE identity_link SET used_at = @now WHERE sha256 = @sha256 AND used_at IS NULL AND expires_at > @now RETURNING person";
    private const string Holder = "SELECT person FROM identity_link WHERE sha256 = @sha256 AND used_at IS NULL AND expires_at > @now";

    /// <summary>How long a link of this purpose lasts.</summary>
    public static TimeSpan Lifetime(LinkPurpose purpose) => purpose == LinkPurpose.SignIn ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(72);

    /// <summary>The page that asks to confirm a sign-in with <paramref name="token"/>.</summary>
    public static string Path(string token) => $"/sign-in/link?t={token}";

    /// <summary>Makes a link and forgets those that are over.</summary>
    /// <returns>The token, which is kept nowhere.</returns>
    public async Task<string> CreateAsync(string person, LinkPurpose purpose, CancellationToken cancel)
    {
        var token = Secret.New();
        var now = time.GetUtcNow();
        await database.WriteAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            await connection.ExecuteAsync(Supersede, new { now, person, purpose = purpose.ToString() }, transaction);
            await connection.ExecuteAsync(Insert, new { sha256 = Secret.Digest(token), person, purpose = purpose.ToString(), expires = now + Lifetime(purpose) }, transaction);
        }, cancel);
        return token;
    }

    /// <summary>Whose link this is, without using it up, or null when it is unknown, used or over.</summary>
    public async Task<string?> HolderAsync(string token, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(Holder, new { sha256 = Secret.Digest(token), now = time.GetUtcNow() }, cancellationToken: cancel));
    }

    /// <summary>Uses the link up.</summary>
    /// <returns>Whose it was, or null when it is unknown, used or over.</returns>
    public Task<string?> UseAsync(string token, CancellationToken cancel) => database.WriteAsync(transaction =>
        transaction.Connection!.QuerySingleOrDefaultAsync<string>(Use, new { sha256 = Secret.Digest(token), now = time.GetUtcNow() }, transaction), cancel);
}
