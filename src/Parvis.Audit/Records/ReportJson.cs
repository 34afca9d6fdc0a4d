using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Records;

/// <summary>Reports of files as JSON (docs/audit.schema.json): the same report has the same bytes.</summary>
internal static class ReportJson
{
    private static readonly Lazy<LanguageTexts> EnglishTexts = new(() => new Texts(typeof(ReportJson).Assembly).In(InterfaceLanguages.Source));
    private static readonly Dictionary<string, Rule> RulesById = Rules.All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The texts of the findings as reports have them.</summary>
    public static LanguageTexts English => EnglishTexts.Value;

    /// <summary>One file.</summary>
    public static JsonObject Of(FileReport report) => new()
    {
        ["path"] = report.Path,
        ["format"] = report.Format,
        ["bytes"] = report.Bytes,
        ["sha256"] = report.Sha256,
        ["verdict"] = report.Verdict.Word(),
        ["findings"] = new JsonArray([.. report.Findings.Order(Gravest).Select(Of)]),
        ["facts"] = report.Facts.DeepClone(),
    };

    /// <summary>Reads back what <see cref="Of(FileReport)"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a file's report.</exception>
    public static FileReport Read(JsonObject json)
    {
        try
        {
            var report = new FileReport((string)json["path"]!) { Format = (string)json["format"]!, Bytes = (long)json["bytes"]!, Sha256 = (string?)json["sha256"] };
            foreach (var finding in json["findings"]!.AsArray())
            {
                var values = finding!["values"]!.AsObject().Select(pair => (pair.Key, (string)pair.Value!)).ToArray();
                var id = (string)finding["rule"]!;
                report.Findings.Add(RulesById.TryGetValue(id, out var rule)
                    ? Finding.Of(rule, (long?)finding["offset"], values)
                    : Finding.Of(new(id, Verdicts.SeverityOf((string)finding["severity"]!)), (long?)finding["offset"], values) with { Words = (string)finding["message"]! });
            }
            foreach (var (name, fact) in json["facts"]!.AsObject()) report.Facts[name] = fact?.DeepClone();
            return report;
        }
        catch (Exception broken) when (broken is InvalidOperationException or NullReferenceException or KeyNotFoundException or FormatException or JsonException or ArgumentNullException)
        {
            throw new FormatException("This is not the report of a file.", broken);
        }
    }

    /// <summary>The sentence of a finding in a language.</summary>
    public static string Sentence(this LanguageTexts texts, Finding finding) =>
        finding.Words ?? texts.Get($"audit.rule.{finding.Rule.Id}", [.. finding.Values.Select(value => (value.Key, (object?)value.Value))]);

    private static readonly Comparer<Finding> Gravest = Comparer<Finding>.Create((a, b) =>
        b.Severity.CompareTo(a.Severity) is not 0 and var graver ? graver
        : Nullable.Compare(a.Offset, b.Offset) is not 0 and var earlier ? earlier
        : string.CompareOrdinal(a.Rule.Id, b.Rule.Id));

    private static JsonObject Of(Finding finding)
    {
        var values = new JsonObject();
        foreach (var (name, value) in finding.Values) values[name] = value;
        return new()
        {
            ["rule"] = finding.Rule.Id,
            ["severity"] = finding.Severity.Word(),
            ["where"] = finding.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $"byte {offset}") : "the whole file",
            ["offset"] = finding.Offset,
            ["message"] = English.Sentence(finding),
            ["values"] = values,
        };
    }
}
