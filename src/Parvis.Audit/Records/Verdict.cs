namespace Parvis.Audit.Records;

/// <summary>How bad a finding is; the order is that of rising gravity.</summary>
internal enum Severity
{
    /// <summary>Worth knowing; changes no verdict.</summary>
    Note,

    /// <summary>A part was not examined, and the reason.</summary>
    NotExamined,

    /// <summary>A person should look: it can do more than a model needs.</summary>
    Suspicious,

    /// <summary>It breaks the rules of its format.</summary>
    Malformed,

    /// <summary>It does harm, or lets others do it, when it is loaded.</summary>
    Unsafe,
}

/// <summary>The verdict over one file: that of its gravest finding.</summary>
internal enum Verdict { Safe, NotExamined, Suspicious, Malformed, Unsafe }

/// <summary>Words of verdicts and severities, as in the report.</summary>
internal static class Verdicts
{
    /// <summary>The verdict that follows from findings.</summary>
    public static Verdict Of(IEnumerable<Finding> findings) => findings.Select(finding => finding.Severity).DefaultIfEmpty(Severity.Note).Max() switch
    {
        Severity.Unsafe => Verdict.Unsafe,
        Severity.Malformed => Verdict.Malformed,
        Severity.Suspicious => Verdict.Suspicious,
        Severity.NotExamined => Verdict.NotExamined,
        _ => Verdict.Safe,
    };

    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Safe => "safe",
        Verdict.NotExamined => "not-examined",
        Verdict.Suspicious => "suspicious",
        Verdict.Malformed => "malformed",
        _ => "unsafe",
    };

    public static string Word(this Severity severity) => severity switch
    {
        Severity.Note => "note",
        Severity.NotExamined => "not-examined",
        Severity.Suspicious => "suspicious",
        Severity.Malformed => "malformed",
        _ => "unsafe",
    };

    /// <summary>The verdict with this word, or null.</summary>
    public static Verdict? VerdictOf(string? word) => Enum.GetValues<Verdict>().Select(verdict => (Verdict?)verdict).FirstOrDefault(verdict => verdict!.Value.Word() == word);

    /// <summary>The severity with this word.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Severity SeverityOf(string word) => Enum.GetValues<Severity>().Select(severity => (Severity?)severity).FirstOrDefault(severity => severity!.Value.Word() == word) ?? throw new FormatException($"There is no severity '{word}'.");
}
