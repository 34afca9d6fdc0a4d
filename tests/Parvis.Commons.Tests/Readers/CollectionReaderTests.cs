using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class CollectionReaderTests
{
    [Fact]
    public void An_entry_is_read_field_by_field()
    {
        var record = Cases.Only(Cases.Read("collection", "parvis:founding/models.yaml", """
            # a remark
            - key: inkubalm
              kind: model
              title: { en: InkubaLM }
              description: { en: "Small model.", fr: "Petit modèle." }
              homepage: https://huggingface.co/lelapa/InkubaLM-0.4B
              repositories: [https://github.com/lelapa/InkubaLM]
              identifiers: ["hf:models/lelapa/InkubaLM-0.4B", "arxiv:2408.17024"]
              licence: { spdx: CC-BY-NC-4.0, source: https://huggingface.co/lelapa/InkubaLM-0.4B }
              languages: [zu, no]
              countries: [ZA]
              sdgs: [10, 4]
              themes: [language-modelling]
              organisations:
                - { name: Lelapa AI, url: https://lelapa.ai }
              year: 2024
              sources:
                - { url: https://lelapa.ai/inkuba, shows: "licence" }
            """));

        Assert.Equal(("founding", "inkubalm", "model"), (record.Authority, record.Key, record.Kind));
        Assert.Equal("Petit modèle.", record.Descriptions.In("fr").Words);
        Assert.Equal(["hf:models/lelapa/inkubalm-0.4b", "url:github.com/lelapa/inkubalm"], record.Identifiers);
        Assert.Equal([new Relation("paper", "arxiv:2408.17024")], record.Relations);
        Assert.Equal(["no", "zu"], record.Languages);
        Assert.Equal(["ZA"], record.Countries);
        Assert.Equal([4, 10], record.Sdgs);
        Assert.Contains(new Fact("source", "licence", Citation: new Uri("https://lelapa.ai/inkuba")), record.Facts);
        Assert.Contains(new Fact("year", "2024"), record.Facts);
    }

    [Theory]
    [InlineData("parvis:founding/models.yaml", "founding")]
    [InlineData("our-city/models.yaml", "our-city")]
    [InlineData("deep/our-city/models.yaml", "our-city")]
    [InlineData("our-city.yaml", "our-city")]
    [InlineData("https://example.org/our-city/models.yaml?raw=1", "our-city")]
    [InlineData("https://example.org/our-city.yaml", "our-city")]
    [InlineData("https://example.org/", "example.org")]
    [InlineData("founding/models.yaml", "collection:founding")]
    [InlineData("Founding.yaml", "collection:Founding")]
    [InlineData("https://example.org/DPG/models.yaml", "collection:DPG")]
    [InlineData("ckan:example.org/models.yaml", "collection:ckan:example.org")]
    [InlineData("deep/parvis:founding/models.yaml", "collection:parvis:founding")]
    [InlineData("https://example.org/parvis:founding/models.yaml", "collection:parvis:founding")]
    public void A_collection_speaks_in_the_name_of_its_folder_or_file_and_never_in_ours_or_another_catalogues(string path, string authority) =>
        Assert.Equal(authority, Cases.Only(Cases.Read("collection", path, "- { key: a, kind: model, title: { en: A } }")).Authority);

    [Fact]
    public void Every_entry_of_the_founding_collection_is_one_record_with_nothing_left_out()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !Directory.Exists(Path.Combine(root.FullName, "data", "founding"))) root = root.Parent;
        Assert.NotNull(root);
        var data = Path.Combine(root.FullName, "data");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(data, "founding"), "*.yaml"))
        {
            var entries = File.ReadLines(path).Count(l => l.StartsWith("- key:", StringComparison.Ordinal));
            var readings = Cases.Read("collection", SourceFile.OfFile(data, path));
            Assert.Equal((path, (entries, 0, 0)), (path, Cases.Count(readings)));
            Assert.Empty(readings.OfType<Reading.Dropped>());
        }
    }

    [Fact]
    public void An_entry_without_a_known_kind_is_refused_and_the_next_is_read()
    {
        var readings = Cases.Read("collection", "c.yaml", "- { key: a, kind: thing, title: { en: A } }\n- { key: b, kind: standard, title: { en: B } }\n");

        Assert.Equal(("kind.missing", "/0"), (((Reading.Refused)readings[0]).Rule, ((Reading.Refused)readings[0]).Place.Pointer));
        Assert.Equal("b", Cases.Only(readings).Key);
    }
}
