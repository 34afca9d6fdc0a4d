namespace Parvis.Audit.Records.Protobuf;

/// <summary>Rules of the Protocol Buffers wire format, whatever the message.</summary>
internal static class ProtobufRules
{
    public static readonly Rule Cut = new("protobuf.cut", Severity.Malformed);
    public static readonly Rule Length = new("protobuf.length", Severity.Malformed);
    public static readonly Rule Tag = new("protobuf.tag", Severity.Malformed);
    public static readonly Rule Group = new("protobuf.group", Severity.Malformed);
    public static readonly Rule Depth = new("protobuf.depth", Severity.Malformed);

    public static IEnumerable<Rule> All => [Cut, Length, Tag, Group, Depth];
}
