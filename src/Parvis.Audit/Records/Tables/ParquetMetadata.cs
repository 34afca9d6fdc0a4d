using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>The footer of a Parquet file. Source: parquet.thrift of apache/parquet-format 2.11; the numbers are its fields.</summary>
internal sealed class ParquetMetadata
{
    public long Rows { get; private set; }
    public string? CreatedBy { get; private set; }
    public bool Encrypted { get; private set; }
    public List<ParquetElement> Schema { get; } = [];
    public List<ParquetGroup> Groups { get; } = [];
    public SortedDictionary<string, string> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the footer's bytes, which begin at <paramref name="start"/>.</summary>
    /// <exception cref="MalformedException">They are no footer.</exception>
    public static ParquetMetadata Read(ReadOnlySpan<byte> bytes, long start, Budget budget)
    {
        var read = new ParquetMetadata();
        var thrift = new ThriftReader(bytes, start, budget);
        var (field, schema, rows) = (0, false, false);
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 2:
                    schema = true;
                    for (var left = List(ref thrift, type); left > 0; left--) read.Schema.Add(Element(ref thrift));
                    break;
                case 3: (read.Rows, rows) = (thrift.Integer(type), true); break;
                case 4: for (var left = List(ref thrift, type); left > 0; left--) read.Groups.Add(Group(ref thrift)); break;
                case 5: for (var left = List(ref thrift, type); left > 0; left--) Entry(ref thrift, read.Entries); break;
                case 6: read.CreatedBy = thrift.Text(type); break;
                case 8: read.Encrypted = true; thrift.Skip(type); break;
                default: thrift.Skip(type); break;
            }
        if (!schema || !rows || read.Rows < 0) throw thrift.Broken();
        return read;
    }

    private static int List(ref ThriftReader thrift, ThriftType type)
    {
        var count = thrift.List(type, out var element);
        return count == 0 || element == ThriftType.Struct ? count : throw thrift.Broken();
    }

    private static ParquetElement Element(ref ThriftReader thrift)
    {
        var (at, element, field) = (thrift.At, new ParquetElement(), 0);
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 1: element.Type = thrift.Integer(type); break;
                case 2: element.Bytes = thrift.Integer(type); break;
                case 3: element.Repetition = thrift.Integer(type); break;
                case 4: element.Name = thrift.Text(type); break;
                case 5: element.Children = thrift.Integer(type); break;
                case 6: element.Converted = thrift.Integer(type); break;
                case 10: element.Logical = Logical(ref thrift, type); break;
                default: thrift.Skip(type); break;
            }
        if (element.Type is < 0 or > 7 || element.Repetition is < 0 or > 2 || element.Converted is < 0 or > 21 || element.Children < 0 || element.Bytes < 0) throw new MalformedException(TableRules.ParquetSchema, at);
        return element;
    }

    /// <summary>A union: which of its fields was written.</summary>
    private static int? Logical(ref ThriftReader thrift, ThriftType type)
    {
        if (type != ThriftType.Struct) throw thrift.Broken();
        int? kind = null;
        var field = 0;
        while (thrift.Next(ref field, out var inner))
        {
            kind ??= field;
            thrift.Skip(inner);
        }
        return kind;
    }

    private static ParquetGroup Group(ref ThriftReader thrift)
    {
        var (group, field) = (new ParquetGroup { At = thrift.At }, 0);
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 1: for (var left = List(ref thrift, type); left > 0; left--) group.Columns.Add(Chunk(ref thrift)); break;
                case 3: group.Rows = thrift.Integer(type); break;
                default: thrift.Skip(type); break;
            }
        return group.Rows < 0 ? throw new MalformedException(TableRules.ParquetCounts, group.At) : group;
    }

    private static ParquetChunk Chunk(ref ThriftReader thrift)
    {
        var (chunk, field) = (new ParquetChunk { At = thrift.At }, 0);
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 1: chunk.File = thrift.Text(type); break;
                case 3 when type == ThriftType.Struct: Column(ref thrift, chunk); break;
                case 8 or 9: chunk.Encrypted = true; thrift.Skip(type); break;
                default: thrift.Skip(type); break;
            }
        return chunk;
    }

    private static void Column(ref ThriftReader thrift, ParquetChunk chunk)
    {
        var field = 0;
        chunk.Known = true;
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 1: chunk.Type = thrift.Integer(type); break;
                case 4: chunk.Codec = thrift.Integer(type); break;
                case 5: chunk.Values = thrift.Integer(type); break;
                case 7: chunk.Bytes = thrift.Integer(type); break;
                case 9: chunk.Pages = thrift.Integer(type); break;
                case 11: chunk.Dictionary = thrift.Integer(type); break;
                case 12 when type == ThriftType.Struct: chunk.Nulls = Nulls(ref thrift); break;
                default: thrift.Skip(type); break;
            }
        if (chunk.Type is < 0 or > 7 || chunk.Codec is < 0 or > 7 || chunk.Values < 0 || chunk.Bytes < 0) throw new MalformedException(TableRules.ParquetSchema, chunk.At);
    }

    private static long? Nulls(ref ThriftReader thrift)
    {
        long? nulls = null;
        var field = 0;
        while (thrift.Next(ref field, out var type))
            if (field == 3) nulls = thrift.Integer(type);
            else thrift.Skip(type);
        return nulls;
    }

    private static void Entry(ref ThriftReader thrift, SortedDictionary<string, string> into)
    {
        var (key, value, field) = ("", "", 0);
        while (thrift.Next(ref field, out var type))
            switch (field)
            {
                case 1: key = thrift.Text(type); break;
                case 2: value = thrift.Text(type); break;
                default: thrift.Skip(type); break;
            }
        if (into.Count < 1000) into[key] = value.Length > 1000 ? value[..1000] : value;
    }
}

/// <summary>One element of a schema: a column, or a group of them.</summary>
internal sealed class ParquetElement
{
    public string Name { get; set; } = "";
    public long? Type { get; set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public long Bytes { get; set; }

    public long? Repetition { get; set; }
    public long? Children { get; set; }
    public long? Converted { get; set; }
    public int? Logical { get; set; }
}

/// <summary>Rows that are stored together.</summary>
internal sealed class ParquetGroup
{
    public long At { get; init; }
    public long Rows { get; set; }
    public List<ParquetChunk> Columns { get; } = [];
}

/// <summary>A column of a group of rows.</summary>
internal sealed class ParquetChunk
{
    public long At { get; init; }

    /// <summary>Another file that has it.</summary>
    public string? File { get; set; }

    public bool Encrypted { get; set; }

    /// <summary>Whether it is described.</summary>
    public bool Known { get; set; }

    public long Type { get; set; }
    public long Codec { get; set; }
    public long Values { get; set; }
    public long Bytes { get; set; }
    public long Pages { get; set; }
    public long Dictionary { get; set; }
    public long? Nulls { get; set; }
}
