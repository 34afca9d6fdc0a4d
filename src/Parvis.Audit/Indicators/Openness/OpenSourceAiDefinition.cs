using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Open Source AI Definition 1.0 (Open Source Initiative, 2024): data information, code and parameters, each on terms that the initiative approves.</summary>
/// <remarks>The training data themselves are not asked for; enough about them is.</remarks>
internal static class OpenSourceAiDefinition
{
    public const string Id = "osaid";

    private static readonly (string Id, Criterion Criterion)[] Codes =
    [
        ("preprocessing-code", Criteria.PreprocessingCode),
        ("training-code", Criteria.TrainingCode),
        ("architecture-code", Criteria.ArchitectureCode),
        ("inference-code", Criteria.InferenceCode),
    ];

    private static readonly Criterion[] AboutData = [Criteria.DataInformation, Criteria.DataCard, Criteria.TechnicalReport, Criteria.ResearchPaper, Criteria.Datasets];

    public static FrameworkVerdict Of(OpennessFacts facts)
    {
        var criteria = new List<CriterionVerdict> { DataInformation(facts) };
        criteria.AddRange(Codes.Select(code => Code(facts, code.Id, code.Criterion)));
        var parameters = facts.Of(Criteria.FinalParameters);
        var (met, reason) = Terms.Judge(parameters);
        criteria.Add(new($"{Id}.parameters", met, reason, [Criteria.FinalParameters], parameters is null ? [] : [parameters]));
        return new(Id, "1.0", FrameworkVerdict.Corrected, FrameworkVerdict.OutcomeOf(criteria), criteria);
    }

    /// <summary>Documents show that there is information; whether it is enough to build the like, only a person can say.</summary>
    private static CriterionVerdict DataInformation(OpennessFacts facts)
    {
        var claims = AboutData.Select(facts.Of).OfType<Claim>().ToArray();
        var (met, reason) = facts.Of(Criteria.DataInformation) is { Method: ClaimMethod.Judged } judged ? Terms.Have(judged)
            : claims.Any(claim => claim.Criterion == Criteria.Datasets && claim.Value == Degree.Open) ? (Met.Yes, new Reason("available"))
            : claims.Any(claim => claim.Value is Degree.Open or Degree.Partial) ? (Met.Partly, new Reason("osaid.to-be-judged"))
            : claims.Length > 0 ? (Met.No, new Reason("closed"))
            : (Met.Unknown, new Reason("not-stated"));
        return new($"{Id}.data-information", met, reason, AboutData, claims);
    }

    private static CriterionVerdict Code(OpennessFacts facts, string id, Criterion criterion)
    {
        var claim = facts.Of(criterion) ?? facts.Of(Criteria.SourceCode);
        var (met, reason) = Terms.Judge(claim, osi: true);
        return new($"{Id}.{id}", met, reason, [criterion, Criteria.SourceCode], claim is null ? [] : [claim]);
    }
}
