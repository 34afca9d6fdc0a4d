using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>
/// A field that a bill of AI materials should have. From the G7's minimum elements of an SBOM for AI (BSI and others, 12 May 2026: clusters metadata, models, dataset properties)
/// and the field mapping of OWASP's AIBOM project. The G7's clusters on systems in operation, infrastructure, security and key performance indicators are about a system that runs, not about files.
/// </summary>
/// <param name="Id">Its name; in words: text key <c>audit.bom.field.ID</c>.</param>
/// <param name="Of">Whose it is: a model's, a data set's, or null: any bill's.</param>
/// <param name="Place">Where it can be filled: a file with its key or heading, or an option of the command.</param>
/// <param name="Filled">Whether a bill has it.</param>
internal sealed record BomField(string Id, SubjectKind? Of, string Place, Func<BillOfMaterials, bool> Filled)
{
    private const string Card = "README.md";

    public static readonly IReadOnlyList<BomField> All =
    [
        new("bill-author", null, "--bom-author", bill => bill.Given.Author is not null),
        new("bill-tool", null, "parvis", bill => bill.Report.Rules.Program.Length > 0),
        new("bill-time", null, "--bom-time", bill => bill.Given.Time is not null),
        new("name", null, "PATH", bill => bill.Name.Words.Length > 0),
        new("identifier", null, "without --quick; CITATION.cff: doi", bill => bill.Report.Subject.Digest is not null || bill.Doi is not null),
        new("version", null, "CITATION.cff: version", bill => bill.Version is not null),
        new("producer", null, "CITATION.cff: authors", bill => bill.Author is not null),
        new("released", null, "CITATION.cff: date-released", bill => bill.Released is not null),
        new("hashes", null, "without --quick", bill => bill.Files.Count > 0 && bill.Files.All(file => file.Sha256 is not null)),
        new("licence", null, $"LICENSE; {Card}: license", bill => bill.Licences.Count > 0),
        new("location", null, "--bom-location", bill => bill.Location is not null),
        new("references", null, "CITATION.cff: doi", bill => bill.Doi is not null || bill.Files.Any(file => file.Format is "model-card" or "dataset-card")),
        new("family", SubjectKind.Model, "config.json: model_type", bill => bill.Family is not null),
        new("architecture", SubjectKind.Model, "config.json: architectures", bill => bill.Architecture is not null),
        new("parameters", SubjectKind.Model, "*.safetensors, *.gguf, *.onnx", bill => bill.Report.Parameters is not null),
        new("hyperparameters", SubjectKind.Model, "config.json", bill => bill.Sizes.Count > 0),
        new("task", SubjectKind.Model, $"{Card}: pipeline_tag", bill => bill.Task is not null),
        new("modalities", SubjectKind.Model, $"{Card}: pipeline_tag", bill => bill.Modalities is not null),
        new("uses", SubjectKind.Model, $"{Card}: # Intended use", bill => bill.Sections.Uses is not null),
        new("limitations", SubjectKind.Model, $"{Card}: # Limitations", bill => bill.Sections.Limitations is not null),
        new("risks", SubjectKind.Model, $"{Card}: # Risks", bill => bill.Sections.Risks is not null),
        new("training", SubjectKind.Model, $"{Card}: # Training", bill => bill.Sections.Training is not null),
        new("training-data", SubjectKind.Model, $"{Card}: datasets", bill => bill.DataSets.Count > 0),
        new("lineage", SubjectKind.Model, $"{Card}: base_model", bill => bill.BaseModels.Count > 0),
        new("results", SubjectKind.Model, $"{Card}: model-index", bill => bill.Results.Count > 0),
        new("energy", SubjectKind.Model, $"{Card}: co2_eq_emissions", bill => bill.Emissions is not null),
        new("dependencies", SubjectKind.Model, $"requirements.txt; {Card}: library_name", bill => bill.Requirements.Count > 0 || bill.Library is not null),
        new("description", SubjectKind.Data, $"{Card}: # Description", bill => bill.Description is not null || bill.Files.Any(file => file.Format == "dataset-card" && file.Facts[FactNames.Headings] is not null)),
        new("formats", SubjectKind.Data, "*.parquet, *.csv, *.jsonl", bill => bill.Files.Any(file => file.Facts[FactNames.Rows] is not null)),
        new("rows", SubjectKind.Data, "*.parquet, *.csv, *.jsonl", bill => bill.Rows is not null),
        new("columns", SubjectKind.Data, "*.parquet, *.csv, *.jsonl", bill => bill.Files.Any(file => file.Facts[FactNames.Columns] is not null)),
        new("languages", SubjectKind.Data, $"{Card}: language", bill => bill.Languages.Count > 0),
        new("provenance", SubjectKind.Data, $"{Card}: # Source data", bill => bill.Sections.Provenance is not null),
        new("personal-data", SubjectKind.Data, $"{Card}: # Personal and sensitive information", bill => bill.Sections.PersonalData is not null),
    ];

    /// <summary>Whether it applies: what no format tells is taken for a model, since loading it is what people do.</summary>
    public bool Applies(SubjectKind kind) => Of is null || Of == kind || (kind == SubjectKind.Other && Of == SubjectKind.Model);
}
