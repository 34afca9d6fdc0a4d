using Parvis.Audit.Indicators.Bom;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Audit.Tests.Bom;

/// <summary>The score counts what is there and names what is not.</summary>
public sealed class CompletenessTests
{
    [Fact]
    public void The_missing_fields_are_exactly_those_that_no_file_fills()
    {
        using var model = new Repository();
        var completeness = Completeness.Of(BillOfMaterials.Of(model.Audit(), new()));
        // 27 fields: 12 of any bill, 15 of a model.
        Assert.Equal(["bill-author", "bill-time", "location", "risks", "energy"], completeness.Missing.Select(field => field.Id));
        Assert.Equal((27, 22, 81), (completeness.Fields.Count, completeness.Filled, completeness.PerCent));
    }

    [Fact]
    public void What_is_given_by_a_person_and_written_into_the_card_fills_the_rest()
    {
        using var model = new Repository();
        model.Write("README.md", Repository.Card.Replace("pipeline_tag", "co2_eq_emissions: 12\npipeline_tag", StringComparison.Ordinal) + "\n## Bias and risks\n");
        var given = new BillGiven("A ministry", new("https://example.org/petit"), new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        Assert.Empty(Completeness.Of(BillOfMaterials.Of(model.Audit(), given)).Missing);
    }

    [Fact]
    public void Taking_a_file_away_empties_its_fields_and_no_others()
    {
        using var model = new Repository();
        File.Delete(Path.Combine(model.Path, "CITATION.cff"));
        Assert.Equal(["bill-author", "bill-time", "version", "producer", "released", "location", "risks", "energy"], Completeness.Of(BillOfMaterials.Of(model.Audit(), new())).Missing.Select(field => field.Id));
    }

    [Fact]
    public void Data_are_asked_for_what_data_have()
    {
        using var folder = new Folder();
        folder.Write("rows.csv", "a,b\n1,2\n3,4\n"u8.ToArray());
        var report = Indicators.Auditing.Run(folder.Path, "rows", Records.ReadingDepth.Of("standard"), _ => { }, TestContext.Current.CancellationToken);
        var bill = BillOfMaterials.Of(report, new());
        Assert.Equal((SubjectKind.Data, 2L), (bill.Kind, bill.Rows));
        Assert.Equal(["bill-author", "bill-time", "version", "producer", "released", "licence", "location", "references", "description", "languages", "provenance", "personal-data"], Completeness.Of(bill).Missing.Select(field => field.Id));
    }

    [Fact]
    public void Counts_that_together_are_more_than_a_number_holds_are_as_much_as_it_holds()
    {
        using var model = new Repository();
        foreach (var part in new[] { "a", "b" }) model.Write($"{part}.safetensors.index.json", """{"metadata":{"total_parameters":9000000000000000000},"weight_map":{"w":"model.safetensors"}}""");
        var report = model.Audit();
        Assert.Equal(long.MaxValue, report.Parameters);
        Assert.Equal(report.ToBytes(), Indicators.AuditReport.Read(report.ToBytes()).ToBytes());
    }

    [Fact]
    public void Every_field_has_a_name_in_every_language()
    {
        foreach (var language in InterfaceLanguages.All)
        {
            var texts = new Texts(typeof(AuditModule).Assembly).In(language);
            Assert.All(BomField.All, field => Assert.NotEqual($"audit.bom.field.{field.Id}", texts[$"audit.bom.field.{field.Id}"]));
        }
    }
}
