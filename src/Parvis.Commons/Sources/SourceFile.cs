namespace Parvis.Commons.Sources;

/// <summary>One file or answer of a source, opened anew each time it is read.</summary>
/// <param name="Path">Relative path with '/', or the address it came from.</param>
/// <param name="MediaType">What the server called it, when there was a server.</param>
/// <param name="Open">Opens the bytes from the start; the reader disposes the stream.</param>
/// <param name="Length">Bytes, when known.</param>
internal sealed record SourceFile(string Path, string? MediaType, Func<Stream> Open, long? Length)
{
    /// <summary>The folder of the collection that comes with the program. No source of somebody else's has it.</summary>
    public const string FoundingFolder = "parvis:founding";

    /// <summary>The last part of the path, without a query.</summary>
    public string Name
    {
        get
        {
            var path = Address?.AbsolutePath.TrimEnd('/') ?? Path;
            return path[(path.LastIndexOf('/') + 1)..];
        }
    }

    /// <summary>Where it was fetched from; null for a file of a folder.</summary>
    public Uri? Address =>
        Uri.TryCreate(Path, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    /// <summary>A file under <paramref name="root"/>.</summary>
    public static SourceFile OfFile(string root, string path) => new(
        System.IO.Path.GetRelativePath(root, path).Replace(System.IO.Path.DirectorySeparatorChar, '/'),
        MediaType: null,
        () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan),
        new FileInfo(path).Length);

    /// <summary>Bytes already here.</summary>
    public static SourceFile OfBytes(string path, byte[] bytes, string? mediaType = null) =>
        new(path, mediaType, () => new MemoryStream(bytes, writable: false), bytes.Length);
}
