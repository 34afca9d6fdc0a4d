using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;
using Parvis.Kernel.Records.Codes;
using YamlDotNet.Core;

namespace Parvis.Audit.Records.Repository;

/// <summary>Markdown, and the cards of models and data sets: Markdown with facts in YAML at its beginning (Hugging Face's <c>modelcard.md</c>).</summary>
internal sealed class CardReader : IFormatReader
{
    private const int Longest = 4 << 20;
    private const int MostHeadings = 200;
    private const int MostCard = 64 << 10;

    private static readonly string[] OfDataSets = ["dataset_info", "task_categories", "task_ids", "size_categories", "annotations_creators", "source_datasets", "configs"];

    public string Format => "markdown";

    public bool Recognises(Content content) => content.Extension is ".md" or ".markdown" or ".mdx" && PlainText.Looks(content.Head);

    public void Read(Content content, Examination examination)
    {
        var text = PlainText.Whole(content, Longest);
        if (FrontMatter(text) is { } front)
        {
            try
            {
                Write(YamlTree.Parse(front, examination.Budget, YamlReader.Tags(examination)), examination);
            }
            catch (YamlException broken)
            {
                examination.Find(RepositoryRules.FrontMatter, Math.Max(0, broken.Start.Index), ("reason", broken.Message));
            }
        }
        var headings = new JsonArray([.. Headings(text).Take(MostHeadings).Select(heading => JsonValue.Create(heading))]);
        if (headings.Count > 0) examination.Facts[FactNames.Headings] = headings;
    }

    private static string? FrontMatter(string text)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal) && !text.StartsWith("---\r\n", StringComparison.Ordinal)) return null;
        var end = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        return end < 0 ? null : text[4..(end + 1)];
    }

    /// <summary>Headings of the text, not the comments of programs in it.</summary>
    private static IEnumerable<string> Headings(string text)
    {
        var code = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal)) code = !code;
            if (code || line.Length == 0 || line[0] != '#') continue;
            var heading = line.TrimStart('#');
            if (heading.StartsWith(' ') && heading.Trim() is { Length: > 0 } words) yield return words.Length > 200 ? words[..200] : words;
        }
    }

    private static void Write(JsonElement card, Examination examination)
    {
        if (card.ValueKind != JsonValueKind.Object) return;
        var facts = examination.Facts;
        examination.Report.Format = OfDataSets.Any(key => card.TryGetProperty(key, out _)) ? "dataset-card" : "model-card";
        List("language", FactNames.Languages);
        List("tags", FactNames.Tags);
        List("datasets", FactNames.DataSets);
        List("metrics", FactNames.Metrics);
        Text("library_name", FactNames.Library);
        Text("pipeline_tag", FactNames.Task);
        Text("license_name", FactNames.LicenceName);
        Text("license_link", FactNames.LicenceLink);
        Text("pretty_name", FactNames.Name);
        if (card.TryGetProperty("base_model", out var bases) && Values(bases) is { Length: > 0 } models) facts[FactNames.BaseModel] = models.Length == 1 ? models[0] : new JsonArray([.. models.Select(model => JsonValue.Create(model))]);
        if (card.TryGetProperty("license", out var licences) && Values(licences) is { Length: > 0 } stated)
        {
            facts[FactNames.Licence] = string.Join(", ", stated);
            var named = stated is ["other"] && facts[FactNames.LicenceName] is { } name ? [name.ToString()] : stated;
            if (LicenceText.ToSpdx(named) is StatedLicence.Known known) facts[FactNames.LicenceId] = known.Expression.Value;
        }
        if (card.GetRawText() is { Length: <= MostCard } all) facts[FactNames.Card] = JsonNode.Parse(all, documentOptions: new() { MaxDepth = 128 });

        void Text(string key, string fact)
        {
            if (card.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String) facts[fact] = ConfigFacts.Text(value);
        }

        void List(string key, string fact)
        {
            if (card.TryGetProperty(key, out var value) && Values(value) is { Length: > 0 } values) facts[fact] = new JsonArray([.. values.Select(one => JsonValue.Create(one))]);
        }
    }

    private static string[] Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [ConfigFacts.Text(value) ?? ""],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Take(1000).Select(one => ConfigFacts.Text(one) ?? "")],
        _ => [],
    };
}
