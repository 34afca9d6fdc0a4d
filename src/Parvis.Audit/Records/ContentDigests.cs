using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>SHA-256 of contents and of the tensors in them, each in one pass from beginning to end.</summary>
internal static class ContentDigests
{
    private const int BlockLength = 1 << 20;

    /// <summary>SHA-256 of the whole content, lower-case hexadecimal.</summary>
    public static string Whole(Content content, CancellationToken cancel) => content.InMemory(out var bytes)
        ? Convert.ToHexStringLower(SHA256.HashData(bytes.Span))
        : Part(content, 0, content.Length, cancel);

    /// <summary>SHA-256 of each tensor whose bytes are in <paramref name="content"/>: tensor → digest.</summary>
    public static JsonObject Tensors(Content content, IReadOnlyList<Tensor> tensors, CancellationToken cancel)
    {
        var digests = new JsonObject();
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset is { } offset && offset + tensor.Length <= content.Length) digests[tensor.Name] = Part(content, offset, tensor.Length, cancel);
        }
        return digests;
    }

    private static string Part(Content content, long offset, long length, CancellationToken cancel)
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
