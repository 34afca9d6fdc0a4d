using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>How a value of Thrift's compact protocol is written.</summary>
internal enum ThriftType { Stop = 0, True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13 }

/// <summary>Reads Thrift's compact protocol from bytes in memory. Source: apache/thrift doc/specs/thrift-compact-protocol.md.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="start">Where they begin in the content, to say where something is wrong.</param>
/// <param name="budget">What reading may cost.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, long start, Budget budget)
{
    private const int MostDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>Where it is in the content.</summary>
    public readonly long At => start + Position;

    /// <summary>Goes to the next field of a struct.</summary>
    /// <param name="field">The number of the one before, 0 at first; then that of the next.</param>
    /// <param name="type">How it is written.</param>
    /// <returns>False at the end of the struct.</returns>
    public bool Next(ref int field, out ThriftType type)
    {
        budget.Tick();
        var head = Byte();
        type = (ThriftType)(head & 15);
        if (type == ThriftType.Stop) return false;
        if (type > ThriftType.Uuid) throw Broken();
        var step = head >> 4;
        field = step == 0 ? (short)ZigZag() : field + step;
        return true;
    }

    /// <summary>A whole number.</summary>
    public long Integer(ThriftType type) => type switch
    {
        ThriftType.I16 or ThriftType.I32 or ThriftType.I64 => ZigZag(),
        ThriftType.Byte => (sbyte)Byte(),
        _ => throw Broken(),
    };

    /// <summary>A text.</summary>
    public string Text(ThriftType type) => Encoding.UTF8.GetString(Binary(type));

    /// <summary>The beginning of a list: how many elements, each of them at least a byte.</summary>
    public int List(ThriftType type, out ThriftType element)
    {
        if (type is not (ThriftType.List or ThriftType.Set)) throw Broken();
        var head = Byte();
        element = (ThriftType)(head & 15);
        var count = head >> 4 == 15 ? Unsigned() : (ulong)(head >> 4);
        return count <= (ulong)(_bytes.Length - Position) && element <= ThriftType.Uuid ? (int)count : throw Broken();
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > MostDepth) throw Broken();
        switch (type)
        {
            case ThriftType.True or ThriftType.False: break;
            case ThriftType.Byte: Byte(); break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64: Unsigned(); break;
            case ThriftType.Double: Pass(8); break;
            case ThriftType.Uuid: Pass(16); break;
            case ThriftType.Binary: Binary(type); break;
            case ThriftType.List or ThriftType.Set:
                for (var left = List(type, out var element); left > 0; left--) SkipElement(element, depth);
                break;
            case ThriftType.Map:
                var count = Unsigned();
                if (count == 0) break;
                if (count > (ulong)(_bytes.Length - Position)) throw Broken();
                var kinds = Byte();
                for (; count > 0; count--)
                {
                    SkipElement((ThriftType)(kinds >> 4), depth);
                    SkipElement((ThriftType)(kinds & 15), depth);
                }
                break;
            case ThriftType.Struct:
                var field = 0;
                while (Next(ref field, out var inner)) Skip(inner, depth + 1);
                break;
            default: throw Broken();
        }
    }

    /// <summary>The error of bytes that are not what they should be.</summary>
    public readonly MalformedException Broken() => new(TableRules.ParquetFooter, At);

    private void SkipElement(ThriftType type, int depth)
    {
        budget.Tick();
        if (type is ThriftType.True or ThriftType.False) Byte(); // in lists a truth has a byte of its own
        else Skip(type, depth + 1);
    }

    private ReadOnlySpan<byte> Binary(ThriftType type)
    {
        if (type != ThriftType.Binary) throw Broken();
        var length = Unsigned();
        if (length > (ulong)(_bytes.Length - Position)) throw Broken();
        var value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    private void Pass(int count)
    {
        if (count > _bytes.Length - Position) throw Broken();
        Position += count;
    }

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw Broken();

    private ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw Broken();
    }

    private long ZigZag()
    {
        var value = Unsigned();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }
}
