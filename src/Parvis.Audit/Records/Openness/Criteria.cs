using System.Collections.Frozen;

namespace Parvis.Audit.Records.Openness;

/// <summary>What a criterion is about; decides which licences suit it.</summary>
internal enum CriterionKind
{
    Code,
    Data,
    Document,

    /// <summary>A quality or practice, not a thing with a licence.</summary>
    Practice,
}

/// <summary>One question about openness. Its name for people is the text <c>audit.openness.criterion.{Id}</c>.</summary>
internal sealed record Criterion(string Id, CriterionKind Kind)
{
    /// <summary>Its place in <see cref="Criteria.All"/>.</summary>
    public int Rank => Criteria.RankOf(Id);
}

/// <summary>The questions that every framework is answered from. An id never changes its meaning; a new list has a new <see cref="Version"/>.</summary>
internal static class Criteria
{
    public const int Version = 1;

    public static readonly Criterion ArchitectureCode = new("architecture-code", CriterionKind.Code);
    public static readonly Criterion PreprocessingCode = new("preprocessing-code", CriterionKind.Code);
    public static readonly Criterion TrainingCode = new("training-code", CriterionKind.Code);
    public static readonly Criterion InferenceCode = new("inference-code", CriterionKind.Code);
    public static readonly Criterion EvaluationCode = new("evaluation-code", CriterionKind.Code);
    public static readonly Criterion SupportingTools = new("supporting-tools", CriterionKind.Code);

    public static readonly Criterion FinalParameters = new("final-parameters", CriterionKind.Data);
    public static readonly Criterion BaseParameters = new("base-parameters", CriterionKind.Data);
    public static readonly Criterion IntermediateParameters = new("intermediate-parameters", CriterionKind.Data);
    public static readonly Criterion Datasets = new("datasets", CriterionKind.Data);
    public static readonly Criterion TuningDatasets = new("tuning-datasets", CriterionKind.Data);
    public static readonly Criterion EvaluationDatasets = new("evaluation-datasets", CriterionKind.Data);
    public static readonly Criterion ModelMetadata = new("model-metadata", CriterionKind.Data);

    public static readonly Criterion ModelCard = new("model-card", CriterionKind.Document);
    public static readonly Criterion DataCard = new("data-card", CriterionKind.Document);
    public static readonly Criterion TechnicalReport = new("technical-report", CriterionKind.Document);
    public static readonly Criterion ResearchPaper = new("research-paper", CriterionKind.Document);
    public static readonly Criterion EvaluationResults = new("evaluation-results", CriterionKind.Document);
    public static readonly Criterion SampleOutputs = new("sample-outputs", CriterionKind.Document);

    public static readonly Criterion SourceCode = new("source-code", CriterionKind.Practice);
    public static readonly Criterion CodeDocumentation = new("code-documentation", CriterionKind.Practice);
    public static readonly Criterion ArchitectureDocumentation = new("architecture-documentation", CriterionKind.Practice);
    public static readonly Criterion PeerReview = new("peer-review", CriterionKind.Practice);
    public static readonly Criterion DataInformation = new("data-information", CriterionKind.Practice);
    public static readonly Criterion Licensing = new("licensing", CriterionKind.Practice);
    public static readonly Criterion Package = new("package", CriterionKind.Practice);
    public static readonly Criterion Api = new("api", CriterionKind.Practice);
    public static readonly Criterion SustainableDevelopment = new("sustainable-development", CriterionKind.Practice);
    public static readonly Criterion Ownership = new("ownership", CriterionKind.Practice);
    public static readonly Criterion PlatformIndependence = new("platform-independence", CriterionKind.Practice);
    public static readonly Criterion DataExtraction = new("data-extraction", CriterionKind.Practice);
    public static readonly Criterion Privacy = new("privacy", CriterionKind.Practice);
    public static readonly Criterion Standards = new("standards", CriterionKind.Practice);
    public static readonly Criterion NoHarm = new("no-harm", CriterionKind.Practice);

    /// <summary>All, in the order of the report.</summary>
    public static readonly IReadOnlyList<Criterion> All =
    [
        ArchitectureCode, PreprocessingCode, TrainingCode, InferenceCode, EvaluationCode, SupportingTools,
        FinalParameters, BaseParameters, IntermediateParameters, Datasets, TuningDatasets, EvaluationDatasets, ModelMetadata,
        ModelCard, DataCard, TechnicalReport, ResearchPaper, EvaluationResults, SampleOutputs,
        SourceCode, CodeDocumentation, ArchitectureDocumentation, PeerReview, DataInformation, Licensing, Package, Api,
        SustainableDevelopment, Ownership, PlatformIndependence, DataExtraction, Privacy, Standards, NoHarm,
    ];

    private static readonly FrozenDictionary<string, int> Ranks = All.Index().ToFrozenDictionary(place => place.Item.Id, place => place.Index, StringComparer.Ordinal);

    /// <summary>The criterion of an id, or null.</summary>
    public static Criterion? Find(string id) => Ranks.TryGetValue(id, out var rank) ? All[rank] : null;

    internal static int RankOf(string id) => Ranks[id];
}
