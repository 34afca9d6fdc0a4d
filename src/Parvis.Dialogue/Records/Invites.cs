using System.Security.Cryptography;
using System.Text;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>A code that lets people into a conversation.</summary>
/// <param name="Id">Its id; not the code.</param>
/// <param name="Label">For whom it is.</param>
/// <param name="MostUses">How many people it lets in.</param>
/// <param name="Uses">How many it has let in.</param>
/// <param name="IsRevoked">It lets in nobody more.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record Invite(string Id, string Label, int MostUses, int Uses, bool IsRevoked, DateTimeOffset CreatedAt);

/// <summary>What came of trying a code.</summary>
internal enum InviteOutcome
{
    Entered,

    /// <summary>There is no such code in this conversation, or it is used up or revoked: which of these is not said.</summary>
    Refused,
}

/// <summary>Invitations into conversations. Codes are shown once; only their digests are kept.</summary>
internal sealed class Invites(Database database, TimeProvider time)
{
    private const int MostPeople = 1_000_000;
    private const string Insert = "INSERT INTO dialogue_invite (id, conversation_id, digest, label, most_uses, uses, is_revoked, created_at) VALUES (@id, @conversation, @digest, @label, @mostUses, 0, 0, @now)";
    private const string All = "SELECT id AS Id, label AS Label, most_uses AS MostUses, uses AS Uses, is_revoked AS IsRevoked, created_at AS CreatedAt FROM dialogue_invite WHERE conversation_id = @conversation ORDER BY created_at, id";
    private const string Usable = "SELECT id FROM dialogue_invite WHERE conversation_id = @conversation AND digest = @digest AND is_revoked = 0 AND uses < most_uses";
    private const string Use = "UPDATE dialogue_invite SET uses = uses + 1 WHERE id = @id";
    private const string Revoke = "UPDATE dialogue_invite SET is_revoked = 1 WHERE id = @id AND conversation_id = @conversation";

    /// <summary>Makes a code.</summary>
    /// <returns>The invitation and its code, which is not kept.</returns>
    public Task<(Invite Invite, string Code)> CreateAsync(string conversation, string label, int mostUses, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var code = RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstvwxyz", 16); // 78 bits
        var invite = new Invite(RandomNumberGenerator.GetHexString(16, lowercase: true), label, Math.Clamp(mostUses, 1, MostPeople), 0, false, time.GetUtcNow());
        await transaction.Connection!.ExecuteAsync(Insert, new { id = invite.Id, conversation, digest = Digest(code), label, mostUses = invite.MostUses, now = invite.CreatedAt }, transaction);
        return (invite, code);
    }, cancel);

    /// <summary>The invitations of a conversation.</summary>
    public async Task<IReadOnlyList<Invite>> ListAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(All, new { conversation })).Select(row => new Invite(row.Id, row.Label, row.MostUses, row.Uses, row.IsRevoked != 0, row.CreatedAt))];
    }

    /// <summary>Lets nobody more in by an invitation; those who came by it stay.</summary>
    public Task<bool> RevokeAsync(string conversation, string id, CancellationToken cancel) =>
        database.WriteAsync(async transaction => await transaction.Connection!.ExecuteAsync(Revoke, new { id, conversation }, transaction) == 1, cancel);

    /// <summary>Lets a participant in by a code; once in, the code is not used again.</summary>
    public Task<InviteOutcome> EnterAsync(string conversation, string seat, string code, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        if ((await Seats.ReadAsync(transaction, conversation, [seat])).TryGetValue(seat, out var known) && known.IsInvited) return InviteOutcome.Entered;
        if (await transaction.Connection!.ExecuteScalarAsync<string?>(Usable, new { conversation, digest = Digest(code) }, transaction) is not { } id) return InviteOutcome.Refused;
        await transaction.Connection!.ExecuteAsync(Use, new { id }, transaction);
        await Seats.EnterAsync(transaction, conversation, seat, pid: null, id, time.GetUtcNow());
        return InviteOutcome.Entered;
    }, cancel);

    private static string Digest(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant())));

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Label { get; set; } = "";
        public int MostUses { get; set; }
        public int Uses { get; set; }
        public int IsRevoked { get; set; }
        public DateTimeOffset CreatedAt { get; set; }
    }
}
