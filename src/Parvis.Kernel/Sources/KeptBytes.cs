using System.Buffers;
using System.Security.Cryptography;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Sources;

/// <summary>Every byte the node ever fetched or was given, under its SHA-256: <c>kept/ab/abcd…</c>. Equal bytes are kept once; nothing is ever changed.</summary>
/// <param name="folder">The node's data folder.</param>
public sealed class KeptBytes(DataFolder folder)
{
    private const int BlockLength = 81_920;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Keeps <paramref name="content"/> without holding it in memory; on return it is on the disk.</summary>
    /// <param name="content">Read from where it stands to its end.</param>
    /// <param name="cancel">Stops; nothing is kept then.</param>
    /// <exception cref="IOException">The stream ended early or the disk is full; nothing is kept.</exception>
    public async Task<KeptFile> KeepAsync(Stream content, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder.Kept);
        var draft = Path.Combine(folder.Kept, $"{Guid.NewGuid():n}.part");
        try
        {
            var kept = await WriteAsync(draft, content, cancel);
            Place(draft, PathOf(kept.Sha256));
            return kept;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <inheritdoc cref="KeepAsync(Stream, CancellationToken)"/>
    public async Task<KeptFile> KeepAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (Find(sha256) is { } known) return known;
        await using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await KeepAsync(stream, cancel);
    }

    /// <summary>The bytes of <paramref name="sha256"/>, or null when they are not kept here.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <exception cref="FormatException"><paramref name="sha256"/> is not 64 lower-case hexadecimal digits.</exception>
    public Stream? Open(string sha256)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BlockLength, FileOptions.Asynchronous) : null;
    }

    /// <summary>Whether the bytes of <paramref name="sha256"/> are kept here, and how many there are.</summary>
    /// <exception cref="FormatException"><paramref name="sha256"/> is not 64 lower-case hexadecimal digits.</exception>
    public KeptFile? Find(string sha256)
    {
        var file = new FileInfo(PathOf(sha256));
        return file.Exists ? new KeptFile(sha256, file.Length) : null;
    }

    private static async Task<KeptFile> WriteAsync(string draft, Stream content, CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (int read; (read = await content.ReadAsync(block, cancel)) > 0;)
            {
                digest.AppendData(block, 0, read);
                await file.WriteAsync(block.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        file.Flush(flushToDisk: true);
        return new KeptFile(Convert.ToHexStringLower(digest.GetHashAndReset()), file.Length);
    }

    private static void Place(string draft, string path)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(draft, ReadOnly);
        File.Move(draft, path, overwrite: true); // another writer can only have put the same bytes there
    }

    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder.Kept, sha256[..2], sha256)
        : throw new FormatException($"'{sha256}' is not a SHA-256: 64 lower-case hexadecimal digits.");
}
