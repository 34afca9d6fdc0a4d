using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Api;

/// <summary>What changed from one audit to another, for programs.</summary>
internal sealed record ComparedAudits(
    string One, string Other, Change Verdict, Change Parameters, int SameFiles, IReadOnlyList<FileChange> Files, IReadOnlyList<ComparedFinding> Findings, IReadOnlyList<FactChange> Facts, IReadOnlyList<LicenceChange> Licences, IReadOnlyList<FrameworkChange> Openness)
{
    /// <summary>The comparison with its sentences in the language of <paramref name="texts"/>.</summary>
    public static ComparedAudits Of(string one, string other, AuditComparison comparison, LanguageTexts texts) => new(
        one, other, comparison.Verdict, comparison.Parameters, comparison.SameFiles, comparison.Files,
        [.. comparison.Findings.Select(found => new ComparedFinding(found.How, found.Path, found.Finding.Rule.Id, found.Finding.Severity.Word(), found.Finding.Offset, texts.Sentence(found.Finding)))],
        comparison.Facts, comparison.Licences, comparison.Openness);
}

/// <summary>A finding that came (<c>added</c>) or went (<c>removed</c>).</summary>
internal sealed record ComparedFinding(string How, string Path, string Rule, string Severity, long? Offset, string Message);
