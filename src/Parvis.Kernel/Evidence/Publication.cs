namespace Parvis.Kernel.Evidence;

/// <summary>Moves what waits in the database into the log. Every step can be cut short and run again: tiles first, then the checkpoint, then the database forgets.</summary>
/// <param name="files">The log.</param>
/// <param name="pending">What waits.</param>
/// <param name="key">Signs the checkpoint.</param>
internal sealed class Publication(LedgerFiles files, PendingEntries pending, NodeKey key)
{
    private const int MostPerCheckpoint = 65_536; // bounds how long the database's writers wait for the rows to be forgotten
    private const string NeverFork = "Restore the data folder as a whole (database, ledger and keys of one moment) from a backup.";

    /// <summary>Publishes until nothing waits; returns the size of the tree.</summary>
    /// <exception cref="LedgerDamagedException">The log is not what its checkpoint says, or not what the database expects.</exception>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        var next = await pending.NextAsync(cancel); // read before the checkpoint: all below it is in the one or the other
        var (edge, bundle) = await OpenAsync(cancel);
        await RefuseDifferentPastAsync(edge.Size, cancel);
        await SettleAsync(edge.Size, cancel);
        while (await IntegrateAsync(edge, bundle, cancel)) await SettleAsync(edge.Size, cancel);
        if (edge.Size < next) throw new LedgerDamagedException(LedgerFiles.CheckpointFile, $"The log has {edge.Size} entries, but the database has given out {next} indexes and nothing more waits.", NeverFork);
        return edge.Size;
    }

    /// <summary>The right edge of the log on disk, checked against its checkpoint.</summary>
    private async Task<(TreeEdge Edge, EntryBundle Bundle)> OpenAsync(CancellationToken cancel)
    {
        if (await files.CheckpointAsync(cancel) is not { } checkpoint) return (new TreeEdge(), new EntryBundle());
        if (checkpoint.Origin != key.Verifier.Name || checkpoint.Note.StandingOf(key.Verifier) != NoteStanding.Signed)
            throw new LedgerDamagedException(LedgerFiles.CheckpointFile, $"It is not signed by this node's key {key.Verifier.KeyId}.", NeverFork);
        var partial = new List<MerkleHash[]>();
        for (var level = 0; level < Tile.Levels(checkpoint.Size); level++)
        {
            var tile = Tile.Edge(checkpoint.Size, level);
            partial.Add(tile.Width == 0 ? [] : await files.HashesAsync(tile, cancel));
        }
        var edge = TreeEdge.Of(checkpoint.Size, partial);
        if (edge.Root() != checkpoint.Root)
            throw new LedgerDamagedException(LedgerFiles.CheckpointFile, $"The tiles of {checkpoint.Size} entries have the root {edge.Root()}, not {checkpoint.Root}.", LedgerFiles.FromBackup);
        return (edge, await OpenBundleAsync(checkpoint.Size, partial[0], cancel));
    }

    private async Task<EntryBundle> OpenBundleAsync(long size, MerkleHash[] leaves, CancellationToken cancel)
    {
        var bundle = new EntryBundle();
        if (leaves.Length == 0) return bundle;
        var tile = Tile.Edge(size, Tile.EntriesLevel);
        foreach (var entry in await files.EntriesAsync(tile, cancel))
        {
            if (MerkleTree.Leaf(entry.Span) != leaves[bundle.Count])
                throw new LedgerDamagedException(tile.Path, $"Entry {tile.Number * Tile.FullWidth + bundle.Count} is not the one in {Tile.Edge(size, 0).Path}.", LedgerFiles.FromBackup);
            bundle.Add(entry.Span);
        }
        return bundle;
    }

    /// <summary>Rows that the log has passed are left over from a crash after the checkpoint, and the same; anything else is a second history.</summary>
    private async Task RefuseDifferentPastAsync(long size, CancellationToken cancel)
    {
        (long Number, IReadOnlyList<ReadOnlyMemory<byte>> Entries) bundle = (-1, []);
        await foreach (var run in pending.BelowAsync(size, cancel))
        {
            foreach (var (index, envelope) in run.Entries())
            {
                var tile = Tile.In(size, Tile.EntriesLevel, index / Tile.FullWidth);
                if (bundle.Number != tile.Number && tile.Width > 0) bundle = (tile.Number, await files.EntriesAsync(tile, cancel));
                if (index >= size || !bundle.Entries[(int)(index % Tile.FullWidth)].Span.SequenceEqual(envelope.Span))
                    throw new LedgerDamagedException(LedgerFiles.CheckpointFile, $"Entry {index} of a log of {size} is not the one that waits in the database.", NeverFork);
            }
        }
    }

    /// <summary>Appends what waits, up to a limit, and signs the new checkpoint; false when nothing waits.</summary>
    private async Task<bool> IntegrateAsync(TreeEdge edge, EntryBundle bundle, CancellationToken cancel)
    {
        var before = edge.Size;
        await using var writer = new LedgerWriter(files);
        var completed = new List<(Tile Tile, byte[] Bytes)>();
        writer.ClearAside();
        await foreach (var run in pending.FromAsync(before, MostPerCheckpoint, cancel))
        {
            if (run.EntryIndex != edge.Size)
                throw new LedgerDamagedException(LedgerFiles.CheckpointFile, $"The log has {edge.Size} entries, but the next that waits has index {run.EntryIndex}.", NeverFork);
            foreach (var (_, envelope) in run.Entries()) Append(envelope.Span);
            foreach (var (tile, bytes) in completed) await writer.WriteAsync(tile, bytes);
            completed.Clear();
        }
        if (edge.Size == before) return false;
        foreach (var (tile, hashes) in edge.Partial()) await writer.WriteAsync(tile, MerkleHash.WriteMany(hashes).ToArray());
        if (bundle.Count > 0) await writer.WriteAsync(Tile.Edge(edge.Size, Tile.EntriesLevel), bundle.ToArray());
        await writer.CompleteAsync(Checkpoint.Sign(key, edge.Size, edge.Root()));
        return true;

        void Append(ReadOnlySpan<byte> envelope)
        {
            bundle.Add(envelope);
            edge.Append(MerkleTree.Leaf(envelope), (tile, hashes) => completed.Add((tile, MerkleHash.WriteMany(hashes).ToArray())));
            if (bundle.Count == Tile.FullWidth) completed.Add((Tile.In(edge.Size, Tile.EntriesLevel, Tile.FullTiles(edge.Size, 0) - 1), bundle.Take()));
        }
    }

    /// <summary>Forgets what the log now holds: the rows, and before them the partial tiles of which a full one exists, so that a crash in between leaves a trace.</summary>
    private async Task SettleAsync(long size, CancellationToken cancel)
    {
        if (await pending.FirstAsync(cancel) is not { } first || first >= size) return;
        for (var level = Tile.EntriesLevel; level < Tile.Levels(size); level++)
        {
            for (var number = Tile.FullTiles(first, level); number < Tile.FullTiles(size, level); number++)
            {
                var partial = files.PathOf(new Tile(level, number, Tile.FullWidth).PartialFolder);
                if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            }
        }
        await pending.DropAsync(size, cancel);
    }
}
