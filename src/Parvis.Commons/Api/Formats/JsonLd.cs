using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Commons.Indicators;
using Parvis.Commons.Records;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Api.Formats;

/// <summary>A record as JSON-LD in the words of DCAT 3 (W3C Recommendation, 2024) and schema.org at once: each property once in either vocabulary that its readers know.</summary>
internal static class JsonLd
{
    public const string MediaType = "application/ld+json";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static JsonObject Context => new()
    {
        ["dcat"] = "http://www.w3.org/ns/dcat#",
        ["dct"] = "http://purl.org/dc/terms/",
        ["foaf"] = "http://xmlns.com/foaf/0.1/",
        ["prov"] = "http://www.w3.org/ns/prov#",
        ["schema"] = "https://schema.org/",
        ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
    };

    /// <summary>Writes <paramref name="entry"/>.</summary>
    /// <param name="entry">The record.</param>
    /// <param name="nodeAddress">The node's address, without a slash at the end.</param>
    public static string Write(CatalogueEntry entry, string nodeAddress)
    {
        var document = Resource(entry, nodeAddress);
        document.Insert(0, "@context", Context);
        return document.ToJsonString(Json);
    }

    private static JsonObject Resource(CatalogueEntry entry, string nodeAddress)
    {
        var record = entry.Record;
        var address = $"{nodeAddress}/en/commons/records/{record.Id}";
        var node = new JsonObject { ["@id"] = address, ["@type"] = new JsonArray([.. Types(record.Kind).Select(type => (JsonNode)type)]) };
        Add(node, record.TitlesByLanguage().Texts.Select(Literal), "dct:title", "schema:name");
        Add(node, record.DescriptionsByLanguage().Texts.Select(Literal), "dct:description", "schema:description");
        Add(node, [(JsonNode)address, .. record.Identifiers.Select(identifier => (JsonNode)identifier.Value)], "dct:identifier", "schema:identifier");
        Add(node, record.Homepages.Select(homepage => Reference(homepage.Value)), "dcat:landingPage", "schema:url");
        Add(node, record.Licences.Select(licence => Licence(licence.Value)).OfType<JsonNode>(), "dct:license", "schema:license");
        Add(node, record.Languages.Select(language => (JsonNode)language.Value), "schema:inLanguage");
        Add(node, record.Languages.Select(language => Reference($"http://lexvo.org/id/iso639-{(language.Value.Split('-')[0].Length == 2 ? '1' : '3')}/{language.Value.Split('-')[0]}")), "dct:language");
        Add(node, record.Themes.Select(theme => (JsonNode)theme.Value), "dcat:keyword", "schema:keywords");
        Add(node, record.Sdgs.Select(sdg => Reference($"http://metadata.un.org/sdg/{sdg.Value.ToString(CultureInfo.InvariantCulture)}")), "dcat:theme");
        Add(node, record.Countries.Select(country => (JsonNode)country.Value), "schema:countryOfOrigin");
        Add(node, record.Organisations.Select(organisation => Agent(organisation.Value)), "dct:creator", "schema:creator");
        Add(node, record.Versions.Take(1).Select(version => (JsonNode)version.Value), "dcat:version", "schema:version");
        Add(node, record.Released.Take(1).Select(day => Date(day.Value)), "dct:issued", "schema:datePublished");
        Add(node, record.Modified.Take(1).Select(day => Date(day.Value)), "dct:modified", "schema:dateModified");
        Add(node, record.Repositories.Select(repository => Distribution(repository.Value)), "dcat:distribution");
        Add(node, record.Repositories.Select(repository => (JsonNode)repository.Value), "schema:codeRepository");
        Add(node, record.Relations.Where(relation => relation.Value.Type is RelationTypes.DerivedFrom or RelationTypes.TrainedOn).Select(relation => (JsonNode)relation.Value.Target), "prov:wasDerivedFrom", "schema:isBasedOn");
        Add(node, record.Sources.Select(source => Origin(source, nodeAddress)), "prov:hadPrimarySource");
        node["schema:sdDatePublished"] = Instant.Write(entry.Version.ChangedAt);
        return node;
    }

    private static string[] Types(string kind) => kind switch
    {
        RecordKinds.Dataset => ["dcat:Dataset", "schema:Dataset"],
        RecordKinds.Content => ["dcat:Dataset", "schema:CreativeWork"],
        RecordKinds.Software => ["dcat:Resource", "schema:SoftwareSourceCode"],
        RecordKinds.Standard => ["dcat:Resource", "dct:Standard", "schema:CreativeWork"],
        RecordKinds.Initiative => ["dcat:Resource", "schema:Project"],
        _ => ["dcat:Resource", "schema:CreativeWork"], // neither vocabulary has a word for a model yet
    };

    private static void Add(JsonObject node, IEnumerable<JsonNode> values, params ReadOnlySpan<string> properties)
    {
        var all = values.ToList();
        if (all.Count == 0) return;
        foreach (var property in properties) node[property] = all.Count == 1 ? all[0].DeepClone() : new JsonArray([.. all.Select(value => value.DeepClone())]);
    }

    private static JsonObject Literal(KeyValuePair<string, string> text) => text.Key == LocalizedText.Undetermined
        ? new() { ["@value"] = text.Value }
        : new() { ["@value"] = text.Value, ["@language"] = text.Key };

    private static JsonObject Reference(string address) => new() { ["@id"] = address };

    private static JsonObject Date(string day) => new() { ["@value"] = day, ["@type"] = "xsd:date" };

    private static JsonObject Distribution(string address) => new() { ["@type"] = "dcat:Distribution", ["dcat:accessURL"] = Reference(address) };

    private static JsonNode? Licence(LicenceStatement licence) => licence switch
    {
        { Spdx: { } spdx } when !spdx.Contains(' ', StringComparison.Ordinal) && !spdx.StartsWith("LicenseRef-", StringComparison.Ordinal) => Reference($"https://spdx.org/licenses/{spdx}"),
        { Spdx: { } expression } => new JsonObject { ["@type"] = "dct:LicenseDocument", ["dct:title"] = expression },
        { Text.Length: > 0 } => new JsonObject { ["@type"] = "dct:LicenseDocument", ["dct:title"] = licence.Text },
        _ => null,
    };

    private static JsonObject Agent(Organisation organisation)
    {
        var agent = new JsonObject { ["@type"] = new JsonArray("foaf:Agent", "schema:Organization"), ["foaf:name"] = organisation.Name, ["schema:name"] = organisation.Name };
        if (organisation.Homepage is { } homepage) agent["foaf:homepage"] = Reference(homepage.AbsoluteUri);
        return agent;
    }

    private static JsonObject Origin(StatementOrigin source, string nodeAddress) => new()
    {
        ["@type"] = "prov:Entity",
        ["@id"] = $"{nodeAddress}/api/kept/{source.Kept}",
        ["dct:publisher"] = source.Authority,
        ["dct:identifier"] = source.Key,
        ["prov:generatedAtTime"] = source.RetrievedAt,
    };
}
