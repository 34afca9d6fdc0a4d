using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Openness;

/// <summary>One of the 14 questions of the open-source AI index (opening-up-chatgpt), and the question of ours that it answers.</summary>
/// <param name="Id">Its key in the index's files.</param>
/// <param name="Criterion">Our question.</param>
internal sealed record OsaiCriterion(string Id, Criterion Criterion)
{
    /// <summary>In the order of the index: availability, documentation, access.</summary>
    public static readonly IReadOnlyList<OsaiCriterion> All =
    [
        new("opencode", Criteria.SourceCode),
        new("llmdata", Criteria.Datasets),
        new("llmweights", Criteria.BaseParameters),
        new("rldata", Criteria.TuningDatasets),
        new("rlweights", Criteria.FinalParameters),
        new("license", Criteria.Licensing),
        new("code", Criteria.CodeDocumentation),
        new("architecture", Criteria.ArchitectureDocumentation),
        new("preprint", Criteria.ResearchPaper),
        new("paper", Criteria.PeerReview),
        new("modelcard", Criteria.ModelCard),
        new("datasheet", Criteria.DataCard),
        new("package", Criteria.Package),
        new("api", Criteria.Api),
    ];
}

/// <summary>What the index judges of one question.</summary>
/// <param name="Degree">Open, partial or closed; unknown where the file says something else.</param>
/// <param name="Link">What the judgement rests on.</param>
/// <param name="Notes">The index's words.</param>
internal sealed record OsaiMark(Degree Degree, Uri? Link, string? Notes);

/// <summary>A project file of the open-source AI index.</summary>
/// <param name="Name">The project; empty in the index's template.</param>
/// <param name="Marks">Key of the question → judgement, of those the file has.</param>
internal sealed record OsaiProject(string Name, IReadOnlyDictionary<string, OsaiMark> Marks)
{
    private const string Index = "European Open Source AI Index";

    /// <summary>Whether the document is a project file.</summary>
    public static bool Recognises(JsonNode? document) => document is JsonObject file && file["project"] is JsonObject && file["opencode"] is JsonObject;

    /// <summary>Reads a project file.</summary>
    /// <exception cref="MalformedException">A judgement is of the wrong kind.</exception>
    public static OsaiProject Read(JsonNode? document)
    {
        var file = document as JsonObject ?? throw new MalformedException(OpennessRules.Form, 0);
        var marks = new Dictionary<string, OsaiMark>(StringComparer.Ordinal);
        foreach (var criterion in OsaiCriterion.All)
        {
            if (file[criterion.Id] is not { } node) continue;
            if (node is not JsonObject mark) throw new MalformedException(OpennessRules.Part, 0, ("place", $"/{criterion.Id}"));
            marks[criterion.Id] = new(DegreeOf(MofRelease.Text(mark["class"])), MofRelease.Address(MofRelease.Text(mark["link"])), MofRelease.Text(mark["notes"]));
        }
        return new(MofRelease.Text((file["project"] as JsonObject)?["name"]) ?? "", marks);
    }

    /// <summary>What the file claims: each question it judges.</summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="sha256">Digest of the file.</param>
    public IEnumerable<Claim> Claims(string path, string sha256) =>
        from criterion in OsaiCriterion.All
        where Marks.ContainsKey(criterion.Id)
        let mark = Marks[criterion.Id]
        select new Claim(Name, criterion.Criterion, mark.Degree, new Grounds($"{path}#/{criterion.Id}", sha256, mark.Notes, mark.Link), ClaimMethod.Judged, Index)
        {
            Present = mark.Degree switch { Degree.Unknown => null, Degree.Closed => false, _ => true },
        };

    private static Degree DegreeOf(string? words) => words?.Trim().ToLowerInvariant() switch
    {
        "open" => Degree.Open,
        "partial" => Degree.Partial,
        "closed" => Degree.Closed,
        _ => Degree.Unknown,
    };
}
