using System.Text.Json;
using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class CkanReaderTests
{
    [Fact]
    public void Every_data_set_of_an_answer_is_one_record_and_lists_of_names_and_organisations_are_none()
    {
        foreach (var file in Cases.Files("ckan"))
        {
            var count = Cases.Count(Cases.Read("ckan", file));
            var expected = file.Name.EndsWith(".md", StringComparison.Ordinal) ? 0 : DataSets(File.ReadAllText(Path.Combine(Cases.Of("ckan"), file.Path)));
            Assert.Equal((file.Path, (expected, 0, expected == 0 ? 1 : 0)), (file.Path, count));
        }
    }

    /// <summary>Counted by what the Action API documents, apart from the reader.</summary>
    private static int DataSets(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var result = Has(root, "result") ? root.GetProperty("result") : root;
        if (result.ValueKind == JsonValueKind.Array) return result.EnumerateArray().Count(e => Has(e, "resources"));
        foreach (var name in (string[])["results", "packages", "dataset"])
        {
            if (Has(result, name) && result.GetProperty(name).ValueKind == JsonValueKind.Array) return result.GetProperty(name).GetArrayLength();
        }
        return Has(result, "resources") || Has(result, "distribution") ? 1 : 0;

        static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);
    }

    [Fact]
    public void A_data_set_in_several_languages_keeps_them_and_takes_the_licence_of_its_files_when_it_has_none()
    {
        var record = Cases.Only(Cases.Read("ckan", "answer.json", """
            {"help": "https://ckan.opendata.swiss/api/3/action/help_show?name=package_show", "success": true, "result": {
              "id": "f2b1", "name": "arbeitslose", "title": {"de": "Arbeitslose", "en": "", "fr": "Chômeurs"}, "description": {"de": "Mittel", "en": ""},
              "license_id": null, "keywords": {"de": ["arbeit"], "en": []}, "language": ["de"], "issued": "2016-01-20T00:00:00+01:00",
              "metadata_modified": "2026-08-15T08:08:37.708726", "modified": "2026-03-27T14:17:30.197522+01:00",
              "organization": {"title": {"de": "Statistikamt", "en": "Statistical Office"}, "name": "stat", "url": "https://www.zh.ch/stat"},
              "publisher": "{\"name\": \"Statistikamt ZH\", \"url\": \"https://opendata.swiss/organization/stat\"}",
              "author": "[{\"name\": \"Doe\", \"email\": \"doe@example.org\"}]", "url": "https://www.zh.ch/daten.html",
              "extras": [{"key": "guid", "value": "10.16904/envidat.1"}],
              "resources": [{"url": "https://www.web.statistik.zh.ch/a.csv", "format": "csv", "license": "https://opendata.swiss/terms-of-use#terms_by"}]}}
            """));

        Assert.Equal(("ckan:ckan.opendata.swiss", "f2b1", "dataset"), (record.Authority, record.Key, record.Kind));
        Assert.Equal(("fr", "Chômeurs"), record.Titles.In("fr"));
        Assert.Equal(["de", "fr"], record.Titles.Texts.Keys);
        Assert.Equal("https://opendata.swiss/terms-of-use#terms_by", Assert.Single(record.Licences).Text);
        Assert.Equal(["doi:10.16904/envidat.1", "url:zh.ch/daten.html"], record.Identifiers);
        Assert.Equal((new DateOnly(2016, 1, 20), new DateOnly(2026, 3, 27)), (record.Released!.Value, record.Modified!.Value));
        Assert.Equal(
            [new Organisation("Statistikamt ZH", new Uri("https://opendata.swiss/organization/stat"), "publisher"), new Organisation("Statistical Office", new Uri("https://www.zh.ch/stat"), "organization")],
            record.Organisations);
        Assert.Equal([new Relation("distribution", "https://www.web.statistik.zh.ch/a.csv")], record.Relations);
        Assert.Equal(["arbeit"], record.Themes);
    }

    [Fact]
    public void An_answer_that_is_an_error_is_refused_with_its_words()
    {
        var refused = Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("ckan", "a.json", """{"success": false, "error": {"message": "Not found"}}""")));

        Assert.Equal(("ckan.error", "Not found", "/error"), (refused.Rule, refused.Detail, refused.Place.Pointer));
    }

    [Fact]
    public void Markup_in_notes_becomes_plain_text()
    {
        var record = Cases.Only(Cases.Read("ckan", "a.json", """{"id": "1", "title": "T", "notes": "<p>Liste &amp; <b>noms</b></p>\n<script>x()</script>", "resources": []}"""));

        Assert.Equal("Liste & noms", record.Descriptions.In("en").Words);
    }
}
