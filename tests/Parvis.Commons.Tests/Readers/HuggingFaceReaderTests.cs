using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Commons.Records;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class HuggingFaceReaderTests
{
    [Fact]
    public void Every_line_of_cards_is_one_record_with_its_id()
    {
        var path = Path.Combine(Cases.Of("huggingface"), "dataset-cards.jsonl.gz");
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var ids = lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => "datasets/" + JsonNode.Parse(l)!["id"]!.GetValue<string>());

        var readings = Cases.Read("huggingface", Cases.Files("huggingface").Single(f => f.Name == "dataset-cards.jsonl.gz"));

        Assert.Equal(ids, readings.OfType<Reading.Found>().Select(f => f.Record.Key));
        Assert.Empty(readings.OfType<Reading.Refused>());
    }

    [Fact]
    public void Every_repository_the_hub_lists_is_one_record_and_its_other_answers_are_none()
    {
        foreach (var file in Cases.Files("huggingface").Where(f => f.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Cases.Of("huggingface"), file.Path)));
            var expected = root is JsonArray list ? (list.Count, 0, 0) : (0, 0, 1);
            Assert.Equal((file.Path, expected), (file.Path, Cases.Count(Cases.Read("huggingface", file))));
        }
    }

    [Fact]
    public void Every_card_is_a_record_and_the_specifications_are_templates()
    {
        foreach (var file in Cases.Files("huggingface").Where(f => f.Name.EndsWith(".md", StringComparison.Ordinal)))
        {
            var isTemplate = file.Path.StartsWith("spec/", StringComparison.Ordinal);
            Assert.Equal((file.Path, isTemplate ? (0, 0, 1) : (1, 0, 0)), (file.Path, Cases.Count(Cases.Read("huggingface", file))));
        }
    }

    [Fact]
    public void A_card_is_read_by_its_yaml_and_its_summary()
    {
        var record = Cases.Only(Cases.Read("huggingface", "https://huggingface.co/datasets/ns/Acronyms/raw/main/README.md", """
            ---
            language:
            - English
            - en-US
            - no
            - zh-Hans
            - code
            license:
            - mit
            pretty_name: Acronym Identification
            size_categories: [10K<n<100K]
            task_categories:
            - token-classification
            ---

            # Dataset Card for Acronyms

            ## Dataset Description

            - **Homepage:** https://sites.google.com/view/sdu-aaai21/shared-task
            - **Repository:** https://github.com/amirveyseh/AAAI-21
            - **Paper:** [What Does This Acronym Mean?](https://arxiv.org/pdf/2010.14678v1.pdf)
            - **Point of Contact:** jane@example.org

            ### Dataset Summary

            Training data for the **shared task** of [SDU](https://x.org).

            ### Languages
            English.
            """));

        Assert.Equal(("huggingface", "datasets/ns/Acronyms", "dataset"), (record.Authority, record.Key, record.Kind));
        Assert.Equal("Acronym Identification", record.Titles.In("en").Words);
        Assert.Equal("Training data for the shared task of SDU.", record.Descriptions.In("en").Words);
        Assert.Equal(["en", "en-US", "no", "zh-Hans"], record.Languages);
        Assert.Equal(new LicenceStatement("mit", "MIT", Source: null, Component: null), Assert.Single(record.Licences));
        Assert.Equal(["hf:datasets/ns/acronyms", "url:github.com/amirveyseh/aaai-21", "url:sites.google.com/view/sdu-aaai21/shared-task"], record.Identifiers);
        Assert.Equal([new Relation("paper", "arxiv:2010.14678")], record.Relations);
        Assert.Contains(new Fact("size", "10K<n<100K", "rows"), record.Facts);
    }

    [Fact]
    public void A_detail_of_a_model_tells_licence_base_model_languages_and_papers_from_its_tags()
    {
        var record = Cases.Only(Cases.Read("huggingface", "https://huggingface.co/api/models/ns/M", """
            {"id": "ns/M", "modelId": "ns/M", "author": "ns", "sha": "0e9e", "lastModified": "2024-09-25T17:00:57.000Z", "createdAt": "2024-07-01T00:00:00.000Z",
             "gated": "manual", "downloads": 5, "likes": 2, "pipeline_tag": "text-generation", "library_name": "transformers", "safetensors": {"total": 8030261248},
             "tags": ["transformers", "pt", "en", "arxiv:2204.05149", "base_model:ns/Base", "base_model:finetune:ns/Base", "license:llama3.1", "region:us"],
             "cardData": {"license": "other", "license_name": "house-1.0", "license_link": "https://house.net/licence", "datasets": ["ns/D"]}}
            """));

        Assert.Equal(["en", "pt"], record.Languages);
        Assert.Equal(["house-1.0", "llama3.1"], record.Licences.Select(l => l.Text));
        Assert.Equal([new Relation("derivedFrom", "hf:models/ns/base"), new Relation("paper", "arxiv:2204.05149"), new Relation("trainedOn", "hf:datasets/ns/d")], record.Relations);
        Assert.Contains(new Fact("parameters", "8030261248"), record.Facts);
        Assert.Contains(new Fact("gated", "manual"), record.Facts);
        Assert.Contains(new Fact("base_model.relation", "finetune"), record.Facts);
        Assert.Equal((new DateOnly(2024, 7, 1), new DateOnly(2024, 9, 25)), (record.Released!.Value, record.Modified!.Value));
    }

    [Theory]
    [InlineData("pt", "")]
    [InlineData("pt,es", "es,pt")]
    [InlineData("ml,tf", "")]
    public void A_tag_that_is_also_a_framework_is_a_language_only_beside_another(string tags, string languages)
    {
        var list = JsonSerializer.Serialize(tags.Split(','));
        var record = Cases.Only(Cases.Read("huggingface", "models.json", $$"""[{"id": "ns/M", "modelId": "ns/M", "tags": {{list}}}]"""));

        Assert.Equal(languages, string.Join(',', record.Languages));
    }

    [Fact]
    public void A_card_whose_yaml_is_broken_is_kept_without_it_and_the_line_is_noted()
    {
        var readings = Cases.Read("huggingface", "ns/M/README.md", "---\nlicense: mit\ntags: [a\n: }\n---\n# M\n");

        Assert.Equal("yaml.syntax", Assert.Single(readings.OfType<Reading.Dropped>()).Rule);
        Assert.Equal("models/ns/M", Cases.Only(readings).Key);
    }
}
