using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>Apache Parquet tables: the footer, then the headers of all pages and the levels of the first. Values are not read.</summary>
internal sealed class ParquetReader : IFormatReader
{
    private const int TailBytes = 8, MostSchemaDepth = 100, MostColumns = 10_000;

    private static readonly string[] Types = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];

    private static readonly string[] Converted =
    [
        "UTF8", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME_MILLIS", "TIME_MICROS", "TIMESTAMP_MILLIS", "TIMESTAMP_MICROS",
        "UINT_8", "UINT_16", "UINT_32", "UINT_64", "INT_8", "INT_16", "INT_32", "INT_64", "JSON", "BSON", "INTERVAL",
    ];

    private static readonly string[] Logical = ["", "STRING", "MAP", "LIST", "ENUM", "DECIMAL", "DATE", "TIME", "TIMESTAMP", "", "INTEGER", "NULL", "JSON", "BSON", "UUID", "FLOAT16", "VARIANT", "GEOMETRY", "GEOGRAPHY"];

    private static readonly string[] Codecs = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

    public string Format => "parquet";

    public bool Recognises(Content content) => content.Head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1' or (byte)'E', ..] || content.Extension is ".parquet";

    public void Read(Content content, Examination examination)
    {
        if (content.Length < 12 || content.Head is not [(byte)'P', (byte)'A', (byte)'R', (byte)'1' or (byte)'E', ..]) throw new MalformedException(TableRules.ParquetMark, 0);
        var tail = new Window(content).Bytes(content.Length - TailBytes, TailBytes);
        if (tail is not [_, _, _, _, (byte)'P', (byte)'A', (byte)'R', (byte)'1' or (byte)'E'] || tail[7] != content.Head[3]) throw new MalformedException(TableRules.ParquetMark, content.Length - 4);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        var start = content.Length - TailBytes - length;
        if (start < 4) throw new MalformedException(TableRules.ParquetBounds, content.Length - TailBytes, ("end", $"{length}"), ("bytes", $"{content.Length}"));
        if (length > examination.Budget.Limits.Structure) throw new BudgetException(BudgetException.Memory);
        if (tail[7] == 'E')
        {
            examination.Find(TableRules.ParquetEncrypted, start, ("column", "*"));
            return;
        }
        var metadata = ParquetMetadata.Read(new Window(content).Bytes(start, (int)length), start, examination.Budget);
        var leaves = Leaves(metadata.Schema, start);
        Check(metadata, leaves, content, start, examination);
        Report(metadata, leaves, examination);
    }

    /// <summary>The columns with values: how deep each is optional and repeated decides how its pages are laid out.</summary>
    private static List<ParquetLeaf> Leaves(List<ParquetElement> schema, long at)
    {
        if (schema.Count == 0) throw new MalformedException(TableRules.ParquetSchema, at);
        var leaves = new List<ParquetLeaf>();
        var open = new Stack<(string Path, long Left, int Definition, int Repetition)>();
        open.Push(("", schema[0].Children ?? 0, 0, 0));
        foreach (var element in schema.Skip(1))
        {
            while (open.TryPeek(out var done) && done.Left == 0) open.Pop();
            if (!open.TryPop(out var parent) || open.Count > MostSchemaDepth) throw new MalformedException(TableRules.ParquetSchema, at);
            open.Push(parent with { Left = parent.Left - 1 });
            var path = parent.Path.Length == 0 ? element.Name : parent.Path.Length > 4096 ? parent.Path : $"{parent.Path}.{element.Name}";
            var definition = parent.Definition + (element.Repetition is 1 or 2 ? 1 : 0);
            var repetition = parent.Repetition + (element.Repetition is 2 ? 1 : 0);
            if (element.Type is null || element.Children > 0) open.Push((path, element.Children ?? 0, definition, repetition));
            else leaves.Add(new(path, element, definition, repetition));
        }
        while (open.TryPeek(out var done) && done.Left == 0) open.Pop();
        return open.Count == 0 ? leaves : throw new MalformedException(TableRules.ParquetSchema, at);
    }

    private static void Check(ParquetMetadata metadata, List<ParquetLeaf> leaves, Content content, long footer, Examination examination)
    {
        var pages = new ParquetPages(content, examination);
        Int128 rows = 0;
        HashSet<string> files = [], encrypted = [];
        foreach (var group in metadata.Groups)
        {
            rows += group.Rows;
            if (group.Columns.Count != leaves.Count) throw new MalformedException(TableRules.ParquetSchema, group.At);
            for (var i = 0; i < leaves.Count; i++)
            {
                examination.Budget.Tick();
                var (chunk, leaf) = (group.Columns[i], leaves[i]);
                if (chunk.File is { Length: > 0 } file)
                {
                    if (files.Add(file)) examination.Find(ExternalLocation.Leaves(file) ? TableRules.ParquetLocation : TableRules.ParquetExternal, chunk.At, ("location", file));
                    continue;
                }
                if (chunk.Encrypted || !chunk.Known)
                {
                    if (chunk.Encrypted && encrypted.Add(leaf.Path)) examination.Find(TableRules.ParquetEncrypted, chunk.At, ("column", leaf.Path));
                    if (!chunk.Encrypted) throw new MalformedException(TableRules.ParquetSchema, chunk.At);
                    continue;
                }
                if (chunk.Type != leaf.Element.Type) throw new MalformedException(TableRules.ParquetSchema, chunk.At);
                if ((leaf.Repetition == 0 && chunk.Values != group.Rows) || chunk.Nulls > chunk.Values || chunk.Nulls < 0 || (leaf.Definition == 0 && chunk.Nulls > 0)) throw new MalformedException(TableRules.ParquetCounts, chunk.At);
                var from = chunk.Dictionary > 0 && (chunk.Pages == 0 || chunk.Dictionary < chunk.Pages) ? chunk.Dictionary : chunk.Pages;
                if (from < 4 || from > footer || chunk.Bytes > footer - from)
                    throw new MalformedException(TableRules.ParquetBounds, chunk.At, ("end", ((Int128)from + chunk.Bytes).ToString(CultureInfo.InvariantCulture)), ("bytes", $"{footer}"));
                if (!metadata.Encrypted) pages.Check(chunk, leaf, group, from);
            }
        }
        if (metadata.Rows != 0 && rows != metadata.Rows) throw new MalformedException(TableRules.ParquetCounts, footer);
    }

    private static void Report(ParquetMetadata metadata, List<ParquetLeaf> leaves, Examination examination)
    {
        var facts = examination.Facts;
        facts[FactNames.Rows] = metadata.Groups.Aggregate(0L, (sum, group) => sum + Math.Min(group.Rows, long.MaxValue - sum)); // some programs leave the number of the whole at 0
        facts[FactNames.RowGroups] = metadata.Groups.Count;
        if (metadata.CreatedBy is not null) facts[FactNames.Producer] = metadata.CreatedBy;
        var columns = new JsonArray();
        for (var i = 0; i < leaves.Count && i < MostColumns; i++)
        {
            var column = new JsonObject { ["name"] = leaves[i].Path, ["type"] = TypeOf(leaves[i].Element) };
            if (metadata.Groups.All(group => group.Columns[i].Nulls is not null)) column["nulls"] = metadata.Groups.Aggregate(0L, (sum, group) => sum + Math.Min(group.Columns[i].Nulls!.Value, long.MaxValue - sum));
            columns.Add((JsonNode)column);
        }
        facts[FactNames.Columns] = columns;
        facts[FactNames.Codecs] = new JsonArray([.. metadata.Groups.SelectMany(group => group.Columns).Where(chunk => chunk.Known).Select(chunk => Codecs[chunk.Codec]).Distinct().Order(StringComparer.Ordinal).Select(codec => (JsonNode)codec)]);
        if (metadata.Entries.Count > 0) facts[FactNames.Metadata] = new JsonObject(metadata.Entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
    }

    private static string TypeOf(ParquetElement element) =>
        element.Logical is { } logical && logical < Logical.Length && Logical[logical].Length > 0 ? Logical[logical]
        : element.Converted is { } converted ? Converted[converted]
        : Types[element.Type!.Value];
}

/// <summary>A column with values.</summary>
/// <param name="Path">Its name with those of the groups around it.</param>
/// <param name="Element">Its place in the schema.</param>
/// <param name="Definition">How many of it and the groups around it may be absent.</param>
/// <param name="Repetition">How many may be repeated.</param>
internal sealed record ParquetLeaf(string Path, ParquetElement Element, int Definition, int Repetition);
