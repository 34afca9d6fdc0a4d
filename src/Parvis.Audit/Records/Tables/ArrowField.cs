using Parvis.Audit.Records.FlatBuffers;

namespace Parvis.Audit.Records.Tables;

/// <summary>Types of Arrow, numbered as in Schema.fbs.</summary>
internal enum ArrowType
{
    None, Null, Int, FloatingPoint, Binary, Utf8, Bool, Decimal, Date, Time, Timestamp, Interval, List, Struct, Union, FixedSizeBinary, FixedSizeList, Map, Duration,
    LargeBinary, LargeUtf8, LargeList, RunEndEncoded, BinaryView, Utf8View, ListView, LargeListView,
}

/// <summary>One field of an Arrow schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="TypeName">Its type in words.</param>
/// <param name="Width">Bits of one value, or how many values a list of fixed size has; 0 where that is not fixed.</param>
/// <param name="Dense">Of unions: whether only the values in use are stored.</param>
/// <param name="Children">Fields within it.</param>
/// <param name="Dictionary">The dictionary that has its values.</param>
/// <param name="IndexBytes">Bytes of a number in that dictionary.</param>
/// <param name="IndexSigned">Whether it is signed.</param>
internal sealed record ArrowField(string Name, ArrowType Type, string TypeName, long Width, bool Dense, IReadOnlyList<ArrowField> Children, long? Dictionary, int IndexBytes, bool IndexSigned)
{
    /// <summary>Bytes of one offset.</summary>
    public int OffsetBytes => Type is ArrowType.LargeBinary or ArrowType.LargeUtf8 or ArrowType.LargeList or ArrowType.LargeListView ? 8 : 4;

    /// <summary>Reads a <c>Field</c> whose children were read.</summary>
    public static ArrowField Read(FlatTable field, IReadOnlyList<ArrowField> children)
    {
        var type = (ArrowType)field.U8(2);
        if (!Enum.IsDefined(type) || type == ArrowType.None || field.Table(3) is not { } form) throw Broken(field);
        var bits = type is ArrowType.Int or ArrowType.Decimal or ArrowType.Time ? Bits(type, form) : 0;
        var (width, name) = type switch
        {
            ArrowType.Int => (bits is 8 or 16 or 32 or 64 ? bits : throw Broken(field), $"{(form.U8(1) != 0 ? "int" : "uint")}{bits}"),
            ArrowType.FloatingPoint => form.I16(0) is >= 0 and <= 2 and var precision ? (16 << precision, $"float{16 << precision}") : throw Broken(field),
            ArrowType.Bool => (1, "bool"),
            ArrowType.Decimal => (bits is 32 or 64 or 128 or 256 ? bits : throw Broken(field), $"decimal{bits}({form.I32(0)}, {form.I32(1)})"),
            ArrowType.Date => form.I16(0, 1) switch { 0 => (32, "date32"), 1 => (64, "date64"), _ => throw Broken(field) },
            ArrowType.Time => (bits is 32 or 64 ? bits : throw Broken(field), $"time{bits}"),
            ArrowType.Timestamp => (64, "timestamp"),
            ArrowType.Duration => (64, "duration"),
            ArrowType.Interval => form.I16(0) switch { 0 => (32, "interval"), 1 => (64, "interval"), 2 => (128, "interval"), _ => throw Broken(field) },
            ArrowType.FixedSizeBinary => (form.I32(0) is >= 0 and <= int.MaxValue / 8 and var bytes ? bytes * 8 : throw Broken(field), $"fixed_size_binary({form.I32(0)})"),
            ArrowType.FixedSizeList => (form.I32(0) is >= 0 and var size ? size : throw Broken(field), "fixed_size_list"),
            _ => (0, type.ToString().ToLowerInvariant()),
        };
        long? dictionary = null;
        var (indexBytes, indexSigned) = (4, true);
        if (field.Table(4) is { } encoding)
        {
            dictionary = encoding.I64(0);
            if (encoding.Table(1) is { } index) (indexBytes, indexSigned) = (index.I32(0) is 8 or 16 or 32 or 64 ? index.I32(0) / 8 : throw Broken(field), index.U8(1) != 0);
        }
        var right = type switch
        {
            ArrowType.List or ArrowType.LargeList or ArrowType.Map or ArrowType.FixedSizeList or ArrowType.ListView or ArrowType.LargeListView => children.Count == 1,
            ArrowType.RunEndEncoded => children.Count == 2,
            ArrowType.Struct or ArrowType.Union => true,
            _ => children.Count == 0,
        };
        if (!right || (type == ArrowType.Map && children[0] is not { Type: ArrowType.Struct, Children.Count: 2 })) throw Broken(field);
        return new(field.Text(0) ?? "", type, dictionary is null ? name : $"dictionary<{name}>", width, type == ArrowType.Union && form.I16(0) == 1, children, dictionary, indexBytes, indexSigned);
    }

    private static int Bits(ArrowType type, FlatTable form) => type switch
    {
        ArrowType.Int => form.I32(0),
        ArrowType.Time => form.I32(1, 32),
        _ => form.I32(2, 128),
    };

    private static MalformedException Broken(FlatTable field) => new(TableRules.ArrowSchema, field.At);
}
