namespace Parvis.Audit.Records.Templates;

/// <summary>What a chat template must not do. It is a program in the language Jinja2 that runs wherever the model is used.</summary>
internal static class TemplateRules
{
    public static readonly Rule UnsafeName = new("template.unsafe-name", Severity.Unsafe);
    public static readonly Rule HiddenName = new("template.hidden-name", Severity.Unsafe);
    public static readonly Rule UnsafeCall = new("template.unsafe-call", Severity.Unsafe);
    public static readonly Rule ComputedName = new("template.computed-name", Severity.Suspicious);
    public static readonly Rule PrivateKey = new("template.private-key", Severity.Suspicious);
    public static readonly Rule AttributeFilter = new("template.attr-filter", Severity.Suspicious);
    public static readonly Rule Global = new("template.global", Severity.Suspicious);
    public static readonly Rule Host = new("template.host", Severity.Suspicious);
    public static readonly Rule Loads = new("template.loads", Severity.Suspicious);
    public static readonly Rule Flood = new("template.flood", Severity.Suspicious);
    public static readonly Rule TooLarge = new("template.too-large", Severity.Suspicious);
    public static readonly Rule Unparsable = new("template.unparsable", Severity.Suspicious);

    public static IEnumerable<Rule> All => [UnsafeName, HiddenName, UnsafeCall, ComputedName, PrivateKey, AttributeFilter, Global, Host, Loads, Flood, TooLarge, Unparsable];
}
