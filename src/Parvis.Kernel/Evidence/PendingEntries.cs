using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>A run of signed entries from <paramref name="EntryIndex"/> on, in the encoding of an entry bundle.</summary>
internal sealed record PendingRun(long EntryIndex, byte[] Envelopes)
{
    /// <summary>Each entry with its index.</summary>
    public IEnumerable<(long Index, ReadOnlyMemory<byte> Envelope)> Entries() =>
        EntryBundle.Entries(Envelopes).Select((range, i) => (EntryIndex + i, new ReadOnlyMemory<byte>(Envelopes)[range]));
}

/// <summary>Entries that are committed to the database and not yet in a tile.</summary>
/// <param name="database">The node's database.</param>
internal sealed class PendingEntries(Database database)
{
    private const string Next = "SELECT next_index FROM kernel_ledger_state WHERE id = 1";
    private const string Advance = "UPDATE kernel_ledger_state SET next_index = @next WHERE id = 1";
    private const string First = "SELECT MIN(entry_index) FROM kernel_ledger_pending";
    private const string From = "SELECT entry_index, envelopes FROM kernel_ledger_pending WHERE entry_index >= @start ORDER BY entry_index LIMIT @runs";
    private const string Around = "SELECT entry_index, envelopes FROM kernel_ledger_pending WHERE entry_index <= @index ORDER BY entry_index DESC LIMIT 1";
    private const string Below = "SELECT entry_index, envelopes FROM kernel_ledger_pending WHERE entry_index < @size ORDER BY entry_index";
    private const int LongestRun = 64; // a row for every entry would cost more than signing it
    private const string Drop = "DELETE FROM kernel_ledger_pending WHERE entry_index < @size";

    /// <summary>Gives <paramref name="envelopes"/> the next indexes, none of them below <paramref name="published"/>, and returns the first.</summary>
    public static async Task<long> AddAsync(DbTransaction transaction, IReadOnlyList<byte[]> envelopes, long published, CancellationToken cancel)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        var first = Math.Max(published, await connection.ExecuteScalarAsync<long>(new CommandDefinition(Next, transaction: transaction, cancellationToken: cancel)));
        var runs = envelopes.Chunk(LongestRun).Select((run, i) => new object?[] { first + i * LongestRun, EntryBundle.Of(run) });
        await BulkInsert.InsertAsync(transaction, "kernel_ledger_pending", ["entry_index", "envelopes"], runs, cancel);
        await connection.ExecuteAsync(new CommandDefinition(Advance, new { next = first + envelopes.Count }, transaction, cancellationToken: cancel));
        return first;
    }

    /// <summary>The index that the next entry will have, as far as the database knows.</summary>
    public async Task<long> NextAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(Next, cancellationToken: cancel));
    }

    /// <summary>The lowest index that waits, or null.</summary>
    public async Task<long?> FirstAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(First, cancellationToken: cancel));
    }

    /// <summary>The envelope waiting at <paramref name="index"/>, or null.</summary>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(long index, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var run = await connection.QuerySingleOrDefaultAsync<PendingRun>(new CommandDefinition(Around, new { index }, cancellationToken: cancel));
        foreach (var (at, envelope) in run?.Entries() ?? [])
        {
            if (at == index) return envelope;
        }
        return null;
    }

    /// <summary>What waits from <paramref name="start"/> on, in order, at most <paramref name="limit"/> entries, a run at a time.</summary>
    public IAsyncEnumerable<PendingRun> FromAsync(long start, int limit, CancellationToken cancel) => StreamAsync(From, new { start, runs = limit / LongestRun }, cancel);

    /// <summary>What still waits although it has an index below <paramref name="size"/>, in order.</summary>
    public IAsyncEnumerable<PendingRun> BelowAsync(long size, CancellationToken cancel) => StreamAsync(Below, new { size }, cancel);

    /// <summary>Forgets the entries below <paramref name="size"/>, which are in the log.</summary>
    public Task DropAsync(long size, CancellationToken cancel) =>
        database.WriteAsync(async transaction => { await transaction.Connection!.ExecuteAsync(Drop, new { size }, transaction); }, cancel);

    private async IAsyncEnumerable<PendingRun> StreamAsync(string sql, object parameters, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await foreach (var run in connection.QueryUnbufferedAsync<PendingRun>(sql, parameters).WithCancellation(cancel)) yield return run;
    }
}
