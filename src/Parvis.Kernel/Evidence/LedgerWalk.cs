namespace Parvis.Kernel.Evidence;

/// <summary>Goes through the log once, from the entries up to the root, and reports each place where two files disagree, at the one that is wrong.</summary>
/// <param name="files">The log.</param>
/// <param name="key">Signs every entry.</param>
/// <param name="report">Called with each damage.</param>
internal sealed class LedgerWalk(LedgerFiles files, VerifierKey key, Action<LedgerDamage> report)
{
    /// <summary>Entries checked so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Tiles and bundles read so far.</summary>
    public long Tiles { get; private set; }

    /// <summary>Checks the log up to <paramref name="size"/> entries and returns the root of what can be believed of it.</summary>
    public async Task<MerkleHash> RootAsync(long size, CancellationToken cancel)
    {
        var edge = new TreeEdge();
        var completed = new List<(Tile Tile, MerkleHash[] Hashes)>();
        for (var number = 0L; number * Tile.FullWidth < size; number++)
        {
            foreach (var leaf in await LeavesAsync(Tile.In(size, 0, number), cancel)) edge.Append(leaf, (tile, hashes) => completed.Add((tile, hashes)));
            foreach (var (tile, hashes) in completed) await UpperAsync(tile, hashes, cancel);
            completed.Clear();
        }
        foreach (var (tile, hashes) in edge.Partial()) await UpperAsync(tile, hashes, cancel);
        return edge.Root();
    }

    /// <summary>The leaf hashes under <paramref name="tile"/>. Where tile and bundle disagree, the entry's own signature tells which of them to believe.</summary>
    private async Task<MerkleHash[]> LeavesAsync(Tile tile, CancellationToken cancel)
    {
        var hashes = await HashesAsync(tile, cancel);
        var bundle = new BundleCheck(tile with { Level = Tile.EntriesLevel }, await BytesAsync(tile with { Level = Tile.EntriesLevel }, cancel), key);
        var leaves = new MerkleHash[tile.Width];
        var damage = new DamageRuns(report, tile.Number * Tile.FullWidth);
        for (var i = 0; i < tile.Width; i++)
        {
            var stored = i < hashes.Length ? hashes[i] : (MerkleHash?)null;
            var (computed, signed) = bundle.Entry(i);
            leaves[i] = (signed ? computed : stored) ?? computed ?? default;
            if (computed != stored && computed is not null && stored is not null) damage.Differ(i, signed ? (tile, i * MerkleHash.Length) : (bundle.Tile, bundle.ByteOf(i)));
            else if (computed is not null && !signed) damage.Unsigned(i, bundle.Tile, bundle.ByteOf(i), key.KeyId);
        }
        damage.End();
        bundle.ReportLength(report);
        Entries += bundle.Count;
        await EarlierAsync(tile, leaves, cancel);
        return leaves;
    }

    /// <summary>A tile above the leaves holds what was computed from below.</summary>
    private async Task UpperAsync(Tile tile, MerkleHash[] expected, CancellationToken cancel)
    {
        if (tile.Level == 0) return; // compared with its bundle
        var stored = await HashesAsync(tile, cancel);
        ReportDifference(tile, stored, expected);
        await EarlierAsync(tile, expected, cancel);
    }

    /// <summary>Partial tiles of earlier checkpoints, still served, begin as the tile does now.</summary>
    private async Task EarlierAsync(Tile tile, MerkleHash[] expected, CancellationToken cancel)
    {
        foreach (var width in files.PartialWidths(tile).Where(width => width < tile.Width))
            ReportDifference(tile with { Width = width }, await HashesAsync(tile with { Width = width }, cancel), expected);
        if (tile.Level > 0) return;
        var bundle = tile with { Level = Tile.EntriesLevel };
        foreach (var width in files.PartialWidths(bundle).Where(width => width < tile.Width))
        {
            var earlier = bundle with { Width = width };
            new BundleCheck(earlier, await BytesAsync(earlier, cancel), verifier: null).Compare(expected, report);
        }
    }

    private void ReportDifference(Tile tile, MerkleHash[] stored, MerkleHash[] expected)
    {
        for (var i = 0; i < Math.Min(stored.Length, tile.Width); i++)
        {
            if (stored[i] == expected[i]) continue;
            report(new($"ledger/{tile.Path}", null, i * MerkleHash.Length, $"Hash {i} is {stored[i]}, but the level below gives {expected[i]}.", LedgerFiles.FromBackup));
            return;
        }
    }

    private async Task<MerkleHash[]> HashesAsync(Tile tile, CancellationToken cancel)
    {
        if (await BytesAsync(tile, cancel) is not { } bytes) return [];
        var expected = tile.Width * MerkleHash.Length;
        if (bytes.Length != expected) report(new($"ledger/{tile.Path}", null, Math.Min(bytes.Length, expected), $"It has {bytes.Length} bytes instead of {expected}.", LedgerFiles.FromBackup));
        return MerkleHash.ReadMany(bytes).ToArray();
    }

    private async Task<byte[]?> BytesAsync(Tile tile, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var path = files.PathOf(tile);
        if (File.Exists(path))
        {
            Tiles++;
            return await File.ReadAllBytesAsync(path, cancel);
        }
        report(new($"ledger/{tile.Path}", tile.Level <= 0 ? tile.Number * Tile.FullWidth : null, null, "The file is missing.", LedgerFiles.FromBackup));
        return null;
    }
}
