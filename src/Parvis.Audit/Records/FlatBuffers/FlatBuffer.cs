using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.FlatBuffers;

/// <summary>
/// Walks a FlatBuffer without its schema; every step is checked to stay within it. Source: flatbuffers.dev/internals.
/// </summary>
/// <param name="window">The file.</param>
/// <param name="start">Where the buffer begins.</param>
/// <param name="end">Where it ends.</param>
/// <param name="budget">What walking may cost.</param>
internal sealed class FlatBuffer(Window window, long start, long end, Budget budget)
{
    /// <summary>Tables visited, at most, as the format's own verifier has it: one table may be referred to from many places.</summary>
    private const int MostTables = 1_000_000;

    private const int LongestText = 1 << 16;

    private int _tables;

    /// <summary>The root table.</summary>
    public FlatTable Root() => Table(Follow(start));

    /// <summary>The table at <paramref name="at"/>.</summary>
    public FlatTable Table(long at)
    {
        budget.Tick();
        if (++_tables > MostTables) throw new MalformedException(FlatBufferRules.TooMany, at);
        var fields = at - unchecked((int)U32(at));
        if (fields < start || (fields - start) % 2 != 0) throw new MalformedException(FlatBufferRules.Table, at);
        var (fieldBytes, tableBytes) = (U16(fields), U16(fields + 2));
        if (fieldBytes < 4 || fieldBytes % 2 != 0 || fields + fieldBytes > end || tableBytes < 4 || at + tableBytes > end) throw new MalformedException(FlatBufferRules.Table, at);
        return new(this, at, fields, fieldBytes, tableBytes);
    }

    /// <summary>Where the reference at <paramref name="at"/> leads.</summary>
    public long Follow(long at)
    {
        var to = at + U32(at);
        if (to == at) throw new MalformedException(FlatBufferRules.Outside, at);
        Check(to, 4);
        return to;
    }

    /// <summary>The text at <paramref name="at"/>, at most its first 65,536 bytes.</summary>
    public string Text(long at)
    {
        long length = U32(at);
        Check(at + 4, length);
        return Encoding.UTF8.GetString(window.Bytes(at + 4, (int)Math.Min(length, LongestText)));
    }

    public byte U8(long at) { Check(at, 1); return (byte)window.Byte(at); }
    public ushort U16(long at) { Check(at, 2); return window.U16(at) ?? 0; }
    public uint U32(long at) { Check(at, 4); return window.U32(at) ?? 0; }
    public ulong U64(long at) { Check(at, 8); return window.U64(at) ?? 0; }

    /// <summary>Throws unless <paramref name="count"/> bytes from <paramref name="at"/> are within the buffer.</summary>
    public void Check(long at, long count)
    {
        if (at < start || at > end || count > end - at) throw new MalformedException(FlatBufferRules.Outside, Math.Clamp(at, start, end));
    }
}

/// <summary>A table of a FlatBuffer. Fields have the number of their place in the schema, a union taking two.</summary>
internal readonly struct FlatTable(FlatBuffer buffer, long at, long fields, int fieldBytes, int tableBytes)
{
    /// <summary>Where it is in the file.</summary>
    public long At => at;

    /// <summary>Whether the field was written.</summary>
    public bool Has(int field) => Place(field, 1) != 0;

    public byte U8(int field, byte otherwise = 0) => Place(field, 1) is not 0 and var place ? buffer.U8(place) : otherwise;
    public short I16(int field, short otherwise = 0) => Place(field, 2) is not 0 and var place ? unchecked((short)buffer.U16(place)) : otherwise;
    public int I32(int field, int otherwise = 0) => Place(field, 4) is not 0 and var place ? unchecked((int)buffer.U32(place)) : otherwise;
    public uint U32(int field, uint otherwise = 0) => Place(field, 4) is not 0 and var place ? buffer.U32(place) : otherwise;
    public long I64(int field, long otherwise = 0) => Place(field, 8) is not 0 and var place ? unchecked((long)buffer.U64(place)) : otherwise;
    public ulong U64(int field, ulong otherwise = 0) => Place(field, 8) is not 0 and var place ? buffer.U64(place) : otherwise;
    public string? Text(int field) => Place(field, 4) is not 0 and var place ? buffer.Text(buffer.Follow(place)) : null;
    public FlatTable? Table(int field) => Place(field, 4) is not 0 and var place ? buffer.Table(buffer.Follow(place)) : null;

    /// <summary>The list of a field, empty where it was not written.</summary>
    /// <param name="field">The field.</param>
    /// <param name="size">Bytes of one element.</param>
    public FlatVector Vector(int field, int size)
    {
        if (Place(field, 4) is not (not 0 and var place)) return default;
        var list = buffer.Follow(place);
        long count = buffer.U32(list);
        buffer.Check(list + 4, count * size);
        return new(buffer, list + 4, count, size);
    }

    private long Place(int field, int size)
    {
        var entry = 4 + 2 * field;
        if (entry + 2 > fieldBytes) return 0;
        var offset = buffer.U16(fields + entry);
        if (offset == 0) return 0;
        return offset >= 4 && offset + size <= tableBytes ? at + offset : throw new MalformedException(FlatBufferRules.Table, at);
    }
}

/// <summary>A list of a FlatBuffer; the default is an empty one.</summary>
internal readonly struct FlatVector(FlatBuffer buffer, long at, long count, int size)
{
    public long At => at;
    public long Count => count;

    /// <summary>Where element <paramref name="index"/> is.</summary>
    public long Place(long index) => at + index * size;

    public FlatTable Table(long index) => buffer.Table(buffer.Follow(Place(index)));
    public int I32(long index) => unchecked((int)buffer.U32(Place(index)));
    public long I64(long index) => unchecked((long)buffer.U64(Place(index)));

    /// <summary>A 64-bit number <paramref name="skip"/> bytes into an element that is a struct.</summary>
    public long I64(long index, int skip) => unchecked((long)buffer.U64(Place(index) + skip));

    /// <summary>A 32-bit number <paramref name="skip"/> bytes into an element that is a struct.</summary>
    public int I32(long index, int skip) => unchecked((int)buffer.U32(Place(index) + skip));
}
