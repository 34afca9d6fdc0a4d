using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>A format of data that is known by its mark and not read.</summary>
/// <param name="format">Its name.</param>
/// <param name="mark">Its mark.</param>
/// <param name="offset">Where the mark is.</param>
internal sealed class UnreadTable(string format, byte[] mark, int offset = 0) : IFormatReader
{
    /// <summary>Databases and tables that are not read.</summary>
    public static IEnumerable<IFormatReader> All =>
    [
        new UnreadTable("sqlite", [.. "SQLite format 3\0"u8]), new UnreadTable("duckdb", [.. "DUCK"u8], offset: 8), new UnreadTable("avro", [.. "Obj"u8, 1]),
        new UnreadTable("orc", [.. "ORC"u8]), new UnreadTable("feather-v1", [.. "FEA1"u8]),
    ];

    public string Format => format;

    public bool Recognises(Content content) => content.Head.Length >= offset + mark.Length && content.Head.Slice(offset, mark.Length).SequenceEqual(mark);

    public void Read(Content content, Examination examination) => examination.Find(TableRules.Unread, null, ("format", format));
}
