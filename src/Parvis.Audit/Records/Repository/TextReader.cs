using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Repository;

/// <summary>Text that is nothing else: notes, vocabularies, licences, lists of requirements, programs. The last of all readers.</summary>
internal sealed class TextReader : IFormatReader
{
    private const int LongestLicence = 1 << 20;
    private const int MostRequirements = 500;

    /// <summary>Beginnings of the names under which the transformers library loads a model's own code.</summary>
    private static readonly string[] CodeOfModels = ["modeling_", "modelling_", "configuration_", "tokenization_", "processing_", "image_processing_", "video_processing_", "feature_extraction_"];

    public string Format => "text";

    /// <summary>A table is text too, but more than text to the program that opens it.</summary>
    public bool Recognises(Content content) => content.Length == 0 || content.Extension is not (".csv" or ".tsv") && PlainText.Looks(content.Head);

    public void Read(Content content, Examination examination)
    {
        if (content.Length == 0)
        {
            examination.Report.Format = "empty";
            return;
        }
        if (PlainText.FirstOther(content, examination.Budget) is { } other) examination.Find(RepositoryRules.NotText, other);
        if (CodeLanguage(content) is { } language) Code(content, language, examination);
        else if (IsLicence(content.Name)) Licence(content, examination);
        else if (content.Name.StartsWith("requirements", StringComparison.OrdinalIgnoreCase) && content.Extension is ".txt" or ".in") Requirements(content, examination);
        else if (content.Extension == ".svg") Svg(content, examination);
    }

    private static string? CodeLanguage(Content content) => content.Extension switch
    {
        ".py" or ".pyi" or ".pyx" => "python",
        ".sh" or ".bash" or ".zsh" or ".bat" or ".cmd" or ".ps1" => "script",
        ".js" or ".mjs" or ".ts" or ".rb" or ".pl" or ".php" or ".lua" or ".r" or ".c" or ".cc" or ".cpp" or ".cu" or ".h" or ".java" or ".go" or ".rs" or ".cs" or ".vbs" => "program",
        _ => content.Head.StartsWith("#!"u8) ? "script" : null,
    };

    private static void Code(Content content, string language, Examination examination)
    {
        examination.Report.Format = language;
        var loaded = language == "python" && (Array.Exists(CodeOfModels, start => content.Name.StartsWith(start, StringComparison.Ordinal)) || content.Name is "handler.py" or "pipeline.py");
        examination.Find(loaded ? RepositoryRules.CodeFile : RepositoryRules.Code, null, ("name", content.Name));
    }

    private static bool IsLicence(string name)
    {
        var plain = name.ToUpperInvariant();
        return plain.StartsWith("LICENSE", StringComparison.Ordinal) || plain.StartsWith("LICENCE", StringComparison.Ordinal) || plain.StartsWith("COPYING", StringComparison.Ordinal)
            || plain.StartsWith("UNLICENSE", StringComparison.Ordinal) || plain is "NOTICE" or "NOTICE.TXT" or "USE_POLICY.MD" || plain.EndsWith("-LICENSE", StringComparison.Ordinal) || plain.EndsWith("_LICENSE", StringComparison.Ordinal);
    }

    /// <summary>Which licence a text is, with the words it is known by.</summary>
    public static void Licence(Content content, Examination examination)
    {
        examination.Report.Format = "licence";
        var found = LicenceMarks.Of(PlainText.Whole(content, LongestLicence));
        if (found.Count == 1) examination.Facts[FactNames.LicenceId] = found[0].Id;
        if (found.Count > 0) examination.Facts[FactNames.LicenceEvidence] = new JsonArray([.. found.Select(one => new JsonObject { ["id"] = one.Id, ["quote"] = one.Quote })]);
    }

    private static void Requirements(Content content, Examination examination)
    {
        examination.Report.Format = "requirements";
        var lines = PlainText.Whole(content, LongestLicence).Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length is > 0 and < 500).Take(MostRequirements).ToArray();
        examination.Facts[FactNames.Requirements] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]);
        var addresses = lines.Where(line => line.Contains("://", StringComparison.Ordinal)).ToArray();
        if (addresses.Length > 0) examination.Facts[FactNames.External] = new JsonArray([.. addresses.Select(line => JsonValue.Create(line))]);
    }

    private static void Svg(Content content, Examination examination)
    {
        examination.Report.Format = "svg";
        if (PlainText.Whole(content, LongestLicence).Contains("<script", StringComparison.OrdinalIgnoreCase)) examination.Find(RepositoryRules.ActiveImage, null);
    }
}
