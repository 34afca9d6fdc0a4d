using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Indicators;

/// <summary>An audit as SARIF 2.1.0 (OASIS), for code-scanning dashboards. Places are byte offsets (3.30.11).</summary>
internal static class Sarif
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The findings of <paramref name="report"/>, in the words of <paramref name="texts"/>.</summary>
    public static byte[] Of(AuditReport report, LanguageTexts texts)
    {
        var findings = report.Files.SelectMany(file => file.Findings.Select(finding => (File: file, Finding: finding))).ToList();
        var rules = findings.Select(found => found.Finding.Rule).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        var json = new JsonObject
        {
            ["version"] = "2.1.0",
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "Parvis",
                        ["version"] = report.Rules.Program.Split(' ')[^1],
                        ["rules"] = new JsonArray([.. rules.Select(rule => new JsonObject { ["id"] = rule.Id, ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) } })]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. findings.Select(found => Result(found.File, found.Finding, texts))]),
            }),
        };
        return JsonSerializer.SerializeToUtf8Bytes(json, Indented);
    }

    private static JsonObject Result(FileReport file, Finding finding, LanguageTexts texts)
    {
        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = Uri.EscapeDataString(file.Path).Replace("%2F", "/", StringComparison.Ordinal) } };
        if (finding.Offset is { } offset) place["region"] = new JsonObject { ["byteOffset"] = offset, ["byteLength"] = 0 };
        return new()
        {
            ["ruleId"] = finding.Rule.Id,
            ["level"] = Level(finding.Severity),
            ["kind"] = finding.Severity switch { Severity.Note => "informational", Severity.NotExamined => "open", _ => "fail" },
            ["message"] = new JsonObject { ["text"] = texts.Sentence(finding) },
            ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = place }),
        };
    }

    // A result that is not a failure has the level none (3.27.10).
    private static string Level(Severity severity) => severity switch
    {
        Severity.Unsafe or Severity.Malformed => "error",
        Severity.Suspicious => "warning",
        _ => "none",
    };
}
