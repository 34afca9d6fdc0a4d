using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>The mathematics of a conversation at one moment.</summary>
/// <param name="Votes">Votes counted.</param>
/// <param name="Decisions">Decisions of moderation taken into account.</param>
/// <param name="State">The state, to be read again.</param>
/// <param name="Result">Bytes of its public result.</param>
/// <param name="Digest">SHA-256 of these.</param>
/// <param name="IsFinal">It is that of the closing.</param>
internal sealed record Snapshot(long Votes, int Decisions, byte[] State, byte[] Result, string Digest, bool IsFinal);

/// <summary>Kept states, so that a start need not count all votes anew.</summary>
internal sealed class Snapshots(Database database, TimeProvider time)
{
    private const string Newest = "SELECT votes AS Votes, decisions AS Decisions, state AS State, result AS Result, digest AS Digest, is_final AS IsFinal FROM dialogue_snapshot WHERE conversation_id = @conversation ORDER BY is_final DESC, votes DESC, decisions DESC LIMIT 1";
    private const string Insert = "INSERT INTO dialogue_snapshot (conversation_id, votes, decisions, state, result, digest, is_final, made_at) VALUES (@conversation, @Votes, @Decisions, @State, @Result, @Digest, @isFinal, @now) ON CONFLICT (conversation_id, votes, decisions) DO UPDATE SET state = excluded.state, result = excluded.result, digest = excluded.digest, is_final = excluded.is_final, made_at = excluded.made_at WHERE dialogue_snapshot.is_final = 0";
    private const string DeleteOlder = "DELETE FROM dialogue_snapshot WHERE conversation_id = @conversation AND is_final = 0 AND (votes < @Votes OR (votes = @Votes AND decisions < @Decisions))";

    private const string Views = "SELECT views FROM dialogue_snapshot WHERE conversation_id = @conversation AND is_final = 1";
    private const string SetViews = "UPDATE dialogue_snapshot SET views = @views WHERE conversation_id = @conversation AND is_final = 1 AND views IS NULL";

    /// <summary>The newest of a conversation, or that of its closing; null when there is none.</summary>
    public async Task<Snapshot?> ReadAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(Newest, new { conversation }))?.ToSnapshot();
    }

    /// <summary>Keeps one in the place of older ones.</summary>
    public Task KeepAsync(string conversation, Snapshot snapshot, CancellationToken cancel) => database.WriteAsync(transaction => KeepAsync(transaction, conversation, snapshot), cancel);

    /// <summary>Keeps one in the caller's transaction.</summary>
    public async Task KeepAsync(DbTransaction transaction, string conversation, Snapshot snapshot)
    {
        await transaction.Connection!.ExecuteAsync(DeleteOlder, new { conversation, snapshot.Votes, snapshot.Decisions }, transaction);
        await transaction.Connection!.ExecuteAsync(Insert, new { conversation, snapshot.Votes, snapshot.Decisions, snapshot.State, snapshot.Result, snapshot.Digest, isFinal = snapshot.IsFinal ? 1 : 0, now = time.GetUtcNow() }, transaction);
    }

    /// <summary>What was said of the votes of a closed conversation read in other ways; null before anybody asked.</summary>
    public async Task<byte[]?> ViewsAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<byte[]?>(Views, new { conversation });
    }

    /// <summary>Keeps it for ever, unless something is kept already.</summary>
    public Task KeepViewsAsync(string conversation, byte[] views, CancellationToken cancel) => database.WriteAsync(transaction => KeepViewsAsync(transaction, conversation, views), cancel);

    /// <summary>Keeps it in the caller's transaction.</summary>
    public static Task KeepViewsAsync(DbTransaction transaction, string conversation, byte[] views) => transaction.Connection!.ExecuteAsync(SetViews, new { conversation, views }, transaction);

    private sealed class Row
    {
        public long Votes { get; set; }
        public int Decisions { get; set; }
        public byte[] State { get; set; } = [];
        public byte[] Result { get; set; } = [];
        public string Digest { get; set; } = "";
        public int IsFinal { get; set; }

        public Snapshot ToSnapshot() => new(Votes, Decisions, State, Result, Digest, IsFinal != 0);
    }
}
