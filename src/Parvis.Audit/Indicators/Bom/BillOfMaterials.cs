using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>What can be said of an artefact in a bill of materials or a form, gathered once from the facts of an audit. Nothing is guessed: what no file says and nothing measures is null or empty.</summary>
internal sealed class BillOfMaterials
{
    private const int MostOfAList = 1000;

    private readonly IReadOnlyList<FileReport> _sources;
    private readonly ILookup<string, FileReport> _byFile;

    private BillOfMaterials(AuditReport report, BillGiven given)
    {
        (Report, Given) = (report, given);
        // What a card says of the whole goes before what a file says of itself, and a file before a member of one.
        _sources = [.. report.Files.OrderBy(file => file.IsMember).ThenBy(Rank)];
        Files = [.. report.TopFiles];
        _byFile = report.Files.ToLookup(file => file.Path.Split('!')[0], StringComparer.Ordinal);
        Kind = KindOf(report);
        Name = new Stated(PlainWords.Of(report.Subject.Name) is { Length: > 0 } name ? name : "artefact", ".");
        BaseModels = List(FactNames.BaseModel);
        DataSets = List(FactNames.DataSets);
        Requirements = List(FactNames.Requirements);
        Tags = List(FactNames.Tags);
        Languages = List(FactNames.Languages);
        Results = [.. _sources.SelectMany(EvaluationResult.Of)];
        Licences = [.. report.Licences.DistinctBy(licence => (licence.Licence, licence.Method))];
        Sections = new DocumentSections(_sources);
        (Version, Author, Description, Released) = (Text(FactNames.ModelVersion), Text(FactNames.Author), Text(FactNames.Description), Text(FactNames.Released));
        (Task, Library, Doi, LicenceLink) = (Text(FactNames.Task), Text(FactNames.Library), Text(FactNames.Doi), Text(FactNames.LicenceLink));
        (Architecture, Family) = (Text(FactNames.Architecture) ?? Text(FactNames.Layout), Text(FactNames.ModelType) ?? Text(FactNames.Layout));
        (Quantisation, ContextLength) = (Text(FactNames.Quantisation) ?? Text(FactNames.MeasuredQuantisation), Text(FactNames.ContextLength));
        var sized = _sources.FirstOrDefault(file => file.Facts[FactNames.Sizes] is JsonObject { Count: > 0 });
        Sizes = [.. (sized?.Facts[FactNames.Sizes] as JsonObject ?? []).Take(MostOfAList).Select(size => (PlainWords.Of(size.Key), PlainWords.Of(size.Value)))];
        SizesPath = sized?.Path;
        Emissions = _sources.FirstOrDefault(file => file.Facts[FactNames.Card] is JsonObject card && card["co2_eq_emissions"] is not null) is { } measured ? new Stated(PlainWords.Of(measured.Facts[FactNames.Card]!["co2_eq_emissions"]), measured.Path) : null;
        Modalities = Modalities.Of(Task?.Words);
        var rows = Files.Select(file => file.Facts[FactNames.Rows] is JsonValue value && value.TryGetValue<long>(out var count) ? count : (long?)null).OfType<long>().ToList();
        Rows = rows.Count == 0 ? null : LongSum.Of(rows);
    }

    /// <summary>The facts of a report.</summary>
    public static BillOfMaterials Of(AuditReport report, BillGiven given) => new(report, given);

    public AuditReport Report { get; }

    public BillGiven Given { get; }

    /// <summary>Where the artefact can be had, as others can read it; null when nobody said so.</summary>
    public string? Location => Given.Location is { } location ? PlainWords.Address(location.OriginalString) : null;

    public SubjectKind Kind { get; }

    public Stated Name { get; }

    public Stated? Version { get; }

    public Stated? Author { get; }

    public Stated? Description { get; }

    /// <summary>Day of release, in the words of the file.</summary>
    public Stated? Released { get; }

    public Stated? Task { get; }

    public Stated? Library { get; }

    public Stated? Doi { get; }

    public Stated? LicenceLink { get; }

    public Stated? Architecture { get; }

    /// <summary>Family of architectures: what was said, else what the names of the tensors show.</summary>
    public Stated? Family { get; }

    public Stated? Quantisation { get; }

    public Stated? ContextLength { get; }

    public Stated? Emissions { get; }

    public Modalities? Modalities { get; }

    /// <summary>Rows of data in all files.</summary>
    public long? Rows { get; }

    public IReadOnlyList<Stated> BaseModels { get; }

    public IReadOnlyList<Stated> DataSets { get; }

    public IReadOnlyList<Stated> Requirements { get; }

    public IReadOnlyList<Stated> Tags { get; }

    public IReadOnlyList<Stated> Languages { get; }

    public IReadOnlyList<EvaluationResult> Results { get; }

    /// <summary>Licences found, each once by its method.</summary>
    public IReadOnlyList<LicenceFound> Licences { get; }

    /// <summary>Sizes of the architecture (layers, width, heads …), in the words of the file.</summary>
    public IReadOnlyList<(string Name, string Value)> Sizes { get; }

    /// <summary>The file that says the <see cref="Sizes"/>.</summary>
    public string? SizesPath { get; }

    public DocumentSections Sections { get; }

    /// <summary>The files themselves, in the order of their paths.</summary>
    public IReadOnlyList<FileReport> Files { get; }

    /// <summary>A file and its members, as the report has them.</summary>
    public IEnumerable<FileReport> WithMembers(FileReport file) => _byFile[file.Path];

    private Stated? Text(string fact) => _sources.Select(file => file.Facts[fact] is JsonValue value && PlainWords.Of(value) is { Length: > 0 } words ? new Stated(words, file.Path) : null).FirstOrDefault(stated => stated is not null);

    private List<Stated> List(string fact) =>
        [.. _sources.SelectMany(file => (file.Facts[fact] as JsonArray ?? new JsonArray(file.Facts[fact]?.DeepClone())).Where(one => one is not null).Select(one => new Stated(PlainWords.Of(one), file.Path)))
            .Where(stated => stated.Words.Length > 0).DistinctBy(stated => stated.Words, StringComparer.Ordinal).Take(MostOfAList)];

    private static int Rank(FileReport file) => file.Format switch { "model-card" or "dataset-card" => 0, "citation" => 1, "model-config" => 2, _ => 3 };

    private static SubjectKind KindOf(AuditReport report)
    {
        bool Any(params string[] facts) => report.Files.Any(file => facts.Any(fact => file.Facts[fact] is not null));
        bool Is(string format) => report.Files.Any(file => file.Format == format);
        return Any(FactNames.Tensors, FactNames.Parameters, FactNames.Architecture, FactNames.ModelType, FactNames.Nodes, FactNames.Layers) ? SubjectKind.Model
            : Is("dataset-card") || Any(FactNames.Rows) ? SubjectKind.Data
            : Is("model-card") ? SubjectKind.Model
            : SubjectKind.Other;
    }
}

/// <summary>What an artefact is taken for: it has weights, an architecture or a model's card; it has rows or a data set's card; or neither.</summary>
internal enum SubjectKind
{
    Other,
    Model,
    Data,
}

/// <summary>Words that a file says, and which file.</summary>
/// <param name="Words">Cleaned by <see cref="PlainWords"/>.</param>
/// <param name="Path">The file, as in the report.</param>
internal sealed record Stated(string Words, string Path);

/// <summary>What no file can say and a person gives: without it, the bill leaves it open.</summary>
/// <param name="Author">Who answers for the bill.</param>
/// <param name="Location">Where the artefact can be had.</param>
/// <param name="Time">When the bill was made; bills without it are the same on any day.</param>
internal sealed record BillGiven(string? Author = null, Uri? Location = null, DateTimeOffset? Time = null);
