using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>A signed entry with its index.</summary>
internal sealed record LedgerEntry(long EntryIndex, byte[] Envelope);

/// <summary>Entries that are committed to the database and not yet in a tile.</summary>
/// <param name="database">The node's database.</param>
internal sealed class PendingEntries(Database database)
{
    private const string Next = "SELECT next_index FROM kernel_ledger_state WHERE id = 1";
    private const string Advance = "UPDATE kernel_ledger_state SET next_index = @next WHERE id = 1";
    private const string First = "SELECT MIN(entry_index) FROM kernel_ledger_pending";
    private const string From = "SELECT entry_index, envelope FROM kernel_ledger_pending WHERE entry_index >= @start ORDER BY entry_index LIMIT @limit";
    private const string One = "SELECT envelope FROM kernel_ledger_pending WHERE entry_index = @index";
    private const string Below = "SELECT entry_index, envelope FROM kernel_ledger_pending WHERE entry_index < @size ORDER BY entry_index";
    private const string Drop = "DELETE FROM kernel_ledger_pending WHERE entry_index < @size";

    /// <summary>Gives <paramref name="envelopes"/> the next indexes, none of them below <paramref name="published"/>, and returns the first.</summary>
    public static async Task<long> AddAsync(DbTransaction transaction, IReadOnlyList<byte[]> envelopes, long published, CancellationToken cancel)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        var first = Math.Max(published, await connection.ExecuteScalarAsync<long>(new CommandDefinition(Next, transaction: transaction, cancellationToken: cancel)));
        await BulkInsert.InsertAsync(transaction, "kernel_ledger_pending", ["entry_index", "envelope"], envelopes.Select((envelope, i) => new object?[] { first + i, envelope }), cancel);
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
        var envelope = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(One, new { index }, cancellationToken: cancel));
        if (envelope is null) return null; // in an expression with ?: this null would become an empty memory
        return envelope;
    }

    /// <summary>What waits from <paramref name="start"/> on, in order, at most <paramref name="limit"/> entries, a row at a time.</summary>
    public IAsyncEnumerable<LedgerEntry> FromAsync(long start, int limit, CancellationToken cancel) => StreamAsync(From, new { start, limit }, cancel);

    /// <summary>What still waits although it has an index below <paramref name="size"/>, in order.</summary>
    public IAsyncEnumerable<LedgerEntry> BelowAsync(long size, CancellationToken cancel) => StreamAsync(Below, new { size }, cancel);

    /// <summary>Forgets the entries below <paramref name="size"/>, which are in the log.</summary>
    public Task DropAsync(long size, CancellationToken cancel) =>
        database.WriteAsync(async transaction => { await transaction.Connection!.ExecuteAsync(Drop, new { size }, transaction); }, cancel);

    private async IAsyncEnumerable<LedgerEntry> StreamAsync(string sql, object parameters, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await foreach (var entry in connection.QueryUnbufferedAsync<LedgerEntry>(sql, parameters).WithCancellation(cancel)) yield return entry;
    }
}
