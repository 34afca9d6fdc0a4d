using System.Data.Common;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>The ledger as files of a C2SP tlog-tiles log. Statements wait in the database until <see cref="PublishAsync"/> brings them into tiles.</summary>
/// <param name="database">Where statements wait.</param>
/// <param name="folder">Where the log's files are.</param>
/// <param name="key">Signs statements and checkpoints; its name is the log's origin.</param>
public sealed class TileLog(Database database, DataFolder folder, NodeKey key) : IEvidenceLog, IDisposable
{
    private const int OneByOne = 64; // fewer statements than this are signed faster on one core
    private readonly LedgerFiles _files = new(folder);
    private readonly PendingEntries _pending = new(database);
    private readonly SemaphoreSlim _publisher = new(1, 1);

    /// <inheritdoc/>
    /// <exception cref="EntryTooLongException">A statement does not fit in an entry.</exception>
    /// <exception cref="ArgumentException">A statement is not valid, e.g. has no subject.</exception>
    public async Task<long> StageAsync(DbTransaction transaction, IReadOnlyList<Statement> statements, CancellationToken cancel)
    {
        var envelopes = Sign(statements);
        var published = (await _files.CheckpointAsync(cancel))?.Size ?? 0; // a database from an old backup must not use an index twice
        return await PendingEntries.AddAsync(transaction, envelopes, published, cancel);
    }

    /// <inheritdoc/>
    /// <remarks>One process publishes at a time; another waits a few seconds and then leaves it to the first.</remarks>
    /// <exception cref="LedgerDamagedException">The files do not agree with the checkpoint or the database; nothing was published.</exception>
    public async Task<long> PublishAsync(CancellationToken cancel)
    {
        await _publisher.WaitAsync(cancel);
        try
        {
            Directory.CreateDirectory(folder.Ledger);
            using var turn = await ProcessLock.TryTakeAsync(_files.PathOf("publisher.lock"), cancel);
            return turn is null
                ? (await _files.CheckpointAsync(cancel))?.Size ?? 0
                : await new Publication(_files, _pending, key).RunAsync(cancel);
        }
        finally
        {
            _publisher.Release();
        }
    }

    /// <inheritdoc/>
    public Task<string?> CheckpointAsync(CancellationToken cancel) => _files.CheckpointTextAsync(cancel);

    /// <inheritdoc/>
    /// <remarks>An entry that is committed and not yet published is read too.</remarks>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(long index, CancellationToken cancel) =>
        await ReadPublishedAsync(index, cancel)
        ?? await _pending.FindAsync(index, cancel)
        ?? await ReadPublishedAsync(index, cancel); // it may have moved from the one to the other meanwhile

    /// <inheritdoc/>
    public async Task<string?> ProveAsync(long index, CancellationToken cancel)
    {
        if (await _files.CheckpointAsync(cancel) is not { } checkpoint || index < 0 || index >= checkpoint.Size) return null;
        var envelope = await EntryAsync(index, checkpoint.Size, cancel);
        var path = await new TileReader(_files, checkpoint.Size).HashesAsync(MerkleTree.InclusionPath(index, checkpoint.Size), cancel);
        return new TlogProof(envelope.ToArray(), index, path, checkpoint).ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _publisher.Dispose();

    private byte[][] Sign(IReadOnlyList<Statement> statements)
    {
        var envelopes = new byte[statements.Count][];
        if (statements.Count < OneByOne) for (var i = 0; i < envelopes.Length; i++) SignOne(i);
        else Parallel.For(0, envelopes.Length, SignOne);
        var tooLong = Array.FindIndex(envelopes, envelope => envelope.Length > EntryBundle.LongestEntry);
        return tooLong < 0 ? envelopes : throw new EntryTooLongException(tooLong, envelopes[tooLong].Length);

        void SignOne(int i) => envelopes[i] = DsseEnvelope.Sign(statements[i], key).ToJson();
    }

    private async Task<ReadOnlyMemory<byte>?> ReadPublishedAsync(long index, CancellationToken cancel)
    {
        var size = (await _files.CheckpointAsync(cancel))?.Size ?? 0;
        if (index < 0 || index >= size) return null;
        return await EntryAsync(index, size, cancel);
    }

    private async Task<ReadOnlyMemory<byte>> EntryAsync(long index, long size, CancellationToken cancel)
    {
        var bundle = Tile.In(size, Tile.EntriesLevel, index / Tile.FullWidth);
        return (await _files.EntriesAsync(bundle, cancel))[(int)(index % Tile.FullWidth)];
    }
}
