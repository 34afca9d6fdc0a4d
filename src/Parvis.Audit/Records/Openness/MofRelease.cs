using System.Globalization;
using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Openness;

/// <summary>One of the 17 components of the Model Openness Framework 1.0.</summary>
/// <param name="Name">Its name in model files.</param>
/// <param name="Criterion">The question it answers.</param>
/// <param name="Class">The least demanding class that asks for it: 3, 2 or 1.</param>
/// <param name="Required">Whether the class needs it.</param>
internal sealed record MofComponent(string Name, Criterion Criterion, int Class, bool Required)
{
    /// <summary>In the order in which the Model Openness Tool lists them.</summary>
    public static readonly IReadOnlyList<MofComponent> All =
    [
        new("Model architecture", Criteria.ArchitectureCode, 3, Required: true),
        new("Data preprocessing code", Criteria.PreprocessingCode, 1, Required: true),
        new("Training code", Criteria.TrainingCode, 2, Required: true),
        new("Inference code", Criteria.InferenceCode, 2, Required: true),
        new("Evaluation code", Criteria.EvaluationCode, 2, Required: true),
        new("Supporting libraries and tools", Criteria.SupportingTools, 2, Required: false),
        new("Model parameters (Final)", Criteria.FinalParameters, 3, Required: true),
        new("Model parameters (Intermediate)", Criteria.IntermediateParameters, 1, Required: true),
        new("Datasets", Criteria.Datasets, 1, Required: true),
        new("Evaluation data", Criteria.EvaluationDatasets, 2, Required: true),
        new("Model metadata", Criteria.ModelMetadata, 1, Required: false),
        new("Sample model outputs", Criteria.SampleOutputs, 3, Required: false),
        new("Model card", Criteria.ModelCard, 3, Required: true),
        new("Data card", Criteria.DataCard, 3, Required: true),
        new("Technical report", Criteria.TechnicalReport, 3, Required: true),
        new("Research paper", Criteria.ResearchPaper, 1, Required: true),
        new("Evaluation results", Criteria.EvaluationResults, 3, Required: true),
    ];

    public static readonly MofComponent Architecture = All[0];
    public static readonly MofComponent Report = Find("Technical report")!;
    public static readonly MofComponent Paper = Find("Research paper")!;

    /// <summary>The word of model files for the kind of the component: <c>code</c>, <c>data</c> or <c>document</c>.</summary>
    public string Type => Criterion.Kind switch { CriterionKind.Code => "code", CriterionKind.Data => "data", _ => "document" };

    /// <summary>The component of a name, or null.</summary>
    public static MofComponent? Find(string name) => All.FirstOrDefault(component => component.Name == name);
}

/// <summary>A component as a model file lists it.</summary>
/// <param name="Name">Its name, maybe none of the framework's.</param>
/// <param name="Licence">Its own licence in the file's words; null when the file says nothing, empty when it says that there is none.</param>
/// <param name="Path">Where the component is, in the file's words.</param>
internal sealed record MofEntry(string Name, string? Licence, string? Path);

/// <summary>A model file of the Model Openness Framework: a release, its components and their licences.</summary>
/// <param name="Name">The release.</param>
/// <param name="Producer">Who made it.</param>
/// <param name="Date">The day of the record.</param>
/// <param name="Licences">Licences of the whole: <c>distribution</c>, <c>code</c>, <c>data</c>, <c>document</c> → its words.</param>
/// <param name="Components">In the file's order.</param>
internal sealed record MofRelease(string Name, string? Producer, DateOnly? Date, IReadOnlyDictionary<string, string> Licences, IReadOnlyList<MofEntry> Components)
{
    /// <summary>The licence of a component: its own, else that of its kind, else that of the whole; null when there is none.</summary>
    public string? LicenceOf(MofEntry entry, MofComponent component)
    {
        var licence = entry.Licence ?? Licences.GetValueOrDefault(component.Type) ?? Licences.GetValueOrDefault("distribution");
        return licence is null or "" or "unlicensed" ? null : licence;
    }

    /// <summary>Whether the document is a model file.</summary>
    public static bool Recognises(JsonNode? document) => document is JsonObject file && file.ContainsKey("release");

    /// <summary>Reads a model file.</summary>
    /// <exception cref="MalformedException">The release, its name or its components are missing or of the wrong kind.</exception>
    public static MofRelease Read(JsonNode? document)
    {
        var release = (document as JsonObject)?["release"] as JsonObject ?? throw new MalformedException(OpennessRules.Part, 0, ("place", "/release"));
        var name = Text(release["name"]) ?? throw new MalformedException(OpennessRules.Part, 0, ("place", "/release/name"));
        var components = release["components"] switch
        {
            JsonArray list => list,
            null => [],
            _ => throw new MalformedException(OpennessRules.Part, 0, ("place", "/release/components")),
        };
        var date = DateOnly.TryParseExact(Text(release["date"]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        return new(name, Text(release["producer"]), date, Whole(release["license"] as JsonObject), [.. components.Select(Entry)]);
    }

    /// <summary>What the file claims: each component it lists. It says nothing about those it does not.</summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="sha256">Digest of the file.</param>
    public IEnumerable<Claim> Claims(string path, string sha256)
    {
        for (var at = 0; at < Components.Count; at++)
        {
            var entry = Components[at];
            if (MofComponent.Find(entry.Name) is not { } component) continue;
            var licence = LicenceOf(entry, component);
            var evidence = new Grounds($"{path}#/release/components/{at}", sha256, licence is null ? entry.Name : $"{entry.Name}: {licence}", Address(entry.Path));
            yield return Claim.Provided(Name, component.Criterion, licence, evidence, ClaimMethod.SelfDeclared, Producer ?? path, Date);
        }
    }

    internal static Uri? Address(string? words) =>
        Uri.TryCreate(words, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static MofEntry Entry(JsonNode? node, int at) => node is JsonObject entry && Text(entry["name"]) is { } name
        ? new(name, Text(entry["license"]), Text(entry["component_path"]))
        : throw new MalformedException(OpennessRules.Part, 0, ("place", $"/release/components/{at}/name"));

    private static Dictionary<string, string> Whole(JsonObject? licences)
    {
        var whole = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (string[])["distribution", "code", "data", "document"])
            if (Text((licences?[part] as JsonObject)?["name"]) is { Length: > 0 } words) whole[part] = words;
        return whole;
    }
}
