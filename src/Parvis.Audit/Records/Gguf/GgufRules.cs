namespace Parvis.Audit.Records.Gguf;

/// <summary>What a GGUF file must keep to: ggml's <c>docs/gguf.md</c>, and what its reader refuses.</summary>
internal static class GgufRules
{
    public static readonly Rule Truncated = new("gguf.truncated", Severity.Malformed);
    public static readonly Rule Version = new("gguf.version", Severity.Malformed);
    public static readonly Rule Count = new("gguf.count", Severity.Malformed);
    public static readonly Rule Key = new("gguf.key", Severity.Malformed);
    public static readonly Rule Value = new("gguf.value", Severity.Malformed);
    public static readonly Rule Nesting = new("gguf.nesting", Severity.Malformed);
    public static readonly Rule Alignment = new("gguf.alignment", Severity.Malformed);
    public static readonly Rule Tensor = new("gguf.tensor", Severity.Malformed);
    public static readonly Rule Type = new("gguf.type", Severity.Malformed);
    public static readonly Rule Size = new("gguf.size", Severity.Malformed);
    public static readonly Rule Bounds = new("gguf.bounds", Severity.Malformed);
    public static readonly Rule Overlap = new("gguf.overlap", Severity.Malformed);
    public static readonly Rule Hole = new("gguf.hole", Severity.Suspicious);
    public static readonly Rule Trailing = new("gguf.trailing", Severity.Suspicious);

    public static IEnumerable<Rule> All => [Truncated, Version, Count, Key, Value, Nesting, Alignment, Tensor, Type, Size, Bounds, Overlap, Hole, Trailing];
}
