using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>European Open Source AI Index (opening-up-chatgpt, Liesenfeld, Lopez and Dingemanse 2023): 14 criteria, one point for open, half a point for partial.</summary>
internal static class OpenSourceAiIndex
{
    public const string Id = "osai";

    private const string Version = "2023";
    private static readonly Criterion[] Codes = [Criteria.ArchitectureCode, Criteria.TrainingCode, Criteria.InferenceCode, Criteria.PreprocessingCode];

    /// <summary>The index's own verdict, from its own file.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="facts">What it claims, and nothing else.</param>
    public static FrameworkVerdict Compatible(OsaiProject project, OpennessFacts facts) => Verdict(FrameworkVerdict.Compatible, criterion =>
    {
        var (met, reason) = (project.Marks.GetValueOrDefault(criterion.Id)?.Degree ?? Degree.Unknown) switch
        {
            Degree.Open => (Met.Yes, new Reason("available")),
            Degree.Partial => (Met.Partly, new Reason("partial")),
            Degree.Closed => (Met.No, new Reason("closed")),
            _ => (Met.Unknown, new Reason("not-stated")),
        };
        return (met, reason, [.. facts.Claims.Where(claim => claim.Criterion == criterion.Criterion).Take(1)]);
    });

    /// <summary>What the index would say from all that is known. Unlike the index's editors it leaves unknown what nobody states; that scores no point.</summary>
    public static FrameworkVerdict Corrected(OpennessFacts facts) => Verdict(FrameworkVerdict.Corrected, criterion =>
    {
        var own = facts.Of(criterion.Criterion);
        Claim?[] others = own is not null ? [] : criterion.Id switch
        {
            "opencode" => [.. Codes.Select(facts.Of)],
            "llmweights" => [facts.Of(Criteria.FinalParameters)],
            "preprint" => [facts.Of(Criteria.TechnicalReport)],
            "license" => [facts.Of(Criteria.FinalParameters), .. Codes.Select(facts.Of)],
            _ => [],
        };
        var (met, reason) = own is not null ? (criterion.Criterion.Kind == CriterionKind.Document ? Terms.Read(own) : Terms.Have(own)) : Several(criterion.Id, others);
        return (met, reason, [.. others.Prepend(own).OfType<Claim>()]);
    });

    /// <summary>Of several parts: open when all are, closed when none is there, partial between; what nobody states keeps it from being more than partial.</summary>
    private static (Met, Reason) Several(string id, Claim?[] parts)
    {
        var known = parts.OfType<Claim>().ToArray();
        if (known.Length == 0) return (Met.Unknown, new("not-stated"));
        if (id == "preprint") return Terms.Read(known[0]);
        if (known.All(claim => claim.Value == Degree.Closed)) return (Met.No, new("closed"));
        return known.Length == parts.Length && known.All(claim => claim.Value == Degree.Open) ? (Met.Yes, new("available")) : (Met.Partly, new("partial"));
    }

    private static FrameworkVerdict Verdict(string mode, Func<OsaiCriterion, (Met Met, Reason Reason, IReadOnlyList<Claim> Claims)> judge)
    {
        var criteria = OsaiCriterion.All.Select(criterion =>
        {
            var (met, reason, claims) = judge(criterion);
            return new CriterionVerdict($"{Id}.{criterion.Id}", met, reason, About(criterion), claims);
        }).ToArray();
        return new(Id, Version, mode, FrameworkVerdict.ScoredOutcome, criteria)
        {
            Score = criteria.Sum(criterion => criterion.Met switch { Met.Yes => 1, Met.Partly => 0.5, _ => 0 }),
            OutOf = OsaiCriterion.All.Count,
        };
    }

    private static Criterion[] About(OsaiCriterion criterion) => criterion.Id switch
    {
        "opencode" => [criterion.Criterion, .. Codes],
        "preprint" => [criterion.Criterion, Criteria.TechnicalReport],
        _ => [criterion.Criterion],
    };
}
