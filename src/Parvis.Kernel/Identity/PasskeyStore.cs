using System.Buffers.Text;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Identity;

/// <summary>Passkeys in the database, and the little of a user store that the framework's WebAuthn ceremonies read.</summary>
internal sealed class PasskeyStore(Database database, TimeProvider time, PersonCache people) : IUserPasskeyStore<Person>
{
    private const int MostPerPerson = 20;
    private const int LongestName = 60;
    private const string Columns = "id, person, name, public_key, sign_count, transports, user_verified, backup_eligible, backed_up, created_at";
    private const string OfPerson = $"SELECT {Columns} FROM identity_passkey WHERE person = @person ORDER BY created_at, id";
    private const string One = $"SELECT {Columns} FROM identity_passkey WHERE id = @id AND person = @person";
    private const string Owner = "SELECT person FROM identity_passkey WHERE id = @id";
    private const string Add = $"INSERT INTO identity_passkey ({Columns}) SELECT @id, @person, @name, @key, @count, @transports, @verified, @eligible, @backedUp, @now WHERE (SELECT COUNT(*) FROM identity_passkey WHERE person = @person) < @most ON CONFLICT DO NOTHING";
    private const string Use = "UPDATE identity_passkey SET sign_count = @count, backed_up = @backedUp WHERE id = @id AND person = @person AND (sign_count = 0 AND @count = 0 OR sign_count < @count)";
    private const string Remove = "DELETE FROM identity_passkey WHERE id = @id AND person = @person";

    /// <summary>The passkeys of a person, oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(string person, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QueryAsync<Passkey>(new CommandDefinition(OfPerson, new { person }, cancellationToken: cancel))).AsList();
    }

    /// <summary>Keeps a new passkey.</summary>
    /// <returns>False when somebody has this credential already, or the person has twenty.</returns>
    public async Task<bool> AddAsync(string person, string name, UserPasskeyInfo passkey, CancellationToken cancel) =>
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Add, new
        {
            id = Base64Url.EncodeToString(passkey.CredentialId),
            person,
            name = name.Trim() is { Length: <= LongestName } shortName ? shortName : name.Trim()[..LongestName],
            key = passkey.PublicKey,
            count = (long)passkey.SignCount,
            transports = string.Join(' ', passkey.Transports ?? []),
            verified = passkey.IsUserVerified ? 1 : 0,
            eligible = passkey.IsBackupEligible ? 1 : 0,
            backedUp = passkey.IsBackedUp ? 1 : 0,
            now = time.GetUtcNow(),
            most = MostPerPerson,
        }, transaction), cancel) == 1;

    /// <summary>Moves the signature counter on after a sign-in (Web Authentication Level 3, §7.2 step 22).</summary>
    /// <returns>False when the counter did not grow: another sign-in, or a copy of the authenticator, was faster.</returns>
    public async Task<bool> UseAsync(string person, UserPasskeyInfo passkey, CancellationToken cancel) =>
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Use, new
        {
            id = Base64Url.EncodeToString(passkey.CredentialId),
            person,
            count = (long)passkey.SignCount,
            backedUp = passkey.IsBackedUp ? 1 : 0,
        }, transaction), cancel) == 1;

    /// <summary>Forgets a passkey of this person.</summary>
    public Task RemoveAsync(string person, string id, CancellationToken cancel) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(Remove, new { person, id }, transaction), cancel);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email ?? user.Id);

    public Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) => people.EnabledAsync(userId, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await ListAsync(user.Id, cancellationToken)).Select(ToFramework)];

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var owner = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(Owner, new { id = Base64Url.EncodeToString(credentialId) }, cancellationToken: cancellationToken));
        return owner is null ? null : await people.EnabledAsync(owner, cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var passkey = await connection.QuerySingleOrDefaultAsync<Passkey>(new CommandDefinition(One, new { id = Base64Url.EncodeToString(credentialId), person = user.Id }, cancellationToken: cancellationToken));
        return passkey is null ? null : ToFramework(passkey);
    }

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unused();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw Unused();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw Unused();

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => throw Unused();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw Unused();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw Unused();

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Unused();

    public void Dispose()
    {
    }

    // The framework's ceremonies only read; people and passkeys are changed through People and the methods above.
    private static NotSupportedException Unused() => new("The ceremonies only read from this store; change people through People and passkeys through PasskeyStore.AddAsync, UseAsync and RemoveAsync.");

    private static UserPasskeyInfo ToFramework(Passkey passkey) => new(
        Base64Url.DecodeFromChars(passkey.Id),
        passkey.PublicKey,
        passkey.CreatedAt,
        (uint)passkey.SignCount,
        passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        passkey.UserVerified,
        passkey.BackupEligible,
        passkey.BackedUp,
        attestationObject: [],
        clientDataJson: []);
}
