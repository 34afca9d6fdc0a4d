using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Parvis.Kernel.Evidence;

/// <summary>Entries <paramref name="Start"/> up to, not including, <paramref name="End"/>, whose subtree hash a proof needs.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EntryRange(long Start, long End)
{
    /// <summary>How many entries.</summary>
    public long Count => End - Start;
}

/// <summary>The mathematics of a Merkle tree (RFC 6962 §2.1): hashes, what a proof consists of, and whether a proof holds. No input or output.</summary>
public static class MerkleTree
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

    /// <summary>Whether entries <paramref name="start"/> up to, not including, <paramref name="end"/> are a subtree with a hash of its own: its beginning is a multiple of the smallest power of two that holds it (draft-ietf-plants-merkle-tree-certs, "Subtrees").</summary>
    public static bool IsSubtree(long start, long end) =>
        start >= 0 && start <= end && (end == start || start % (long)BitOperations.RoundUpToPowerOf2((ulong)(end - start)) == 0);

    /// <summary>Whether <paramref name="proof"/> leads from the leaf at <paramref name="index"/> of the log to the hash of the subtree from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static bool VerifySubtreeInclusion(long index, long start, long end, MerkleHash leaf, ReadOnlySpan<MerkleHash> proof, MerkleHash subtree) =>
        IsSubtree(start, end) && index >= start && VerifyInclusion(index - start, end - start, leaf, proof, subtree);

    /// <summary>Whether <paramref name="proof"/> shows that the subtree from <paramref name="start"/> to <paramref name="end"/> is part of the tree of <paramref name="size"/> entries (draft-ietf-plants-merkle-tree-certs, "Subtree Consistency Proofs").</summary>
    /// <remarks>The empty subtree is part of every tree, and that needs no proof.</remarks>
    public static bool VerifySubtreeConsistency(long start, long end, long size, MerkleHash subtree, MerkleHash root, ReadOnlySpan<MerkleHash> proof)
    {
        if (!IsSubtree(start, end) || end > size) return false;
        if (start == end) return proof.IsEmpty && subtree == Empty;
        var (first, node, last) = (start, end - 1, size - 1);
        var joined = first == node ? 0 : BitOperations.Log2((ulong)(first ^ node)) + 1; // levels up to where both are the same node
        var rising = end == size ? joined : Math.Min(joined, BitOperations.TrailingZeroCount(~node)); // or to where the last is a left child
        (first, node, last) = (first >> rising, node >> rising, last >> rising);
        var complete = first == node;
        if (!complete && proof.IsEmpty) return false;
        var (part, whole) = complete ? (subtree, subtree) : (proof[0], proof[0]);
        foreach (var sibling in complete ? proof : proof[1..])
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                if (first < node) part = Node(sibling, part);
                whole = Node(sibling, whole);
                var skipped = BitOperations.TrailingZeroCount(node);
                (first, node, last) = (first >> skipped, node >> skipped, last >> skipped);
            }
            else
            {
                whole = Node(whole, sibling);
            }
            (first, node, last) = (first >> 1, node >> 1, last >> 1);
        }
        return last == 0 && part == subtree && whole == root;
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
