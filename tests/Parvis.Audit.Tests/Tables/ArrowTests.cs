using System.IO.Compression;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Tables;

public class ArrowTests
{
    [Fact]
    public void Honest_tables_are_not_flagged() => Labels.FewAreFlagged([.. Labels.Of("arrow").Select(file => file.File)]);

    [Fact]
    public void Tables_made_to_break_readers_break_none_and_most_are_rejected()
    {
        var files = Labels.Of("arrow_fuzz").Where(file => !file.File.EndsWith(".md", StringComparison.Ordinal)).ToList();
        var passed = new List<string>();
        foreach (var (file, _) in files)
        {
            var reports = Cases.Examine(file, new() { Time = TimeSpan.FromSeconds(5) });
            Assert.DoesNotContain(reports.SelectMany(report => report.Findings), finding => finding.Rule.Id is "audit.unreadable" or "audit.budget");
            if (reports.Max(report => report.Verdict) != Verdict.Malformed) passed.Add($"{Path.GetFileName(file)} {reports[0].Format} {reports[0].Verdict}");
        }
        Assert.True(passed.Count * 4 <= files.Count, string.Join('\n', passed));
    }

    [Fact]
    public void Rows_names_and_nulls_equal_those_of_the_table_as_JSON()
    {
        // Each integration file is beside the same table as JSON, written by another implementation's test suite.
        var compared = 0;
        foreach (var json in Directory.EnumerateFiles(Cases.Folder("arrow"), "*.json.gz", SearchOption.AllDirectories))
            foreach (var extension in new[] { ".arrow_file", ".stream" })
            {
                var file = json.Replace(".json.gz", extension, StringComparison.Ordinal);
                if (!File.Exists(file)) continue;
                using var packed = new GZipStream(File.OpenRead(json), CompressionMode.Decompress);
                var table = JsonNode.Parse(packed)!;
                var facts = Cases.Examine(file)[0].Facts;
                var batches = (JsonArray)table["batches"]!;
                Assert.Equal((file, batches.Sum(batch => (long)batch!["count"]!)), (file, (long)facts["rows"]!));
                var columns = (JsonArray)facts["columns"]!;
                Assert.Equal(((JsonArray)table["schema"]!["fields"]!).Select(field => (string?)field!["name"]), columns.Select(column => (string?)column!["name"]));
                for (var i = 0; i < columns.Count; i++)
                {
                    var nulls = batches.Sum(batch => ((JsonArray?)batch!["columns"]![i]!["VALIDITY"])?.Count(valid => (int)valid! == 0) ?? 0);
                    if (((string?)columns[i]!["type"]) is not ("union" or "null")) Assert.Equal((file, i, nulls), (file, i, (long)columns[i]!["nulls"]!));
                }
                compared++;
            }
        Assert.True(compared > 0);
    }

    [Fact]
    public void No_damage_to_a_table_breaks_the_readers() =>
        Mutations.Survive(Mutations.Small(Directory.EnumerateFiles(Cases.Folder("arrow"), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal), 4096), 10_000, seed: 5);
}
