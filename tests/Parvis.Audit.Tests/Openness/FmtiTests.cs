using System.Globalization;
using Parvis.Audit.Records.Openness;
using Sylvan.Data.Csv;
using Xunit;

namespace Parvis.Audit.Tests.Openness;

public class FmtiTests
{
    [Fact]
    public void The_scores_of_every_developer_add_up_to_the_published_total()
    {
        var folder = Cases.Folder("fmti");
        var tables = Directory.GetFiles(folder, "expected_totals_*.csv");
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            var edition = Path.GetFileNameWithoutExtension(table)["expected_totals_".Length..^"_scores".Length];
            var fmti = Assert.IsType<OpennessFile.Fmti>(Files.Read(Path.Combine(folder, edition, $"{edition}_scores.csv")));
            Assert.Equal(edition, fmti.Edition);
            var expected = new List<(string, double)>();
            using (var rows = CsvDataReader.Create(table))
            {
                while (rows.Read()) expected.Add((rows.GetString(0), double.Parse(rows.GetString(1), CultureInfo.InvariantCulture)));
            }
            Assert.Equal(expected.Order(), fmti.Developers.Select(developer => (developer.Developer, developer.Total)).Order());
            Assert.All(fmti.Developers, developer => Assert.Equal(100, developer.Scores.Count));
        }
    }
}
