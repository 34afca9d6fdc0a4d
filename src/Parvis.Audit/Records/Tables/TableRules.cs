namespace Parvis.Audit.Records.Tables;

/// <summary>Rules of tables of data.</summary>
internal static class TableRules
{
    public static readonly Rule ParquetMark = new("parquet.mark", Severity.Malformed);
    public static readonly Rule ParquetFooter = new("parquet.footer", Severity.Malformed);
    public static readonly Rule ParquetSchema = new("parquet.schema", Severity.Malformed);
    public static readonly Rule ParquetBounds = new("parquet.bounds", Severity.Malformed);
    public static readonly Rule ParquetCounts = new("parquet.counts", Severity.Malformed);
    public static readonly Rule ParquetPage = new("parquet.page", Severity.Malformed);
    public static readonly Rule ParquetLevels = new("parquet.levels", Severity.Malformed);
    public static readonly Rule ParquetEncrypted = new("parquet.encrypted", Severity.NotExamined);
    public static readonly Rule ParquetExternal = new("parquet.external-file", Severity.Suspicious);
    public static readonly Rule ParquetLocation = new("parquet.external-location", Severity.Unsafe);
    public static readonly Rule ArrowMark = new("arrow.mark", Severity.Malformed);
    public static readonly Rule ArrowMessage = new("arrow.message", Severity.Malformed);
    public static readonly Rule ArrowSchema = new("arrow.schema", Severity.Malformed);
    public static readonly Rule ArrowLayout = new("arrow.layout", Severity.Malformed);
    public static readonly Rule ArrowOffsets = new("arrow.offsets", Severity.Malformed);
    public static readonly Rule CsvFormula = new("csv.formula", Severity.Suspicious);
    public static readonly Rule CsvQuote = new("csv.quote", Severity.Malformed);
    public static readonly Rule CsvBinary = new("csv.binary", Severity.Malformed);
    public static readonly Rule CsvRagged = new("csv.ragged", Severity.Note);
    public static readonly Rule JsonLine = new("json.line", Severity.Malformed);
    public static readonly Rule Unread = new("tables.not-read", Severity.NotExamined);

    public static IEnumerable<Rule> All =>
    [
        ParquetMark, ParquetFooter, ParquetSchema, ParquetBounds, ParquetCounts, ParquetPage, ParquetLevels, ParquetEncrypted, ParquetExternal, ParquetLocation,
        ArrowMark, ArrowMessage, ArrowSchema, ArrowLayout, ArrowOffsets, CsvFormula, CsvQuote, CsvBinary, CsvRagged, JsonLine, Unread,
    ];
}
