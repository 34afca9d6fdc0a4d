using System.Text.Json.Nodes;
using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class DpgReaderTests
{
    [Theory]
    [InlineData("nominees.json")]
    [InlineData("archive.json")]
    [InlineData("excluded.json")]
    [InlineData("screening.json")]
    public void Every_slug_of_a_registry_file_is_one_record(string name)
    {
        var path = Path.Combine(Cases.Of("dpg"), name);
        var slugs = JsonNode.Parse(File.ReadAllText(path))!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal);

        var readings = Cases.Read("dpg", Cases.Files("dpg").Single(f => f.Path == name));

        Assert.Equal(slugs, readings.OfType<Reading.Found>().Select(f => f.Record.Key).Order(StringComparer.Ordinal));
        Assert.Empty(readings.OfType<Reading.Refused>());
    }

    [Fact]
    public void Reviews_and_schemas_are_no_records_and_say_so()
    {
        foreach (var file in Cases.Files("dpg").Where(f => f.Name.Contains("schema", StringComparison.Ordinal) || f.Name.StartsWith("reviews", StringComparison.Ordinal)))
        {
            var reading = Assert.IsType<Reading.NotRecords>(Assert.Single(Cases.Read("dpg", file)));
            Assert.Equal(file.Name.StartsWith("reviews", StringComparison.Ordinal) ? "reviews" : "json-schema", reading.Reason);
        }
    }

    [Fact]
    public void A_nominee_is_read_field_by_field()
    {
        var record = Cases.Only(Cases.Read("dpg", "nominees.json", """
            {"open-water": {
              "name": "Open Water", "aliases": ["OW", ""], "description": "Maps <b>wells</b> &amp; pumps.\nWrite to jane.doe@water.example.org.",
              "website": "https://www.openwater.dev/",
              "license": [{"spdx": "Apache-2.0", "licenseURL": "https://github.com/ow/Wells/blob/main/LICENSE"}],
              "SDGs": [{"SDGNumber": 6, "evidenceText": "Clean water", "evidenceURL": "https://openwater.dev/sdg"}, {"SDGNumber": 3}],
              "sectors": ["Water"], "type": ["software", "data"],
              "repositories": [{"name": "main", "url": "https://github.com/ow/Wells.git"}],
              "organizations": [{"name": "Open Water Trust", "website": "https://owt.dev", "org_type": "owner", "contact_email": "a@b.org"}],
              "stage": "DPG"}}
            """));

        Assert.Equal(("dpg", "open-water", "software"), (record.Authority, record.Key, record.Kind));
        Assert.Equal(("en", "Open Water"), record.Titles.In("en"));
        Assert.Equal("Maps wells & pumps.\nWrite to .", record.Descriptions.In("en").Words);
        Assert.Equal(["url:github.com/ow/wells", "url:openwater.dev"], record.Identifiers);
        Assert.Equal(new Uri("https://www.openwater.dev/"), record.Homepage);
        Assert.Equal([3, 6], record.Sdgs);
        Assert.Equal(["Water"], record.Themes);
        Assert.Equal([new Organisation("Open Water Trust", new Uri("https://owt.dev"), "owner")], record.Organisations);
        var licence = Assert.Single(record.Licences);
        Assert.Equal(("Apache-2.0", "https://github.com/ow/Wells/blob/main/LICENSE"), (licence.Text, licence.Source!.AbsoluteUri));
        Assert.Contains(new Fact("sdg.6", "Clean water", Citation: new Uri("https://openwater.dev/sdg")), record.Facts);
        Assert.Contains(new Fact("dpg.stage", "DPG"), record.Facts);
        Assert.DoesNotContain(record.Facts, f => f.Value.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public void Goals_written_as_pairs_in_the_oldest_records_are_read()
    {
        var record = Cases.Only(Cases.Read("dpg", "excluded.json", """{"acceda": {"name": "ACCEDA", "type": ["software"], "SDGs": [[16, "Peace"]]}}"""));

        Assert.Equal([16], record.Sdgs);
    }

    [Fact]
    public void The_array_of_the_api_and_a_file_of_one_record_give_the_same_record()
    {
        const string Record = """{"name": "Open Water", "license": [], "type": ["software"]}""";
        var keyed = Cases.Only(Cases.Read("dpg", "nominees.json", $$"""{"open-water": {{Record}}}"""));

        Assert.Equal(keyed, Cases.Only(Cases.Read("dpg", "nominees/open-water.json", Record)));
        Assert.Equal(keyed, Cases.Only(Cases.Read("dpg", "https://api.example.net/dpgs/", $"[{Record}]")));
    }

    [Fact]
    public void Screening_answers_add_to_the_nominee_of_the_same_slug()
    {
        var readings = Cases.Read("dpg", "screening.json", """
            {"open-water": {"name": "Open Water",
              "clearOwnership": {"isOwnershipExplicit": "Yes", "copyrightURL": "https://openwater.dev/c"},
              "documentation": {"isDocumentationAvailable": "Yes", "documentationURL": ["Guide - https://openwater.dev/docs"]},
              "doNoHarm": {"dataPrivacySecurity": {"collectsPII": "No"}},
              "locations": {"developmentCountries": ["Kenya"], "deploymentCountries": ["Kenya", "Atlantis"]}}}
            """);
        var record = Cases.Only(readings);

        Assert.Equal("/open-water/locations/deploymentCountries", Assert.Single(readings.OfType<Reading.Dropped>()).Place.Pointer);
        Assert.Equal(("dpg", "open-water", null), (record.Authority, record.Key, record.Kind));
        Assert.Contains(new Fact("dpg.clearOwnership.isOwnershipExplicit", "Yes"), record.Facts);
        Assert.Contains(new Fact("dpg.doNoHarm.dataPrivacySecurity.collectsPII", "No"), record.Facts);
        Assert.Contains(new Relation("documentation", "url:openwater.dev/docs"), record.Relations);
        Assert.Equal(["KE"], record.Countries);
    }

    [Fact]
    public void A_record_without_a_name_is_refused_at_its_place_and_the_next_is_read()
    {
        var readings = Cases.Read("dpg", "nominees.json", "{\"a\": {\"license\": []},\n \"b\": {\"name\": \"B\"}}");

        Assert.Equal(new Reading.Refused(new Place("nominees.json", "/a", 1, 6), "title.missing", "a record needs a title"), readings[0]);
        Assert.Equal(new Place("nominees.json", "/b", 2, 29), Assert.IsType<Reading.Found>(readings[1]).Place);
    }

    [Fact]
    public void A_field_of_the_wrong_type_is_left_out_and_noted()
    {
        var readings = Cases.Read("dpg", "nominees.json", """{"a": {"name": "A", "website": 5, "SDGs": [{"SDGNumber": 18}]}}""");

        Assert.Equal(["/a/website", "/a/SDGs/0"], readings.OfType<Reading.Dropped>().Select(d => d.Place.Pointer));
        Assert.Null(Cases.Only(readings).Homepage);
    }
}
