using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Gguf;

/// <summary>Goes through the header of a GGUF file; every length is checked against what the file has left.</summary>
internal sealed class GgufCursor(Content content, Budget budget)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private long _bufferStart;
    private int _filled;

    public long Position { get; private set; }

    /// <summary>The file was written on a machine with the most significant byte first.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Version 1 had lengths of 32 bits.</summary>
    public bool ShortLengths { get; set; }

    public long Remaining => content.Length - Position;

    public void Skip(long bytes)
    {
        Need(bytes);
        Position += bytes;
    }

    public byte U8() => Take(1)[0];

    public ushort U16() => BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Take(2)) : BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(Take(4)) : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(Take(8)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A length or count.</summary>
    public ulong Size() => ShortLengths ? U32() : U64();

    /// <summary>How many bytes a length or count takes.</summary>
    public int SizeBytes => ShortLengths ? 4 : 8;

    /// <summary>A count of things that take at least <paramref name="bytesEach"/> bytes.</summary>
    public long Count(int bytesEach)
    {
        var at = Position;
        var count = Size();
        if (count > (ulong)(Remaining / bytesEach)) throw new MalformedException(GgufRules.Count, at, ("count", $"{count}"), ("left", $"{Remaining}"));
        return (long)count;
    }

    /// <summary>A string of at most <paramref name="longest"/> bytes that must be UTF-8.</summary>
    public string Name(int longest)
    {
        var at = Position;
        var length = Count(1);
        if (length > longest) throw new MalformedException(GgufRules.Key, at, ("key", $"{length}"));
        var bytes = Take((int)length);
        if (!Utf8.IsValid(bytes) || bytes.Contains((byte)0)) throw new MalformedException(GgufRules.Key, at, ("key", Encoding.UTF8.GetString(bytes)));
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A string, cut to its first <paramref name="longest"/> bytes; bytes that are not UTF-8 are replaced.</summary>
    public string Text(int longest)
    {
        var length = Count(1);
        var kept = (int)Math.Min(length, longest);
        var text = kept <= _buffer.Length ? Encoding.UTF8.GetString(Take(kept)) : Encoding.UTF8.GetString(Long(kept));
        Position += length - kept;
        return text;
    }

    private byte[] Long(int length)
    {
        var bytes = new byte[length];
        if (content.ReadFull(Position, bytes) < length) throw new MalformedException(GgufRules.Truncated, Position);
        Position += length;
        return bytes;
    }

    private void Need(long bytes)
    {
        budget.Tick();
        if (bytes > Remaining) throw new MalformedException(GgufRules.Truncated, Position);
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        Need(bytes);
        if (Position < _bufferStart || Position + bytes > _bufferStart + _filled)
        {
            _bufferStart = Position;
            _filled = content.ReadFull(Position, _buffer);
            if (_filled < bytes) throw new MalformedException(GgufRules.Truncated, Position);
        }
        var taken = _buffer.AsSpan((int)(Position - _bufferStart), bytes);
        Position += bytes;
        return taken;
    }
}
