using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Foundation Model Transparency Index (Bommasani et al.): 100 yes/no indicators of what a developer discloses, not of what is open.</summary>
internal static class TransparencyIndex
{
    public const string Id = "fmti";

    private const string Edition = "Dec2025";
    private const int Indicators = 100;

    /// <summary>The indicators, by the words of all editions, that something in the fact base answers.</summary>
    private static readonly (string Indicator, Criterion[] About)[] Answerable =
    [
        ("Code access", [Criteria.SourceCode, Criteria.TrainingCode]),
        ("External data access", [Criteria.Datasets]),
        ("Direct external data access", [Criteria.Datasets]),
        ("Data sources", [Criteria.DataInformation, Criteria.DataCard]),
        ("Open weights", [Criteria.FinalParameters]),
        ("Full external model access", [Criteria.FinalParameters]),
        ("Model architecture", [Criteria.ArchitectureDocumentation, Criteria.ArchitectureCode]),
        ("Centralized model documentation", [Criteria.ModelCard]),
        ("Capabilities evaluation", [Criteria.EvaluationResults]),
        ("Evaluation of capabilities", [Criteria.EvaluationResults]),
        ("External reproducibility of capabilities evaluation", [Criteria.EvaluationCode]),
        ("Model License", [Criteria.Licensing]),
    ];

    /// <summary>The index's own scores of a developer.</summary>
    /// <param name="scores">The developer's column.</param>
    /// <param name="edition">The edition, e.g. <c>May2024</c>.</param>
    public static FrameworkVerdict Compatible(FmtiScores scores, string edition) =>
        new(Id, edition, FrameworkVerdict.Compatible, FrameworkVerdict.ScoredOutcome,
            [.. scores.Scores.Select(score => new CriterionVerdict($"{Id}.{Slug(score.Indicator)}", score.Score > 0 ? Met.Yes : Met.No, new Reason(score.Score > 0 ? "disclosed" : "not-disclosed"), About(score.Indicator), []))])
        {
            Score = scores.Total,
            OutOf = scores.Scores.Count,
        };

    /// <summary>The few indicators of the latest edition that files and licences answer; the rest of the hundred is unknown and is not listed.</summary>
    public static FrameworkVerdict Corrected(OpennessFacts facts)
    {
        string[] latest = ["Code access", "External data access", "Open weights", "Capabilities evaluation", "External reproducibility of capabilities evaluation"];
        var criteria = latest.Select(indicator =>
        {
            var claims = About(indicator).Select(facts.Of).OfType<Claim>().ToArray();
            var (met, reason) = claims.Length == 0 ? (Met.Unknown, new Reason("not-stated"))
                : claims.Any(claim => claim.Value is Degree.Open or Degree.Partial && claim.Present != false) ? (Met.Yes, new Reason("disclosed"))
                : (Met.No, new Reason("not-disclosed"));
            return new CriterionVerdict($"{Id}.{Slug(indicator)}", met, reason, About(indicator), claims);
        }).ToArray();
        return new(Id, Edition, FrameworkVerdict.Corrected, FrameworkVerdict.UnknownOutcome, criteria)
        {
            Score = criteria.Count(criterion => criterion.Met == Met.Yes),
            OutOf = Indicators,
        };
    }

    private static Criterion[] About(string indicator) => Answerable.FirstOrDefault(known => known.Indicator == indicator).About ?? [];

    private static string Slug(string indicator) => string.Join('-', indicator.ToLowerInvariant().Split([' ', ',', '/', '&'], StringSplitOptions.RemoveEmptyEntries));
}
