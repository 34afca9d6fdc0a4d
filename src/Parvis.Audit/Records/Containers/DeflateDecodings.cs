using System.Buffers.Binary;
using System.IO.Compression;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>A deflated stream with its checksum after it: .NET's decoder does not tell where it ended, and takes a stream that is cut off for one that ended, so the checksum is looked for where it must be.</summary>
internal abstract class DeflateDecoding(Content content) : Decoding
{
    private const int ReadAhead = 1 << 14;

    private Stream? _packed;
    private DeflateStream? _deflate;

    protected Content Content { get; } = content;

    /// <summary>Begins to inflate at <paramref name="start"/>.</summary>
    protected void Begin(long start)
    {
        _deflate?.Dispose();
        _packed = Content.Open(start);
        _deflate = new(_packed, CompressionMode.Decompress);
        _start = start;
    }

    private long _start;

    /// <summary>Inflates; 0 when the stream ended or is cut off.</summary>
    protected int Inflate(Span<byte> buffer) => _deflate!.Read(buffer);

    /// <summary>The place after <paramref name="checksum"/>, which follows the deflated bytes.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    protected long After(ReadOnlySpan<byte> checksum)
    {
        var taken = _start + _packed!.Position;
        var from = Math.Max(_start, taken - ReadAhead);
        var window = new byte[(int)Math.Min(taken - from + checksum.Length, Content.Length - from)];
        var bytes = window.AsSpan(0, Content.ReadFull(from, window));
        var found = bytes.LastIndexOf(checksum);
        for (var earlier = found; earlier >= 0; earlier = bytes[..(earlier + checksum.Length - 1)].LastIndexOf(checksum)) found = earlier;
        return found >= 0 ? from + found + checksum.Length : throw new InvalidDataException("Checksum.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _deflate?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>gzip (RFC 1952) with all its members, one after the other.</summary>
internal sealed class GzipDecoding(Content content) : DeflateDecoding(content)
{
    private long _at;
    private bool _in;
    private uint _crc, _length;

    public static bool Recognises(Content content) => content.Head is [0x1F, 0x8B, 8, ..];

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (!_in)
            {
                if (_at > 0 && !IsMember())
                {
                    End = _at;
                    return 0;
                }
                Begin(Header());
                (_in, _crc, _length) = (true, 0, 0);
            }
            var read = Inflate(buffer);
            if (read > 0)
            {
                _crc = Crc32.Of(buffer[..read], _crc);
                _length += (uint)read;
                return read;
            }
            var trailer = new byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), _length);
            _at = After(trailer);
            _in = false;
        }
        return 0;
    }

    private bool IsMember()
    {
        Span<byte> mark = stackalloc byte[3];
        return Content.ReadFull(_at, mark) == 3 && mark is [0x1F, 0x8B, 8];
    }

    private long Header()
    {
        var flags = Take(Content, _at, 10)[3];
        var at = _at + 10;
        if ((flags & 4) != 0) at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(Take(Content, at, 2));
        if ((flags & 8) != 0) at = AfterText(at);
        if ((flags & 16) != 0) at = AfterText(at);
        return (flags & 2) != 0 ? at + 2 : at;
    }

    private long AfterText(long at)
    {
        var part = new byte[1024];
        for (; ; )
        {
            var bytes = part.AsSpan(0, Content.ReadFull(at, part));
            if (bytes.IsEmpty) throw new InvalidDataException("Cut off.");
            if (bytes.IndexOf((byte)0) is var end and >= 0) return at + end + 1;
            at += bytes.Length;
        }
    }
}

/// <summary>zlib (RFC 1950).</summary>
internal sealed class ZlibDecoding : DeflateDecoding
{
    private uint _low = 1, _high;
    private long _end = -1;

    public ZlibDecoding(Content content) : base(content) => Begin(2);

    /// <summary>By its two first bytes, which random ones pass once in a thousand, and then by inflating the first ones.</summary>
    public static bool Recognises(Content content)
    {
        var head = content.Head;
        if (head.Length < 8 || (head[0] & 0xF) != 8 || head[0] >> 4 > 7 || ((head[0] << 8) | head[1]) % 31 != 0 || (head[1] & 0x20) != 0) return false;
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(head[2..].ToArray()), CompressionMode.Decompress);
            var some = new byte[4096];
            var read = inflate.ReadAtLeast(some, some.Length, throwOnEndOfStream: false);
            return read > 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_end >= 0 || buffer.Length == 0) return 0;
        var read = Inflate(buffer);
        if (read > 0)
        {
            foreach (var value in buffer[..read]) // Adler-32
            {
                if ((_low += value) >= 65_521) _low -= 65_521;
                if ((_high += _low) >= 65_521) _high -= 65_521;
            }
            return read;
        }
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, (_high << 16) | _low);
        End = _end = After(checksum);
        return 0;
    }
}
