using System.Runtime.InteropServices;

namespace Parvis.Kernel.Evidence;

/// <summary>A node of the log's Merkle tree: 32 bytes of SHA-256 (RFC 6962 §2.1).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MerkleHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>The hash in <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public static MerkleHash Read(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? MemoryMarshal.Read<MerkleHash>(bytes)
        : throw new ArgumentException($"A hash is {Length} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>The hashes of a tile, one after the other.</summary>
    public static ReadOnlySpan<MerkleHash> ReadMany(ReadOnlySpan<byte> tile) => MemoryMarshal.Cast<byte, MerkleHash>(tile);

    /// <summary>The bytes of a tile.</summary>
    public static ReadOnlySpan<byte> WriteMany(ReadOnlySpan<MerkleHash> hashes) => MemoryMarshal.AsBytes(hashes);

    /// <summary>Writes the 32 bytes to the start of <paramref name="target"/>.</summary>
    public void CopyTo(Span<byte> target) => MemoryMarshal.Write(target, this);

    /// <summary>Base64, as notes and proofs write it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
