namespace Parvis.Audit.Records.Safetensors;

/// <summary>What a safetensors file must keep to: the format's README, read strictly.</summary>
internal static class SafetensorsRules
{
    public static readonly Rule Length = new("safetensors.length", Severity.Malformed);
    public static readonly Rule Json = new("safetensors.json", Severity.Malformed);
    public static readonly Rule Header = new("safetensors.header", Severity.Malformed);
    public static readonly Rule Duplicate = new("safetensors.duplicate", Severity.Malformed);
    public static readonly Rule Name = new("safetensors.name", Severity.Malformed);
    public static readonly Rule Metadata = new("safetensors.metadata", Severity.Malformed);
    public static readonly Rule Tensor = new("safetensors.tensor", Severity.Malformed);
    public static readonly Rule Type = new("safetensors.dtype", Severity.Malformed);
    public static readonly Rule Size = new("safetensors.size", Severity.Malformed);
    public static readonly Rule Bounds = new("safetensors.bounds", Severity.Malformed);
    public static readonly Rule Overlap = new("safetensors.overlap", Severity.Malformed);
    public static readonly Rule Hole = new("safetensors.hole", Severity.Malformed);
    public static readonly Rule Trailing = new("safetensors.trailing", Severity.Malformed);

    public static IEnumerable<Rule> All => [Length, Json, Header, Duplicate, Name, Metadata, Tensor, Type, Size, Bounds, Overlap, Hole, Trailing];
}
