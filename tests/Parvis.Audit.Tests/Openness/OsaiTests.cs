using System.Globalization;
using Parvis.Audit.Indicators.Openness;
using Parvis.Audit.Records.Openness;
using Sylvan.Data.Csv;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class OsaiTests
{
    [Fact]
    public void Every_project_has_the_score_of_the_index()
    {
        var folder = Cases.Folder("osai");
        var count = 0;
        using var rows = CsvDataReader.Create(Path.Combine(folder, "expected_openness.csv"));
        while (rows.Read())
        {
            var osai = Assert.IsType<OpennessFile.Osai>(Files.Read(Path.Combine(folder, rows.GetString(0))));
            Assert.Equal(rows.GetString(1), osai.Project.Name);
            var expected = double.Parse(rows.GetString(2), CultureInfo.InvariantCulture);
            Assert.Equal((rows.GetString(0), expected), (rows.GetString(0), OpenSourceAiIndex.Compatible(osai.Project, osai.Facts).Score));
            // The index's judgements are claims like any other: from them alone the same score follows.
            Assert.Equal((rows.GetString(0), expected), (rows.GetString(0), OpenSourceAiIndex.Corrected(osai.Facts).Score));
            count++;
        }
        Assert.True(count > 0);
    }

    [Fact]
    public void A_template_without_a_name_is_a_project_that_is_closed_throughout() =>
        Assert.Equal(0, Score(Assert.IsType<OpennessFile.Osai>(Files.Read(Path.Combine(Cases.Folder("osai"), "A_sample.yaml")))));

    [Fact]
    public void What_the_index_does_not_judge_is_unknown_and_scores_nothing()
    {
        var osai = Assert.IsType<OpennessFile.Osai>(Files.Read("a.yaml", """
            project: {name: A}
            opencode: {class: open, link: https://example.org}
            api: {class: Partial, notes: on request}
            paper: {class: perhaps, notes: who knows}
            """));
        var verdict = OpenSourceAiIndex.Compatible(osai.Project, osai.Facts);
        Assert.Equal(1.5, verdict.Score);
        Assert.Equal(12, verdict.Criteria.Count(criterion => criterion.Met == Met.Unknown));
    }

    private static double? Score(OpennessFile.Osai osai) => OpenSourceAiIndex.Compatible(osai.Project, osai.Facts).Score;
}
