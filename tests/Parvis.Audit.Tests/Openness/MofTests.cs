using System.Globalization;
using Parvis.Audit.Indicators.Openness;
using Parvis.Audit.Records.Openness;
using Sylvan.Data.Csv;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class MofTests
{
    [Theory]
    [InlineData("mot", "models")]
    [InlineData("mot_testdata", "")]
    public void Every_model_file_has_the_class_progress_and_reasons_that_the_tool_gives(string collection, string models)
    {
        var folder = Cases.Folder(collection);
        var wrong = new List<string>();
        var count = 0;
        foreach (var expected in Table(Path.Combine(folder, "expected_class.csv")))
        {
            var file = Path.Combine(folder, models, expected["file"]);
            var mof = Assert.IsType<OpennessFile.Mof>(Files.Read(file));
            var evaluation = ModelOpennessFramework.EvaluateAsTool(mof.Release);
            var verdict = ModelOpennessFramework.Compatible(mof.Release, mof.Facts);
            void Same(string column, string ours) { if (ours != expected[column]) wrong.Add($"{expected["file"]}: {column} is {ours}, the tool says {expected[column]}"); }
            Same("name", mof.Release.Name);
            Same("class", $"{evaluation.Class}");
            foreach (var (name, @class) in ((string, int)[])[("I", 1), ("II", 2), ("III", 3)]) Same($"progress_{name}", evaluation.Progress(@class).ToString("0.####", CultureInfo.InvariantCulture));
            Same("n_components", $"{ModelOpennessFramework.AsTool(mof.Release).Count}");
            Same("included_III", $"{evaluation.Included.Count}");
            Same("missing_III", string.Join("; ", evaluation.Missing.Select(component => component.Name)));
            Same("invalid", Names(verdict, mof.Release, standing => standing == MofStanding.NotOpen));
            Same("unlicensed", Names(verdict, mof.Release, standing => standing == MofStanding.Unlicensed));
            Same("not_type_appropriate", string.Join("; ", InToolOrder(MofComponent.All.Where(component =>
                ModelOpennessFramework.AsTool(mof.Release).GetValueOrDefault(component) is { Standing: MofStanding.Open, Licence: { } licence } && !MofLicences.SuitsToTool(licence, component)))));
            count++;
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count > 0);
    }

    [Fact]
    public void The_tool_knows_the_225_licences_of_its_table_as_open_and_no_other()
    {
        var table = Table(Path.Combine(Cases.Folder("mot"), "licence_table.csv")).ToArray();
        Assert.All(table, licence => Assert.Equal(licence["mot_open"] == "True", MofLicences.IsOpenToTool(licence["licenseId"])));
        Assert.Equal(225, table.Count(licence => MofLicences.IsOpenToTool(licence["licenseId"])));
    }

    [Fact]
    public void A_licence_written_as_people_write_it_is_read_by_the_rules_and_not_by_the_tool()
    {
        var mof = Read("""
            framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
            release:
              name: A
              producer: B
              license: {}
              components:
              - {name: Training code, license: Apache 2.0}
              - {name: Datasets, license: PDDL-1.0}
              - {name: Evaluation data, license: CC0-1.0}
              - {name: Trainning code, license: MIT}
            """);
        Assert.Equal(
            ["unknown-component Trainning code", "words Training code", "open-licence Datasets", "suits Evaluation data"],
            MofDifferences.Of(mof.Release).Select(difference => $"{difference.Key} {difference.Values[0].Value}"));
        Assert.Equal(Met.No, On(ModelOpennessFramework.Compatible(mof.Release, mof.Facts), "mof.training-code").Met);
        Assert.Equal(Met.Yes, On(ModelOpennessFramework.Corrected(mof.Facts), "mof.training-code").Met);
        // The tool takes the misspelt component for the architecture, under MIT; by the rules nothing is known of the architecture.
        Assert.Equal(Met.Yes, On(ModelOpennessFramework.Compatible(mof.Release, mof.Facts), "mof.architecture-code").Met);
        Assert.Equal(Met.Unknown, On(ModelOpennessFramework.Corrected(mof.Facts), "mof.architecture-code").Met);
    }

    [Fact]
    public void A_paper_stands_in_for_the_report_and_counts_once()
    {
        const string Paper = "release:\n  name: A\n  components:\n  - {name: Research paper, license: CC-BY-4.0}\n";
        var alone = ModelOpennessFramework.EvaluateAsTool(Read(Paper).Release);
        Assert.Equal([MofComponent.Paper], alone.Included);
        Assert.DoesNotContain(MofComponent.Report, alone.Missing);
        Assert.Equal([MofComponent.Report], ModelOpennessFramework.EvaluateAsTool(Read(Paper + "  - {name: Technical report, license: CC-BY-4.0}\n").Release).Included);
    }

    [Fact]
    public void An_own_word_of_no_licence_keeps_a_component_from_the_licence_of_the_whole()
    {
        var release = Read("""
            release:
              name: A
              license: {distribution: {name: MIT}, document: {name: CC-BY-4.0}}
              components:
              - {name: Model card}
              - {name: Datasets}
              - {name: Training code, license: unlicensed}
              - {name: Inference code, license: ''}
            """).Release;
        var tool = ModelOpennessFramework.AsTool(release);
        Assert.Equal(["CC-BY-4.0", "MIT", null, null], release.Components.Select(entry => tool[MofComponent.Find(entry.Name)!].Licence));
    }

    [Fact]
    public void No_model_loses_its_class_when_licences_are_read_as_written()
    {
        var folder = Cases.Folder("mot");
        var changed = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "models")))
        {
            var mof = Assert.IsType<OpennessFile.Mof>(Files.Read(file));
            var differences = MofDifferences.Of(mof.Release).ToArray();
            var tool = ModelOpennessFramework.EvaluateAsTool(mof.Release).Class;
            var corrected = ModelOpennessFramework.Corrected(mof.Facts, mof.Release);
            var same = corrected.Outcome == $"mof.{(tool switch { 1 => "i", 2 => "ii", 3 => "iii", _ => "none" })}";
            Assert.Equal(same, differences.All(difference => difference.Key != "class")); // a class that differs is always explained
            if (!same) changed.Add(Path.GetFileName(file));
        }
        Assert.Empty(changed);
    }

    private static string Names(FrameworkVerdict verdict, MofRelease release, Func<MofStanding, bool> standing)
    {
        Assert.Equal(MofComponent.All.Count, verdict.Criteria.Count);
        var tool = ModelOpennessFramework.AsTool(release);
        return string.Join("; ", InToolOrder(MofComponent.All.Where(component => tool.ContainsKey(component) && standing(tool[component].Standing))));
    }

    /// <summary>The tool lists what is required first, and of it and the rest the lowest class first.</summary>
    private static IEnumerable<string> InToolOrder(IEnumerable<MofComponent> components) =>
        components.OrderByDescending(component => component.Required).ThenByDescending(component => component.Class).Select(component => component.Name);

    private static CriterionVerdict On(FrameworkVerdict verdict, string id) => verdict.Criteria.Single(criterion => criterion.Id == id);

    private static OpennessFile.Mof Read(string yaml) => Assert.IsType<OpennessFile.Mof>(Files.Read("a.yml", yaml));

    private static IEnumerable<Dictionary<string, string>> Table(string file)
    {
        using var rows = CsvDataReader.Create(file);
        var names = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToArray();
        while (rows.Read()) yield return names.Index().ToDictionary(name => name.Item, name => rows.GetString(name.Index));
    }
}
