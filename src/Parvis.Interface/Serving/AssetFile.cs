using System.IO.Compression;
using System.Security.Cryptography;

namespace Parvis.Interface.Serving;

/// <summary>A file that pages are drawn with, compressed when first asked for.</summary>
internal sealed class AssetFile
{
    private readonly byte[] _bytes;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public AssetFile(string name, byte[] bytes)
    {
        _bytes = bytes;
        _brotli = new(() => Compress(to => new BrotliStream(to, CompressionLevel.SmallestSize)));
        _gzip = new(() => Compress(to => new GZipStream(to, CompressionLevel.SmallestSize)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
        HashedName = $"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
        MediaType = MediaTypeOf(Path.GetExtension(name));
    }

    /// <summary>Name with the first 8 hexadecimal digits of the content's SHA-256, e.g. <c>parvis.1a2b3c4d.css</c>.</summary>
    public string HashedName { get; }

    public string MediaType { get; }

    /// <summary>The bytes in the best coding that <paramref name="acceptEncoding"/> lists: <c>br</c>, <c>gzip</c> or none.</summary>
    public (string? Coding, byte[] Bytes) For(string acceptEncoding)
    {
        if (acceptEncoding.Contains("br", StringComparison.OrdinalIgnoreCase)) return ("br", _brotli.Value);
        return acceptEncoding.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? ("gzip", _gzip.Value) : (null, _bytes);
    }

    private byte[] Compress(Func<Stream, Stream> wrap)
    {
        using var output = new MemoryStream();
        using (var packer = wrap(output)) packer.Write(_bytes);
        return output.ToArray();
    }

    private static string MediaTypeOf(string extension) => extension switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new NotSupportedException($"No media type is known for assets ending in {extension}; add it here."),
    };
}
