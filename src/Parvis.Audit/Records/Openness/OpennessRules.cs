namespace Parvis.Audit.Records.Openness;

/// <summary>What a file about openness must keep to.</summary>
internal static class OpennessRules
{
    /// <summary>It is not well-formed YAML or CSV: <c>reason</c>.</summary>
    public static readonly Rule Syntax = new("openness.syntax", Severity.Malformed);

    /// <summary>It is none of the forms that are known.</summary>
    public static readonly Rule Form = new("openness.form", Severity.Malformed);

    /// <summary>A part that the form needs is not there or of the wrong kind: <c>place</c>.</summary>
    public static readonly Rule Part = new("openness.part", Severity.Malformed);

    /// <summary>An answer is about a criterion that is not on the list: <c>criterion</c>.</summary>
    public static readonly Rule Criterion = new("openness.criterion", Severity.Malformed);

    /// <summary>A value that is none of those allowed: <c>place</c>, <c>value</c>, <c>allowed</c>.</summary>
    public static readonly Rule Value = new("openness.value", Severity.Malformed);

    /// <summary>An answer without evidence: <c>criterion</c>.</summary>
    public static readonly Rule Evidence = new("openness.evidence", Severity.Malformed);

    public static IEnumerable<Rule> All => [Syntax, Form, Part, Criterion, Value, Evidence];
}
