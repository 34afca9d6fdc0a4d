using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;
using Parvis.Kernel.Records.Codes;
using YamlDotNet.Core;

namespace Parvis.Audit.Records.Repository;

/// <summary>YAML files beside a model: configurations, and <c>CITATION.cff</c>.</summary>
internal sealed class YamlReader : IFormatReader
{
    public string Format => "yaml";

    public bool Recognises(Content content) => content.Extension is ".yaml" or ".yml" or ".cff" && PlainText.Looks(content.Head);

    public void Read(Content content, Examination examination)
    {
        if (content.Length > YamlTree.Longest)
        {
            examination.Find(RepositoryRules.TooLarge, null, ("name", content.Name));
            return;
        }
        JsonElement root;
        try
        {
            root = YamlTree.Parse(PlainText.Whole(content), examination.Budget, Tags(examination));
        }
        catch (YamlException broken)
        {
            throw new MalformedException(RepositoryRules.Yaml, Math.Max(0, broken.Start.Index), ("reason", broken.Message));
        }
        ConfigChecks.Run(root, examination);
        if (content.Extension == ".cff") Citation(root, examination);
    }

    /// <summary>Tags by which Python's YAML reader calls functions: the way to run a program from a YAML file.</summary>
    public static Action<string, long> Tags(Examination examination) => (tag, at) =>
    {
        if (tag.Contains("python/", StringComparison.OrdinalIgnoreCase) && !IsPlain(tag[(tag.IndexOf("python/", StringComparison.OrdinalIgnoreCase) + 7)..])) examination.Find(RepositoryRules.YamlObject, at, ("name", tag));
        else if (tag.StartsWith("!ruby/", StringComparison.OrdinalIgnoreCase) || tag.Contains("java", StringComparison.OrdinalIgnoreCase)) examination.Find(RepositoryRules.YamlObject, at, ("name", tag));
    };

    private static bool IsPlain(string type) => type is "str" or "unicode" or "int" or "long" or "float" or "bool" or "none" or "list" or "tuple" or "dict" or "complex" or "bytes";

    private static void Citation(JsonElement root, Examination examination)
    {
        examination.Report.Format = "citation";
        if (root.ValueKind != JsonValueKind.Object) return;
        var facts = examination.Facts;
        foreach (var (key, fact) in new[] { ("title", FactNames.Name), ("license", FactNames.Licence), ("doi", FactNames.Doi), ("version", FactNames.ModelVersion), ("date-released", FactNames.Released) })
            if (root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String) facts[fact] = ConfigFacts.Text(value);
        if (facts[FactNames.Licence] is JsonValue licence && LicenceText.ToSpdx(licence.ToString()) is StatedLicence.Known known) facts[FactNames.LicenceId] = known.Expression.Value;
        if (!root.TryGetProperty("authors", out var authors) || authors.ValueKind != JsonValueKind.Array) return;
        facts[FactNames.Author] = string.Join("; ", authors.EnumerateArray().Take(200).Where(author => author.ValueKind == JsonValueKind.Object).Select(Person).Where(name => name.Length > 0));
    }

    private static string Person(JsonElement author)
    {
        string? Of(string name) => author.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? ConfigFacts.Text(value) : null;
        return Of("name") ?? string.Join(' ', new[] { Of("given-names"), Of("family-names") }.OfType<string>());
    }
}
