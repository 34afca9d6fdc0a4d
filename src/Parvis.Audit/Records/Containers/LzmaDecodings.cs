using System.Buffers.Binary;
using System.Numerics;
using Parvis.Audit.Sources;
using SharpCompress.Compressors.LZMA;

namespace Parvis.Audit.Records.Containers;

/// <summary>LZMA: the packed bytes are <paramref name="packed"/> from <paramref name="start"/>.</summary>
/// <param name="content">The content.</param>
/// <param name="properties">Its five bytes of properties.</param>
/// <param name="start">Where the packed bytes begin.</param>
/// <param name="packed">How many they are, at most.</param>
/// <param name="length">Bytes unpacked, or −1 when a mark ends them.</param>
internal sealed class LzmaDecoding(Content content, byte[] properties, long start, long packed, long length) : Decoding
{
    /// <summary>The largest dictionary that is kept; a stream that needs a larger one cannot be unpacked here. xz −9 uses this much.</summary>
    public const uint LargestDictionary = 64 << 20;

    private readonly ByteStream _packed = new(content, start, Math.Max(0, Math.Min(packed, content.Length - start)));
    private Stream? _lzma;

    /// <summary>A file of LZMA alone has no mark: by properties and sizes that its writers use, and the first byte of the coded bytes, which is 0.</summary>
    public static bool Recognises(Content content)
    {
        var head = content.Head;
        if (head.Length < 18 || head[0] >= 9 * 5 * 5 || head[13] != 0) return false;
        var dictionary = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(head[5..]);
        var usual = dictionary >= 4096 && (dictionary == uint.MaxValue || BitOperations.PopCount(dictionary) == 1 || (BitOperations.PopCount(dictionary) == 2 && BitOperations.PopCount(dictionary & (dictionary >> 1)) == 1));
        return usual && length is >= -1 and < 1L << 38;
    }

    public static LzmaDecoding Alone(Content content) => new(content, Take(content, 0, 5), 13, content.Length, BinaryPrimitives.ReadInt64LittleEndian(Take(content, 5, 8)));

    /// <summary>In a zip (APPNOTE 5.8.8): version and length of the properties come first.</summary>
    public static LzmaDecoding InZip(Content content, long start, long packed, long length) => new(content, Take(content, start + 4, 5), start + 9, packed - 9, length);

    public override int Read(Span<byte> buffer)
    {
        _lzma ??= LzmaStream.Create(Bounded(properties), _packed, _packed.Length, length, leaveOpen: true);
        var read = _lzma.Read(buffer);
        if (read == 0 && buffer.Length > 0) End = start + _packed.Position;
        return read;
    }

    /// <summary>The properties with a dictionary of at most <see cref="LargestDictionary"/>.</summary>
    private static byte[] Bounded(byte[] properties)
    {
        properties = [.. properties];
        if (BinaryPrimitives.ReadUInt32LittleEndian(properties.AsSpan(1)) > LargestDictionary) BinaryPrimitives.WriteUInt32LittleEndian(properties.AsSpan(1), LargestDictionary);
        return properties;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _lzma?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>LZMA2 with its one byte of properties; the packed bytes are <paramref name="length"/> from <paramref name="start"/>.</summary>
internal sealed class Lzma2Decoding(Content content, byte properties, long start, long length) : Decoding
{
    private const byte Largest = 28; // a dictionary of 64 MiB

    private Stream? _lzma;

    public override int Read(Span<byte> buffer)
    {
        _lzma ??= LzmaStream.Create([Math.Min(properties, Largest)], new ByteStream(content, start, length), length, -1, null, isLzma2: true, leaveOpen: true);
        return _lzma.Read(buffer);
    }

    /// <summary>Where the chunks that begin at <paramref name="start"/> end, by their heads alone.</summary>
    /// <exception cref="InvalidDataException">They do not end within the content.</exception>
    public static long After(Content content, long start, Budget? budget = null)
    {
        Span<byte> head = stackalloc byte[6];
        for (var at = start; ;)
        {
            budget?.Tick();
            var read = content.ReadFull(at, head);
            if (read < 1) throw new InvalidDataException("Cut off.");
            if (head[0] == 0) return at + 1;
            if (read < 3 || head[0] is > 2 and < 0x80) throw new InvalidDataException("Chunk.");
            at += head[0] <= 2
                ? 3 + 1 + BinaryPrimitives.ReadUInt16BigEndian(head[1..])
                : 5 + 1 + BinaryPrimitives.ReadUInt16BigEndian(head[3..]) + (head[0] >= 0xC0 ? 1 : 0);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _lzma?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>xz (The .xz File Format 1.2.1): all blocks of all its streams, each with its checksum.</summary>
internal sealed class XzDecoding(Content content) : Decoding
{
    private static ReadOnlySpan<byte> Mark => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    private long _at;
    private int _check = -1;
    private Lzma2Decoding? _block;
    private long _afterBlock, _blockStart;
    private uint _crc32;
    private ulong _crc64;
    private bool _any;

    public static bool Recognises(Content content) => content.Head.StartsWith(Mark);

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0 && End < 0)
        {
            if (_block is null && !NextBlock()) return 0;
            var read = _block!.Read(buffer);
            if (read > 0)
            {
                if (_check == 1) _crc32 = Crc32.Of(buffer[..read], _crc32);
                else if (_check == 4) _crc64 = Crc64.Of(buffer[..read], _crc64);
                return read;
            }
            EndBlock();
        }
        return 0;
    }

    private bool NextBlock()
    {
        for (; ; )
        {
            if (_check < 0 && !Header()) return false;
            var size = Take(content, _at, 1)[0];
            if (size != 0)
            {
                Block((size + 1) * 4);
                return true;
            }
            Index();
        }
    }

    /// <summary>Head of a stream, after the padding between two.</summary>
    private bool Header()
    {
        Span<byte> mark = stackalloc byte[12];
        var read = content.ReadFull(_at, mark);
        while (_any && read >= 4 && mark is [0, 0, 0, 0, ..])
        {
            _at += 4;
            read = content.ReadFull(_at, mark);
        }
        if (_any && !mark[..read].StartsWith(Mark))
        {
            End = _at;
            return false;
        }
        if (read < 12 || !mark.StartsWith(Mark) || mark[6] != 0 || Crc32.Of(mark[6..8]) != BinaryPrimitives.ReadUInt32LittleEndian(mark[8..])) throw new InvalidDataException("Head.");
        _check = mark[7];
        _any = true;
        _at += 12;
        return true;
    }

    private void Block(int size)
    {
        var header = Take(content, _at, size);
        if (Crc32.Of(header.AsSpan(0, size - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(size - 4))) throw new InvalidDataException("Head of a block.");
        var flags = header[1];
        var at = 2;
        if ((flags & 0x40) != 0) Number(header, ref at);
        if ((flags & 0x80) != 0) Number(header, ref at);
        if ((flags & 0x3F) != 0 || Number(header, ref at) != 0x21 || Number(header, ref at) != 1 || at >= size) throw new UnsupportedFilterException();
        _blockStart = _at + size;
        long end;
        try
        {
            end = Lzma2Decoding.After(content, _blockStart);
        }
        catch (InvalidDataException)
        {
            end = content.Length; // cut off or wrong: what comes before is unpacked all the same
        }
        _block = new(content, header[at], _blockStart, end - _blockStart);
        _afterBlock = end;
        (_crc32, _crc64) = (0, 0);
    }

    private void EndBlock()
    {
        _block!.Dispose();
        _block = null;
        _at = _afterBlock + ((4 - ((_afterBlock - _blockStart) & 3)) & 3);
        var length = _check switch { 0 => 0, <= 3 => 4, <= 6 => 8, <= 9 => 16, <= 12 => 32, _ => 64 };
        var check = Take(content, _at, length);
        if ((_check == 1 && BinaryPrimitives.ReadUInt32LittleEndian(check) != _crc32) || (_check == 4 && BinaryPrimitives.ReadUInt64LittleEndian(check) != _crc64)) throw new InvalidDataException("Checksum.");
        _at += length;
    }

    /// <summary>The index repeats the sizes of the blocks; only its end is needed here.</summary>
    private void Index()
    {
        var start = _at++;
        for (var left = 2 * Number(); left > 0; left--) Number();
        _at += (4 - ((_at - start) & 3)) & 3;
        var foot = Take(content, _at, 4 + 12);
        if (foot is not [.., (byte)'Y', (byte)'Z']) throw new InvalidDataException("Foot.");
        _at += foot.Length;
        _check = -1;
    }

    private ulong Number()
    {
        Span<byte> bytes = stackalloc byte[9];
        var read = content.ReadFull(_at, bytes);
        var used = 0;
        var value = Number(bytes[..read], ref used);
        _at += used;
        return value;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (at >= bytes.Length) throw new InvalidDataException("Cut off.");
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new InvalidDataException("Number.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _block?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>The stream was filtered in a way that is not read here, as executables are.</summary>
internal sealed class UnsupportedFilterException() : IOException("Filter.");
