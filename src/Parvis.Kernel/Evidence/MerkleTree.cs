using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Parvis.Kernel.Evidence;

/// <summary>Entries <paramref name="Start"/> up to, not including, <paramref name="End"/>, whose subtree hash a proof needs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EntryRange(long Start, long End)
{
    /// <summary>How many entries.</summary>
    public long Count => End - Start;
}

/// <summary>The mathematics of a Merkle tree (RFC 6962 §2.1): hashes, what a proof consists of, and whether a proof holds. No input or output.</summary>
internal static class MerkleTree
{
    /// <summary>MTH({}): the root of an empty tree.</summary>
    public static MerkleHash Empty { get; } = MerkleHash.Read(SHA256.HashData([]));

    /// <summary>SHA-256(0x00 ‖ entry).</summary>
    public static MerkleHash Leaf(ReadOnlySpan<byte> entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        buffer[0] = 0x00;
        entry.CopyTo(buffer.AsSpan(1));
        var hash = Hash(buffer.AsSpan(0, entry.Length + 1));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static MerkleHash Node(MerkleHash left, MerkleHash right)
    {
        Span<byte> buffer = stackalloc byte[1 + 2 * MerkleHash.Length];
        buffer[0] = 0x01;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + MerkleHash.Length)..]);
        return Hash(buffer);
    }

    /// <summary>MTH over <paramref name="hashes"/>, each the root of a subtree of the same full size.</summary>
    /// <param name="hashes">At least one.</param>
    public static MerkleHash Root(ReadOnlySpan<MerkleHash> hashes)
    {
        if (hashes.Length == 1) return hashes[0];
        var split = (int)Split(hashes.Length);
        return Node(Root(hashes[..split]), Root(hashes[split..]));
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/>, which is at least 2.</summary>
    public static long Split(long count) => (long)(BitOperations.RoundUpToPowerOf2((ulong)count) >> 1);

    /// <summary>PATH(m, D[n]): the subtrees of an inclusion proof, from the leaf's sibling up (§2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such entry.</exception>
    public static IReadOnlyList<EntryRange> InclusionPath(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<EntryRange>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            path.Add(index < middle ? new(middle, end) : new(start, middle));
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }
        path.Reverse();
        return path;
    }

    /// <summary>PROOF(m, D[n]): the subtrees of a consistency proof from <paramref name="first"/> to <paramref name="second"/> entries (§2.1.2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; first ≤ second.</exception>
    public static IReadOnlyList<EntryRange> ConsistencyPath(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<EntryRange>();
        var (start, end) = (0L, second);
        while (end != first)
        {
            var middle = start + Split(end - start);
            path.Add(first <= middle ? new(middle, end) : new(start, middle));
            (start, end) = first <= middle ? (start, middle) : (middle, end);
        }
        if (start != 0) path.Add(new(start, end));
        path.Reverse();
        return path;
    }

    /// <summary>Whether <paramref name="proof"/> leads from the leaf at <paramref name="index"/> to <paramref name="root"/>.</summary>
    public static bool VerifyInclusion(long index, long size, MerkleHash leaf, ReadOnlySpan<MerkleHash> proof, MerkleHash root)
    {
        if (index < 0 || index >= size) return false;
        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            var isRight = (node & 1) == 1;
            hash = isRight || node == last ? Node(sibling, hash) : Node(hash, sibling);
            (node, last) = isRight ? (node, last) : SkipMissing(node, last);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether <paramref name="proof"/> shows that the tree of <paramref name="first"/> entries is the beginning of the one of <paramref name="second"/>.</summary>
    /// <remarks>A proof from the empty tree shows nothing, so it never holds.</remarks>
    public static bool VerifyConsistency(long first, long second, MerkleHash firstRoot, MerkleHash secondRoot, ReadOnlySpan<MerkleHash> proof)
    {
        if (first <= 0 || first > second) return false;
        if (first == second) return proof.IsEmpty && firstRoot == secondRoot;
        var wholeTree = BitOperations.IsPow2(first);
        if (!wholeTree && proof.IsEmpty) return false;
        var (old, now) = wholeTree ? (firstRoot, firstRoot) : (proof[0], proof[0]);
        var trailing = BitOperations.TrailingZeroCount(first);
        var (node, last) = ((first - 1) >> trailing, (second - 1) >> trailing);
        foreach (var sibling in wholeTree ? proof : proof[1..])
        {
            if (last == 0) return false;
            var isRight = (node & 1) == 1;
            if (isRight || node == last)
            {
                old = Node(sibling, old);
                now = Node(sibling, now);
                if (!isRight) (node, last) = SkipMissing(node, last);
            }
            else
            {
                now = Node(now, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && old == firstRoot && now == secondRoot;
    }

    /// <summary>On the ragged right side a node without a sibling rises as it is: up to the level where it is a right child.</summary>
    private static (long Node, long Last) SkipMissing(long node, long last)
    {
        if (node != last || node == 0) return (node, last);
        var levels = BitOperations.TrailingZeroCount(node);
        return (node >> levels, last >> levels);
    }

    private static MerkleHash Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Length];
        SHA256.HashData(bytes, hash);
        return MerkleHash.Read(hash);
    }
}
