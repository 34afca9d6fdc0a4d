using System.Text.Json.Nodes;
using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class OsAiMapReaderTests
{
    [Theory]
    [InlineData("products.json")]
    [InlineData("scores.json")]
    public void Every_slug_is_one_record(string name)
    {
        var path = Path.Combine(Cases.Of("os-ai-map"), name);
        var slugs = JsonNode.Parse(File.ReadAllText(path))!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal);

        var readings = Cases.Read("os-ai-map", Cases.Files("os-ai-map").Single(f => f.Path == name));

        Assert.Equal(slugs, readings.OfType<Reading.Found>().Select(f => f.Record.Key).Order(StringComparer.Ordinal));
        Assert.Empty(readings.OfType<Reading.Refused>());
    }

    [Fact]
    public void Every_row_of_a_repository_list_is_one_record()
    {
        foreach (var file in Cases.Files("os-ai-map").Where(f => f.Name.EndsWith(".csv", StringComparison.Ordinal) && f.Name != "incidents.csv"))
        {
            var rows = CsvCount.Rows(File.ReadAllText(Path.Combine(Cases.Of("os-ai-map"), file.Path)));

            Assert.Equal((file.Name, (rows, 0, 0)), (file.Name, Cases.Count(Cases.Read("os-ai-map", file))));
        }
    }

    [Fact]
    public void Organisations_categories_schemas_and_incidents_are_no_records_and_say_which()
    {
        foreach (var file in Cases.Files("os-ai-map"))
        {
            var expected = file.Path switch
            {
                "organizations.json" => "organisations",
                "taxonomy.yaml" => "taxonomy",
                "catalog/incidents.csv" => "incidents",
                _ when file.Path.StartsWith("categories/", StringComparison.Ordinal) => "category",
                _ when file.Path.StartsWith("schemas/", StringComparison.Ordinal) => "json-schema",
                _ => null,
            };
            if (expected is null) continue;
            Assert.Equal(new Reading.NotRecords(file.Path, expected), Assert.Single(Cases.Read("os-ai-map", file)));
        }
    }

    [Fact]
    public void A_product_with_one_model_repository_is_that_repository_and_with_several_is_none_of_them()
    {
        const string Text = """
            {"apertus": {"name": "apertus", "display_name": "Apertus", "type": "model", "description": "Open.",
               "github": [{"url": "https://github.com/swiss-ai/Apertus"}], "huggingface_model": [{"url": "https://huggingface.co/swiss-ai/Apertus-8B"}]},
             "family": {"name": "family", "display_name": "Family", "type": "model",
               "huggingface_model": [{"url": "https://huggingface.co/f/Small"}, {"url": "https://huggingface.co/f/Large"}]}}
            """;

        var records = Cases.Read("os-ai-map", "products.json", Text).OfType<Reading.Found>().Select(f => f.Record).ToArray();

        Assert.Equal(["hf:models/swiss-ai/apertus-8b", "url:github.com/swiss-ai/apertus"], records[0].Identifiers);
        Assert.Empty(records[1].Identifiers);
        Assert.Equal([new Relation("distribution", "hf:models/f/large"), new Relation("distribution", "hf:models/f/small")], records[1].Relations);
    }

    [Fact]
    public void A_product_file_of_its_own_in_yaml_gives_the_same_record_as_the_built_json()
    {
        var built = Cases.Only(Cases.Read("os-ai-map", "products.json", """
            {"apertus": {"name": "apertus", "display_name": "Apertus", "type": "model", "github": [{"url": "https://github.com/swiss-ai/Apertus"}]}}
            """));

        var file = Cases.Only(Cases.Read("os-ai-map", "products/apertus.yaml", "name: apertus\ndisplay_name: Apertus\ntype: model\ngithub:\n- url: https://github.com/swiss-ai/Apertus\n"));

        Assert.Equal(built, file);
    }

    [Fact]
    public void A_score_keeps_each_citation_and_the_licence_it_names()
    {
        var record = Cases.Only(Cases.Read("os-ai-map", "scores.json", """
            {"apertus": {"product": "apertus",
              "openness": {"score": 5, "class": "open_source", "components": "license:Apache-2.0(OSI);weights:open",
                 "sources": [{"url": "https://example.net/a", "shows": "Apache-2.0", "accessed": "2026-06-04"}]},
              "capability": {"score": null, "basis": "n/a", "sources": []}}}
            """));

        Assert.Null(record.Kind);
        Assert.Contains(new Fact("openness.score", "5", Citation: new Uri("https://example.net/a"), Accessed: new DateOnly(2026, 6, 4)), record.Facts);
        Assert.DoesNotContain(record.Facts, f => f.Name == "capability.score");
        Assert.Equal("Apache-2.0", Assert.Single(record.Licences).Text);
    }

    [Fact]
    public void A_row_of_the_model_list_is_a_hugging_face_record_with_what_its_tags_say()
    {
        var record = Cases.Only(Cases.Read("os-ai-map", "top_models.csv", """
            model_id,author,downloads,likes,pipeline_tag,library_name,created_at,last_modified,tags
            ns/Tiny,ns,120,3,text-generation,transformers,2022-03-02 23:29:05+00:00,2026-06-01 06:29:13+00:00,"pytorch,en,pt,dataset:s2orc,arxiv:1904.06472v2,base_model:quantized:ns/Base,license:apache-2.0,region:us"
            """));

        Assert.Equal(("huggingface", "models/ns/Tiny", "model"), (record.Authority, record.Key, record.Kind));
        Assert.Equal(["hf:models/ns/tiny"], record.Identifiers);
        Assert.Equal(["en", "pt"], record.Languages);
        Assert.Equal("apache-2.0", Assert.Single(record.Licences).Text);
        Assert.Equal(
            [new Relation("derivedFrom", "hf:models/ns/base"), new Relation("paper", "arxiv:1904.06472"), new Relation("trainedOn", "hf:datasets/s2orc")],
            record.Relations);
        Assert.Contains(new Fact("downloads", "120"), record.Facts);
        Assert.Equal((new DateOnly(2022, 3, 2), new DateOnly(2026, 6, 1)), (record.Released!.Value, record.Modified!.Value));
        Assert.Equal(["pytorch", "text-generation"], record.Themes);
    }
}
