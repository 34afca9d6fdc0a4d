using System.IO.Compression;
using System.Text.Json;
using Parvis.Commons.Records;
using Parvis.Commons.Records.Croissant;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

public class CroissantReaderTests
{
    private const string Valid = """
        {"@context": {"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/", "dct": "http://purl.org/dc/terms/",
           "conformsTo": "dct:conformsTo", "recordSet": "cr:recordSet", "field": "cr:field", "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "source": "cr:source",
           "fileObject": "cr:fileObject", "extract": "cr:extract", "column": "cr:column", "jsonPath": "cr:jsonPath", "includes": "cr:includes"},
         "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": "Titanic", "description": "Passengers.", "license": "https://creativecommons.org/licenses/by/4.0/",
         "url": "https://huggingface.co/datasets/ns/Titanic", "datePublished": "2024-01-31", "keywords": ["ships", "history, sea"], "inLanguage": "en",
         "creator": [{"@type": "Person", "name": "Jane Doe", "email": "j@example.org"}, {"@type": "Organization", "name": "Sea Lab", "url": "https://sea.dev"}],
         "distribution": [{"@type": "cr:FileObject", "@id": "p.csv", "name": "p.csv", "contentUrl": "https://sea.dev/p.csv", "encodingFormat": "text/csv", "sha256": "00"}],
         "recordSet": [{"@type": "cr:RecordSet", "@id": "p", "field": [{"@type": "cr:Field", "@id": "p/age", "dataType": "sc:Integer", "source": {"fileObject": {"@id": "p.csv"}, "extract": {"column": "age"}}}]}]}
        """;

    [Fact]
    public void A_valid_document_is_read_with_what_it_holds()
    {
        var record = Cases.Only(Cases.Read("croissant", "metadata.json", Valid));

        Assert.Equal(("croissant:huggingface.co", "hf:datasets/ns/titanic", "dataset"), (record.Authority, record.Key, record.Kind));
        Assert.Equal(["hf:datasets/ns/titanic"], record.Identifiers);
        Assert.Equal([new Organisation("Sea Lab", new Uri("https://sea.dev"), "creator")], record.Organisations);
        Assert.Equal(["history", "sea", "ships"], record.Themes);
        Assert.Equal(["en"], record.Languages);
        Assert.Contains(new Fact("croissant.version", "1.0"), record.Facts);
        Assert.Contains(new Fact("croissant.fields", "1"), record.Facts);
        Assert.Equal([new Relation("distribution", "https://sea.dev/p.csv")], record.Relations);
    }

    [Theory]
    [InlineData("\"@type\": \"sc:Dataset\"", "\"@type\": \"sc:CreativeWork\"", "croissant.type", "/@type")]
    [InlineData("2024-01-31", "yesterday", "croissant.date", "/datePublished")]
    [InlineData(", \"sha256\": \"00\"", "", "croissant.hash-missing", "/distribution/0")]
    [InlineData("\"encodingFormat\": \"text/csv\",", "", "croissant.encodingFormat-missing", "/distribution/0")]
    [InlineData("\"contentUrl\": \"https://sea.dev/p.csv\",", "", "croissant.contentUrl-missing", "/distribution/0")]
    [InlineData("cr:FileObject", "sc:Thing", "croissant.distribution-type", "/distribution/0")]
    [InlineData("\"sc:Integer\"", "\"sc:NotAType\"", "croissant.dataType", "/recordSet/0/field/0")]
    [InlineData("{\"fileObject\": {\"@id\": \"p.csv\"}", "{\"fileObject\": {\"@id\": \"q.csv\"}", "croissant.reference-dangling", "/recordSet/0/field/0/source")]
    [InlineData("{\"column\": \"age\"}", "{\"column\": \"age\", \"jsonPath\": \"$\"}", "croissant.extract-ambiguous", "/recordSet/0/field/0/source/extract")]
    [InlineData("croissant/1.0\"", "croissant/9.9\"", "croissant.conformsTo", "/conformsTo")]
    public void A_broken_rule_is_named_with_its_place(string before, string after, string rule, string place)
    {
        Assert.Contains(before, Valid, StringComparison.Ordinal);
        var refused = Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("croissant", "metadata.json", Valid.Replace(before, after, StringComparison.Ordinal))));

        Assert.Equal((rule, place), (refused.Rule, refused.Place.Pointer));
    }

    [Fact]
    public void Without_a_context_no_term_has_a_meaning() =>
        Assert.Equal("croissant.context-missing", Assert.IsType<Reading.Refused>(Assert.Single(Cases.Read("croissant", "m.json", """{"@type": "Dataset", "name": "A"}"""))).Rule);

    [Fact]
    public void Each_file_is_found_or_refused_as_the_reference_validator_says()
    {
        var verdicts = Verdicts().Where(v => v.Mutation == "none").ToDictionary(v => v.File, v => v.Valid, StringComparer.Ordinal);
        foreach (var file in Cases.Files("croissant"))
        {
            var readings = Cases.Read("croissant", file);
            if (!verdicts.TryGetValue(file.Path, out var valid)) Assert.IsType<Reading.NotRecords>(Assert.Single(readings));
            else Assert.Equal((file.Path, valid ? (1, 0, 0) : (0, 1, 0)), (file.Path, Cases.Count(readings)));
        }
    }

    [Fact]
    public void The_validator_agrees_with_the_reference_on_99_of_100_documents()
    {
        var folder = Cases.Of("croissant");
        var (all, same, differing) = (0, 0, new List<string>());
        foreach (var verdict in Verdicts())
        {
            var valid = verdict.Document is { } document ? IsValid(document) : IsValidFile(Path.Combine(folder, verdict.File));
            all++;
            if (valid == verdict.Valid) same++;
            else differing.Add($"{verdict.File} {verdict.Mutation}");
        }

        Assert.True(all > 0 && same >= 0.99 * all, $"{same} of {all} agree; differing: {string.Join("; ", differing)}");
        TestContext.Current.TestOutputHelper!.WriteLine($"{same} of {all} agree; differing: {string.Join("; ", differing)}");
    }

    private static bool IsValid(JsonElement document) => CroissantValidator.Validate(document).Count == 0;

    private static bool IsValidFile(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return IsValid(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<(string File, string Mutation, bool Valid, JsonElement? Document)> Verdicts()
    {
        var path = Directory.EnumerateFiles(Cases.Of("croissant"), "*verdicts.jsonl.gz").Single();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var root = row.RootElement;
            yield return (root.GetProperty("file").GetString()!, root.GetProperty("mutation").GetString()!, root.GetProperty("valid").GetBoolean(),
                root.TryGetProperty("document", out var document) ? document.Clone() : null);
        }
    }
}
