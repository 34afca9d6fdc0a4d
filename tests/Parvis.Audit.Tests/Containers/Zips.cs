using System.IO.Compression;
using System.Text;

namespace Parvis.Audit.Tests.Containers;

/// <summary>Zips for tests, honest when they are made; the test then changes bytes.</summary>
internal static class Zips
{
    /// <summary>A zip of these members, stored.</summary>
    public static byte[] Stored(params (string Name, byte[] Bytes)[] members) => Of(CompressionLevel.NoCompression, members);

    public static byte[] Of(CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        using var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, bytes) in members)
            {
                using var member = zip.CreateEntry(name, level).Open();
                member.Write(bytes);
            }
        return into.ToArray();
    }

    /// <summary>Where the central directory begins.</summary>
    public static int Central(byte[] zip) => zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
}
