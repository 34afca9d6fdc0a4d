using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Digital Public Goods Standard 1.1.7: nine indicators, and what it asks of AI systems: open parameters, code, training data and documentation.</summary>
internal static class DigitalPublicGoods
{
    public const string Id = "dpg";

    public static FrameworkVerdict Of(OpennessFacts facts)
    {
        CriterionVerdict Ask(string id, (Met, Reason) answer, params Criterion[] about) =>
            new($"{Id}.{id}", answer.Item1, answer.Item2, about, [.. about.Select(facts.Of).OfType<Claim>()]);
        CriterionVerdict Practice(string id, Criterion criterion) => Ask(id, Terms.Have(facts.Of(criterion)), criterion);
        (Met, Reason) Code(Criterion criterion) => Terms.Judge(facts.Of(criterion) ?? facts.Of(Criteria.SourceCode), osi: true);

        CriterionVerdict[] criteria =
        [
            Practice("1-sustainable-development", Criteria.SustainableDevelopment),
            Ask("2-open-licence", Terms.Judge(facts.Of(Criteria.Licensing) ?? facts.Of(Criteria.FinalParameters)), Criteria.Licensing, Criteria.FinalParameters),
            Practice("3-ownership", Criteria.Ownership),
            Practice("4-platform-independence", Criteria.PlatformIndependence),
            Ask("5-documentation", Terms.Any(Terms.Have(facts.Of(Criteria.CodeDocumentation)), Terms.Read(facts.Of(Criteria.ModelCard))), Criteria.CodeDocumentation, Criteria.ModelCard),
            Practice("6-data-extraction", Criteria.DataExtraction),
            Practice("7-privacy", Criteria.Privacy),
            Practice("8-standards", Criteria.Standards),
            Practice("9-no-harm", Criteria.NoHarm),
            Ask("ai-parameters", Terms.Judge(facts.Of(Criteria.FinalParameters)), Criteria.FinalParameters),
            Ask("ai-code", Terms.All(Code(Criteria.ArchitectureCode), Code(Criteria.TrainingCode), Code(Criteria.InferenceCode)), Criteria.SourceCode, Criteria.ArchitectureCode, Criteria.TrainingCode, Criteria.InferenceCode),
            Ask("ai-data", Terms.Judge(facts.Of(Criteria.Datasets)), Criteria.Datasets),
            Ask("ai-documentation", Terms.All(Terms.Read(facts.Of(Criteria.ModelCard)), Terms.Read(facts.Of(Criteria.DataCard))), Criteria.ModelCard, Criteria.DataCard),
        ];
        return new(Id, "1.1.7", FrameworkVerdict.Corrected, FrameworkVerdict.OutcomeOf(criteria), criteria);
    }
}
