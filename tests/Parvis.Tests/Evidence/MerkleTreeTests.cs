using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.Evidence;

public sealed class MerkleTreeTests
{
    [Fact]
    public void The_empty_tree_and_the_empty_leaf_have_the_hashes_of_RFC_6962()
    {
        // SHA-256 of no bytes and of one zero byte
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", MerkleTree.Empty.ToString());
        Assert.Equal(Convert.ToBase64String(Convert.FromHexString("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")), MerkleTree.Leaf([]).ToString());
    }

    [Fact]
    public void Published_inclusion_vectors_are_judged_as_they_say()
    {
        var judged = 0;
        foreach (var (file, vector) in Vectors<InclusionVector>("inclusion"))
        {
            var proof = Hashes(vector.Proof);
            var holds = proof is not null && IsHash(vector.LeafHash) && vector is { LeafIdx: <= long.MaxValue, TreeSize: <= long.MaxValue }
                && MerkleTree.VerifyInclusion((long)vector.LeafIdx, (long)vector.TreeSize, Hash(vector.LeafHash), proof, Hash(vector.Root));
            Assert.True(holds != vector.WantErr, file);
            judged++;
        }
        Assert.NotEqual(0, judged);
    }

    [Fact]
    public void Published_consistency_vectors_are_judged_as_they_say()
    {
        var judged = 0;
        foreach (var (file, vector) in Vectors<ConsistencyVector>("consistency"))
        {
            var proof = Hashes(vector.Proof);
            var holds = proof is not null && MerkleTree.VerifyConsistency(vector.Size1, vector.Size2, Hash(vector.Root1), Hash(vector.Root2), proof);
            Assert.True(holds != vector.WantErr, file);
            judged++;
        }
        Assert.NotEqual(0, judged);
    }

    [Fact]
    public void Published_subtree_inclusion_vectors_are_judged_as_they_say()
    {
        var judged = 0;
        foreach (var (file, vector) in Vectors<SubtreeInclusionVector>("subtreeinclusion"))
        {
            var holds = IsHash(vector.LeafHash) && vector is { LeafIdx: <= long.MaxValue, Start: <= long.MaxValue, End: <= long.MaxValue }
                && MerkleTree.VerifySubtreeInclusion((long)vector.LeafIdx, (long)vector.Start, (long)vector.End, Hash(vector.LeafHash), Hashes(vector.Proof)!, Hash(vector.Root));
            Assert.True(holds != vector.WantErr, file);
            judged++;
        }
        Assert.NotEqual(0, judged);
    }

    [Fact]
    public void Published_subtree_consistency_vectors_are_judged_as_they_say()
    {
        var judged = 0;
        foreach (var (file, vector) in Vectors<SubtreeConsistencyVector>("subtreeconsistency"))
        {
            var holds = vector is { Start: <= long.MaxValue, End: <= long.MaxValue, Size: <= long.MaxValue }
                && MerkleTree.VerifySubtreeConsistency((long)vector.Start, (long)vector.End, (long)vector.Size, Hash(vector.Root1), Hash(vector.Root2), Hashes(vector.Proof)!);
            Assert.True(holds != vector.WantErr, file);
            judged++;
        }
        Assert.NotEqual(0, judged);
    }

    [Fact]
    public void Every_entry_of_every_tree_proves_and_only_with_its_own_proof() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[0, 599], Gen.Int[0, 255]).Sample((size, at, bit) =>
        {
            var index = at % size;
            var tree = Leaves(size);
            var proof = Compute(tree, MerkleTree.InclusionPath(index, size));
            var root = Recursive(tree);
            Assert.Equal(root, Edge(tree).Root());
            Assert.True(MerkleTree.VerifyInclusion(index, size, tree[index], proof, root));
            Assert.False(MerkleTree.VerifyInclusion(index, size, Flip(tree[index], bit), proof, root));
            Assert.False(MerkleTree.VerifyInclusion((index + 1) % (size + 1), size, tree[index], proof, root));
            for (var i = 0; i < proof.Length; i++) Assert.False(MerkleTree.VerifyInclusion(index, size, tree[index], [.. proof[..i], Flip(proof[i], bit), .. proof[(i + 1)..]], root));
            Assert.False(MerkleTree.VerifyInclusion(index, size, tree[index], [.. proof, root], root));
            if (proof.Length > 0) Assert.False(MerkleTree.VerifyInclusion(index, size, tree[index], proof.AsSpan(0, proof.Length - 1), root));
        }, iter: 300);

    [Fact]
    public void Every_tree_is_consistent_with_each_of_its_beginnings_and_with_nothing_else() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[1, 600], Gen.Int[0, 255]).Sample((one, other, bit) =>
        {
            var (first, second) = (Math.Min(one, other), Math.Max(one, other));
            var tree = Leaves(second);
            var proof = Compute(tree, MerkleTree.ConsistencyPath(first, second));
            var (before, now) = (Recursive(tree.AsSpan(0, first)), Recursive(tree));
            Assert.True(MerkleTree.VerifyConsistency(first, second, before, now, proof));
            Assert.False(MerkleTree.VerifyConsistency(first, second, Flip(before, bit), now, proof));
            Assert.False(MerkleTree.VerifyConsistency(first, second, before, Flip(now, bit), proof));
            for (var i = 0; i < proof.Length; i++) Assert.False(MerkleTree.VerifyConsistency(first, second, before, now, [.. proof[..i], Flip(proof[i], bit), .. proof[(i + 1)..]]));
        }, iter: 300);

    [Fact]
    public void The_tiles_of_70_000_entries_are_those_that_the_standard_counts()
    {
        // C2SP tlog-tiles, "Partial Tiles"
        var full = new Dictionary<int, int>();
        var edge = new TreeEdge();
        for (var i = 0; i < 70_000; i++) edge.Append(default, (tile, _) => full[tile.Level] = full.GetValueOrDefault(tile.Level) + 1);
        Assert.Equal([(0, 273), (1, 1)], full.Select(level => (level.Key, level.Value)).Order());
        Assert.Equal([(0, 273L, 112), (1, 1L, 17), (2, 0L, 1)], edge.Partial().Select(tile => (tile.Tile.Level, tile.Tile.Number, tile.Hashes.Length)));
        Assert.Equal(112, Tile.Edge(70_000, 0).Width);
        Assert.Equal(3, Tile.Levels(70_000));
    }

    internal static MerkleHash[] Leaves(int size) => [.. Enumerable.Range(0, size).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i)))];

    /// <summary>MTH written as RFC 6962 §2.1 defines it, independent of the tiles.</summary>
    internal static MerkleHash Recursive(ReadOnlySpan<MerkleHash> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length) split *= 2;
        return MerkleTree.Node(Recursive(leaves[..split]), Recursive(leaves[split..]));
    }

    private static MerkleHash[] Compute(MerkleHash[] leaves, IReadOnlyList<EntryRange> ranges) =>
        [.. ranges.Select(range => Recursive(leaves.AsSpan((int)range.Start, (int)range.Count)))];

    private static TreeEdge Edge(MerkleHash[] leaves)
    {
        var edge = new TreeEdge();
        foreach (var leaf in leaves) edge.Append(leaf, (_, _) => { });
        return edge;
    }

    private static MerkleHash Flip(MerkleHash hash, int bit)
    {
        var bytes = new byte[MerkleHash.Length];
        hash.CopyTo(bytes);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return MerkleHash.Read(bytes);
    }

    private static IEnumerable<(string File, T Vector)> Vectors<T>(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Cases.Folder("audit/merkle_rfc6962"), kind), "*.json", SearchOption.AllDirectories)
            .Select(file => (file, JsonSerializer.Deserialize<T>(File.ReadAllText(file), JsonSerializerOptions.Web)!));

    /// <summary>Some vectors use short texts as hashes to say "equal" or "different"; only that matters, so they are hashed to 32 bytes.</summary>
    private static MerkleHash Hash(string? base64)
    {
        var bytes = Convert.FromBase64String(base64 ?? "");
        return MerkleHash.Read(bytes.Length == MerkleHash.Length ? bytes : SHA256.HashData([.. Encoding.ASCII.GetBytes("not a hash: "), .. bytes]));
    }

    /// <summary>What is not 32 bytes is no hash of a leaf; <see cref="MerkleHash"/> cannot even hold it.</summary>
    private static bool IsHash(string? base64) => Convert.FromBase64String(base64 ?? "").Length == MerkleHash.Length;

    private static MerkleHash[]? Hashes(string[]? proof) => [.. (proof ?? []).Select(Hash)];

    private sealed record InclusionVector(ulong LeafIdx, ulong TreeSize, string? Root, string? LeafHash, string[]? Proof, bool WantErr);

    private sealed record SubtreeInclusionVector(ulong LeafIdx, ulong Start, ulong End, string? Root, string? LeafHash, string[]? Proof, bool WantErr);

    private sealed record SubtreeConsistencyVector(ulong Start, ulong End, ulong Size, string? Root1, string? Root2, string[]? Proof, bool WantErr);

    private sealed record ConsistencyVector(long Size1, long Size2, string? Root1, string? Root2, string[]? Proof, bool WantErr);
}
