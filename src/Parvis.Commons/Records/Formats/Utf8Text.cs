using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Parvis.Commons.Records.Formats;

/// <summary>UTF-8 as it has to be (RFC 3629), with the place where it is not.</summary>
internal static class Utf8Text
{
    /// <summary>Index of the first byte that is not UTF-8; -1 when all are.</summary>
    public static int FirstBadByte(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return -1;
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == OperationStatus.Done) at += consumed;
        return at;
    }

    /// <summary>Bytes of the byte order mark at the start: 3 or 0.</summary>
    /// <exception cref="MalformedTextException">The mark is one of UTF-16 or UTF-32.</exception>
    public static int MarkLength(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8)) return 3;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            throw new MalformedTextException("utf8", "byte order mark of UTF-16 or UTF-32", line: 1, at: 0);
        }
        return 0;
    }

    /// <summary>A whole small file as text, without its byte order mark.</summary>
    /// <exception cref="MalformedTextException">It is too large, not UTF-8, or its compression is broken.</exception>
    public static string Read(Stream stream)
    {
        var bytes = ReadBytes(stream);
        var start = MarkLength(bytes);
        var bad = FirstBadByte(bytes);
        if (bad >= 0) throw BadByte(bytes, bad);
        return Encoding.UTF8.GetString(bytes, start, bytes.Length - start);
    }

    /// <summary>A whole small file.</summary>
    /// <exception cref="MalformedTextException">It is larger than one record may be.</exception>
    public static byte[] ReadBytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Limits.RecordBytes)
            {
                throw new MalformedTextException("size", $"more than {Limits.RecordBytes} bytes", line: null, at: Limits.RecordBytes);
            }
        }
        return bytes.ToArray();
    }

    public static MalformedTextException BadByte(ReadOnlySpan<byte> bytes, int at, int linesBefore = 0, long bytesBefore = 0) =>
        new("utf8", $"byte 0x{bytes[at]:X2} is not UTF-8", linesBefore + 1 + bytes[..at].Count((byte)'\n'), bytesBefore + at);
}
