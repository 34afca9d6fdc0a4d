namespace Parvis.Audit.Records;

/// <summary>A rule of the audit. Its sentence is the text <c>audit.rule.{Id}</c>, with the finding's values as arguments.</summary>
/// <param name="Id">Area and name, e.g. <c>pickle.unknown-import</c>.</param>
/// <param name="Severity">How bad it is when the rule is broken.</param>
internal sealed record Rule(string Id, Severity Severity);

/// <summary>One thing found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Offset">The byte it was found at in the content, or null where it is about the whole.</param>
/// <param name="Values">Arguments of the rule's sentence; all are untrusted words of the file.</param>
internal sealed record Finding(Rule Rule, long? Offset, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The longest value that is kept; the rest is cut.</summary>
    public const int LongestValue = 200;

    public Severity Severity => Rule.Severity;

    /// <summary>The sentence as an older program wrote it, when this one no longer has the rule.</summary>
    public string? Words { get; init; }

    /// <summary>A finding with its values cut to <see cref="LongestValue"/> and freed of control characters.</summary>
    public static Finding Of(Rule rule, long? offset, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) kept[name] = Clean(value);
        return new(rule, offset, kept);
    }

    private static string Clean(string value)
    {
        var cut = value.Length > LongestValue ? string.Concat(value.AsSpan(0, LongestValue), "…") : value;
        return string.Create(cut.Length, cut, (into, from) =>
        {
            for (var i = 0; i < into.Length; i++) into[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) || char.GetUnicodeCategory(from[i]) == System.Globalization.UnicodeCategory.Format ? '�' : from[i];
        });
    }
}

/// <summary>The content breaks the rules of its format: reading it ends, the audit goes on.</summary>
/// <param name="rule">The rule, of severity <see cref="Severity.Malformed"/>.</param>
/// <param name="offset">Where, in bytes from the beginning of the content.</param>
/// <param name="values">Arguments of the rule's sentence.</param>
internal sealed class MalformedException(Rule rule, long offset, params ReadOnlySpan<(string Name, string Value)> values) : Exception(rule.Id)
{
    public Finding Finding { get; } = Finding.Of(rule, offset, values);
}
