using System.Numerics;

namespace Parvis.Kernel.Evidence;

/// <summary>Computes hashes of subtrees from the tiles of a tree of <paramref name="size"/> entries.</summary>
/// <param name="files">Where the tiles are.</param>
/// <param name="size">Of the tree, as a checkpoint states it.</param>
internal sealed class TileReader(LedgerFiles files, long size)
{
    private const int BitsPerLevel = 8;
    private readonly Dictionary<Tile, MerkleHash[]> _read = [];

    /// <summary>MTH of each of <paramref name="ranges"/> (RFC 6962 §2.1), which <see cref="MerkleTree"/> gives.</summary>
    public async Task<IReadOnlyList<MerkleHash>> HashesAsync(IReadOnlyList<EntryRange> ranges, CancellationToken cancel)
    {
        var hashes = new List<MerkleHash>(ranges.Count);
        foreach (var range in ranges) hashes.Add(await HashAsync(range, cancel));
        return hashes;
    }

    private async Task<MerkleHash> HashAsync(EntryRange range, CancellationToken cancel)
    {
        if (BitOperations.IsPow2(range.Count)) return await CompleteAsync(range, cancel);
        var middle = range.Start + MerkleTree.Split(range.Count);
        return MerkleTree.Node(
            await HashAsync(range with { End = middle }, cancel),
            await HashAsync(range with { Start = middle }, cancel));
    }

    /// <summary>A complete subtree lies within one tile: its hash, or the root of neighbouring hashes there.</summary>
    private async Task<MerkleHash> CompleteAsync(EntryRange range, CancellationToken cancel)
    {
        var height = BitOperations.Log2((ulong)range.Count);
        var level = height / BitsPerLevel;
        var place = range.Start >> (BitsPerLevel * level);
        var tile = Tile.In(size, level, place / Tile.FullWidth);
        if (!_read.TryGetValue(tile, out var hashes)) _read[tile] = hashes = await files.HashesAsync(tile, cancel);
        return MerkleTree.Root(hashes.AsSpan((int)(place % Tile.FullWidth), 1 << (height % BitsPerLevel)));
    }
}
