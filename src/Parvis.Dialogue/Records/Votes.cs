using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>A vote as it is stored.</summary>
/// <param name="Sequence">Its number in the conversation, from 0.</param>
/// <param name="Cast">Who said what to which statement.</param>
/// <param name="Milliseconds">When, since 1970, UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredVote(long Sequence, VoteCast Cast, long Milliseconds);

/// <summary>The votes of conversations, as they came.</summary>
internal sealed class Votes(Database database)
{
    private const int AtOnce = 20_000;
    private const string From = "SELECT seq, pid, tid, vote, cast_ms FROM dialogue_vote WHERE conversation_id = @conversation AND seq >= @from ORDER BY seq LIMIT @limit";
    private const string Count = "SELECT COALESCE(MAX(seq), -1) + 1 FROM dialogue_vote WHERE conversation_id = @conversation";
    private const string Own = "SELECT tid AS Statement, vote AS Choice FROM dialogue_vote WHERE conversation_id = @conversation AND pid = @pid ORDER BY seq";

    /// <summary>Votes from the number <paramref name="from"/> on, in order, read piece by piece: there may be millions.</summary>
    public async IAsyncEnumerable<StoredVote> ReadAsync(string conversation, long from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var piece = new List<StoredVote>();
        do
        {
            piece.Clear();
            await ReadPieceAsync(conversation, from, piece, cancel);
            foreach (var vote in piece) yield return vote;
            from += piece.Count;
        }
        while (piece.Count == AtOnce);
    }

    /// <summary>What a participant says now to each statement they voted on.</summary>
    public async Task<IReadOnlyDictionary<int, Vote>> OfAsync(string conversation, int participant, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var votes = new Dictionary<int, Vote>();
        foreach (var (statement, choice) in await connection.QueryAsync<(int, int)>(Own, new { conversation, pid = participant })) votes[statement] = (Vote)choice;
        return votes;
    }

    /// <summary>How many votes there are, changes of a vote among them.</summary>
    public async Task<long> CountAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(Count, new { conversation });
    }

    /// <summary>How many votes there are, as the writer sees it.</summary>
    public static Task<long> CountAsync(DbTransaction transaction, string conversation) => transaction.Connection!.ExecuteScalarAsync<long>(Count, new { conversation }, transaction);

    private async Task ReadPieceAsync(string conversation, long from, List<StoredVote> piece, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await using var reader = await connection.ExecuteReaderAsync(From, new { conversation, from, limit = AtOnce });
        while (await reader.ReadAsync(cancel)) piece.Add(new(reader.GetInt64(0), new(reader.GetInt32(1), reader.GetInt32(2), (Vote)reader.GetInt32(3)), reader.GetInt64(4)));
    }
}
