namespace Parvis.Kernel.Evidence;

/// <summary>The right edge of the grid of tiles: all that is needed to append entries and to know the root.</summary>
internal sealed class TreeEdge
{
    private readonly List<List<MerkleHash>> _levels = [];

    /// <summary>Entries in the tree.</summary>
    public long Size { get; private set; }

    /// <summary>The edge of a tree of <paramref name="size"/> entries, given the hashes of its partial tiles, level 0 first; an even level has none.</summary>
    public static TreeEdge Of(long size, IEnumerable<IReadOnlyList<MerkleHash>> partial)
    {
        var edge = new TreeEdge { Size = size };
        foreach (var hashes in partial) edge._levels.Add([.. hashes]);
        return edge;
    }

    /// <summary>Adds the next leaf; <paramref name="completed"/> receives each tile that it fills, from level 0 up.</summary>
    public void Append(MerkleHash leaf, Action<Tile, MerkleHash[]> completed)
    {
        var hash = leaf;
        Size++;
        for (var level = 0; ; level++)
        {
            if (level == _levels.Count) _levels.Add(new(Tile.FullWidth));
            var hashes = _levels[level];
            hashes.Add(hash);
            if (hashes.Count < Tile.FullWidth) return;
            var full = hashes.ToArray();
            hashes.Clear();
            completed(new Tile(level, Tile.FullTiles(Size, level) - 1, Tile.FullWidth), full);
            hash = MerkleTree.Root(full);
        }
    }

    /// <summary>The partial tiles of the tree, level 0 first.</summary>
    public IEnumerable<(Tile Tile, MerkleHash[] Hashes)> Partial() => _levels
        .Select((hashes, level) => (Tile.Edge(Size, level), hashes.ToArray()))
        .Where(tile => tile.Item2.Length > 0);

    /// <summary>MTH of the whole tree (RFC 6962 §2.1): the complete subtrees joined from the smallest, at the right, to the largest.</summary>
    public MerkleHash Root()
    {
        MerkleHash? root = null;
        foreach (var hashes in _levels)
        {
            var end = hashes.Count;
            for (var width = 1; width <= end; width <<= 1)
            {
                if ((hashes.Count & width) == 0) continue;
                var subtree = MerkleTree.Root(hashes.GetRange(end - width, width).ToArray());
                root = root is { } right ? MerkleTree.Node(subtree, right) : subtree;
                end -= width;
            }
        }
        return root ?? MerkleTree.Empty;
    }
}
