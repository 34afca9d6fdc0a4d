namespace Parvis.Audit.Records.FlatBuffers;

/// <summary>Rules of the FlatBuffers format, whatever the schema.</summary>
internal static class FlatBufferRules
{
    public static readonly Rule Outside = new("flatbuffers.outside", Severity.Malformed);
    public static readonly Rule Table = new("flatbuffers.table", Severity.Malformed);
    public static readonly Rule TooMany = new("flatbuffers.too-many", Severity.Malformed);

    public static IEnumerable<Rule> All => [Outside, Table, TooMany];
}
