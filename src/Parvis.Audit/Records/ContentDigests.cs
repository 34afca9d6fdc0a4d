using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Containers;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>SHA-256 of contents and of the tensors in them, each in one pass from beginning to end.</summary>
internal static class ContentDigests
{
    private const int BlockLength = 1 << 18; // so that a second sum finds the block in the processor's cache

    /// <summary>SHA-256 of the whole content, lower-case hexadecimal.</summary>
    public static string Whole(Content content, CancellationToken cancel) => content.InMemory(out var bytes)
        ? Convert.ToHexStringLower(SHA256.HashData(bytes.Span))
        : Part(content, 0, content.Length, _ => { }, cancel);

    /// <summary>As <see cref="Whole(Content, CancellationToken)"/>, and in the same pass the checksums of parts of it.</summary>
    /// <param name="content">The content.</param>
    /// <param name="sums">The parts, none of which overlaps another, in the order of their places; each is told its checksum.</param>
    /// <param name="cancel">Stops.</param>
    public static string Whole(Content content, IReadOnlyList<PartSum> sums, CancellationToken cancel)
    {
        var (next, at, crc) = (0, 0L, 0u);
        var whole = Part(content, 0, content.Length, Sum, cancel);
        while (next < sums.Count) sums[next++].Summed(0); // empty ones at the end
        return whole;

        void Sum(ReadOnlySpan<byte> block)
        {
            var end = at + block.Length;
            for (; next < sums.Count && sums[next].Start < end; next++)
            {
                var sum = sums[next];
                var from = (int)Math.Max(0, sum.Start - at);
                crc = Crc32.Of(block[from..(int)Math.Min(block.Length, sum.Start + sum.Length - at)], sum.Start < at ? crc : 0);
                if (sum.Start + sum.Length > end) break;
                sum.Summed(crc);
            }
            at = end;
        }
    }

    /// <summary>SHA-256 of each tensor whose bytes are in <paramref name="content"/>: tensor → digest.</summary>
    public static JsonObject Tensors(Content content, IReadOnlyList<Tensor> tensors, CancellationToken cancel)
    {
        var digests = new JsonObject();
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset is { } offset && offset + tensor.Length <= content.Length) digests[tensor.Name] = Part(content, offset, tensor.Length, _ => { }, cancel);
        }
        return digests;
    }

    private static string Part(Content content, long offset, long length, Action<ReadOnlySpan<byte>> each, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent((int)Math.Min(BlockLength, Math.Max(1, length)));
        try
        {
            for (long done = 0; done < length;)
            {
                cancel.ThrowIfCancellationRequested();
                var now = content.Read(offset + done, block.AsSpan(0, (int)Math.Min(block.Length, length - done)));
                if (now == 0) throw new EndOfStreamException("The content ended while it was read.");
                digest.AppendData(block, 0, now);
                each(block.AsSpan(0, now));
                done += now;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
