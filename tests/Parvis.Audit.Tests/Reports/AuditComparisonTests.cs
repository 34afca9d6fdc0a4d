using System.Text.Json.Nodes;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Xunit;

namespace Parvis.Audit.Tests.Reports;

public sealed class AuditComparisonTests
{
    private static readonly Rule Import = new("test.import", Severity.Unsafe);

    [Fact]
    public void Files_come_go_change_and_move_by_their_digests()
    {
        var before = Report(File("kept", "a"), File("edited", "b"), File("old/place", "c"), File("dropped", "d"));
        var after = Report(File("kept", "a"), File("edited", "B"), File("new/place", "c"), File("fresh", "e"));
        var comparison = AuditComparison.Of(before, after);
        Assert.Equal(1, comparison.SameFiles);
        Assert.Equal([("removed", "dropped", null), ("changed", "edited", null), ("added", "fresh", null), ("moved", "new/place", "old/place")], comparison.Files.Select(file => (file.How, file.Path, file.From)));
    }

    [Fact]
    public void A_file_without_a_digest_is_never_called_the_same() =>
        Assert.Equal(["changed"], AuditComparison.Of(Report(File("large", null)), Report(File("large", null))).Files.Select(file => file.How));

    [Fact]
    public void A_finding_that_only_moved_within_its_file_neither_came_nor_went()
    {
        var before = Report(Found(File("m.pkl", "a"), 10, "os.system"), Found(File("n.pkl", "b"), 1, "gone.name"));
        var after = Report(Found(File("m.pkl", "A"), 900, "os.system"), Found(File("n.pkl", "B"), 1, "new.name"));
        Assert.Equal([("added", "new.name"), ("removed", "gone.name")], AuditComparison.Of(before, after).Findings.Select(found => (found.How, found.Finding.Values["name"])).Order());
        Assert.Equal("unsafe", AuditComparison.Of(before, after).Verdict.Other);
    }

    [Fact]
    public void Facts_licences_and_verdicts_of_frameworks_that_differ_are_told_and_the_others_not()
    {
        var (one, other) = (File("config.json", "a"), File("config.json", "b"));
        (one.Facts["architecture"], other.Facts["architecture"], one.Facts["layers"], other.Facts["layers"]) = ("llama", "mistral", 12, 12);
        var before = Report(one) with { Licences = [new("MIT", true, "LICENSE", "document-read", "MIT License")], Openness = Openness("not-met") };
        var after = Report(other) with { Licences = [new("Apache-2.0", true, "LICENSE", "document-read", "Apache License")], Openness = Openness("met") };
        var comparison = AuditComparison.Of(before, after);
        Assert.Equal([("architecture", "llama", "mistral")], comparison.Facts.Select(fact => (fact.Name, (string)fact.One!, (string)fact.Other!)));
        Assert.Equal([("added", "Apache-2.0"), ("removed", "MIT")], comparison.Licences.Select(licence => (licence.How, licence.Licence)));
        Assert.Equal([("osaid", "not-met", "met")], comparison.Openness.Select(framework => (framework.Framework, framework.One, framework.Other)));
    }

    [Fact]
    public void A_report_differs_in_nothing_from_itself()
    {
        var report = Report(Found(File("m.pkl", "a"), 10, "os.system"), File("kept", "b"));
        Assert.True(AuditComparison.Of(report, report).IsSame);
    }

    private static JsonObject Openness(string verdict) => new() { ["frameworks"] = new JsonObject { ["osaid"] = new JsonObject { ["verdict"] = verdict } } };

    private static AuditReport Report(params FileReport[] files) => new(new("model", new string('0', 64), files.Length, 1), RuleSet.Of(new(true, false, new())), files, [], []);

    private static FileReport File(string path, string? digest) => new(path) { Bytes = 3, Sha256 = digest };

    private static FileReport Found(FileReport file, long offset, string name)
    {
        file.Findings.Add(Finding.Of(Import, offset, ("name", name)));
        return file;
    }
}
