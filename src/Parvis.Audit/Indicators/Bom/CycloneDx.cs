using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>A bill as CycloneDX JSON (ECMA-424; versions 1.6 and 1.7): an ML-BOM where the subject is a model.</summary>
internal static class CycloneDx
{
    private const string Subject = "subject";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The document.</summary>
    /// <param name="bill">What it says.</param>
    /// <param name="version">Version of CycloneDX.</param>
    public static byte[] Write(BillOfMaterials bill, string version)
    {
        List<JsonObject> parts =
        [
            .. bill.Files.Select((file, at) => CycloneDxComponents.File(bill, file, $"file-{at + 1}")),
            .. bill.BaseModels.Select((model, at) => CycloneDxComponents.BaseModel(model, $"base-{at + 1}")),
            .. bill.DataSets.Select((data, at) => CycloneDxComponents.DataSet(data, $"data-{at + 1}")),
            .. bill.Requirements.Select((requirement, at) => CycloneDxComponents.Library(requirement, $"library-{at + 1}")),
        ];
        var json = new JsonObject
        {
            ["$schema"] = $"http://cyclonedx.org/schema/bom-{version}.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = version,
            ["serialNumber"] = $"urn:uuid:{BillIdentity.Of(bill.Report)}",
            ["version"] = 1,
            ["metadata"] = Metadata(bill, version),
            ["components"] = new JsonArray([.. parts]),
            ["dependencies"] = new JsonArray(new JsonObject { ["ref"] = Subject, ["dependsOn"] = new JsonArray([.. parts.Select(part => (JsonNode)(string)part["bom-ref"]!)]) }),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(json, Indented), (byte)'\n'];
    }

    private static JsonObject Metadata(BillOfMaterials bill, string version)
    {
        var program = bill.Report.Rules.Program.Split(' ');
        var metadata = new JsonObject();
        if (bill.Given.Time is { } time) metadata["timestamp"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        metadata["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "post-build" });
        metadata["tools"] = new JsonObject { ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["name"] = PlainWords.Of(program[0]), ["version"] = PlainWords.Of(program[^1]) }) };
        if (bill.Given.Author is { } author) metadata["authors"] = new JsonArray(new JsonObject { ["name"] = PlainWords.Of(author) });
        metadata["component"] = Component(bill, version);
        var completeness = Completeness.Of(bill);
        metadata["properties"] = Properties(
            [
                ("rules", bill.Report.Rules.Digest),
                ("depth", bill.Report.Rules.Depth),
                ("completeness", string.Create(CultureInfo.InvariantCulture, $"{completeness.Filled}/{completeness.Fields.Count}")),
                .. completeness.Missing.Select(field => ("missing", (string?)field.Id)),
            ]);
        return metadata;
    }

    private static JsonObject Component(BillOfMaterials bill, string version)
    {
        var component = new JsonObject
        {
            ["type"] = bill.Kind switch { SubjectKind.Model => "machine-learning-model", SubjectKind.Data => "data", _ => "file" },
            ["bom-ref"] = Subject,
            ["name"] = bill.Name.Words,
        };
        if (bill.Author is { } author)
        {
            component["supplier"] = new JsonObject { ["name"] = author.Words };
            component["authors"] = new JsonArray(new JsonObject { ["name"] = author.Words });
        }
        if (bill.Version is { } stated) component["version"] = stated.Words;
        if (bill.Description is { } description) component["description"] = description.Words;
        if (bill.Files is [{ Sha256: { } digest }]) component["hashes"] = CycloneDxComponents.Hashes(digest);
        if (CycloneDxLicences.Of(bill, version) is { } licences) component["licenses"] = licences;
        if (bill.BaseModels.Count > 0) component["pedigree"] = new JsonObject { ["ancestors"] = new JsonArray([.. bill.BaseModels.Select(model => CycloneDxComponents.BaseModel(model, null))]) };
        if (References(bill) is { Count: > 0 } references) component["externalReferences"] = references;
        component["evidence"] = Evidence(bill);
        if (bill.Kind == SubjectKind.Model) component["modelCard"] = CycloneDxModelCard.Of(bill);
        if (bill.Kind == SubjectKind.Data) component["data"] = new JsonArray(new JsonObject { ["type"] = "dataset", ["name"] = bill.Name.Words });
        component["properties"] = Facts(bill);
        if (bill.Tags.Count > 0) component["tags"] = new JsonArray([.. bill.Tags.Select(tag => (JsonNode)tag.Words)]);
        return component;
    }

    /// <summary>Where in the files stands what the component says.</summary>
    private static JsonObject Evidence(BillOfMaterials bill)
    {
        Stated?[] stated = [bill.Version, bill.Author, bill.Description, bill.Task, bill.Architecture, bill.Family, bill.Doi, .. bill.BaseModels, .. bill.DataSets];
        var places = stated.Select(one => one?.Path).OfType<string>().Concat(bill.Licences.Select(licence => licence.Path)).Select(PlainWords.Of).Where(place => place.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var evidence = new JsonObject { ["occurrences"] = new JsonArray([.. places.Select(place => new JsonObject { ["location"] = place })]) };
        var words = bill.Licences.Select(licence => PlainWords.Of(licence.Words)).Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (words.Count > 0) evidence["licenses"] = new JsonArray([.. words.Select(word => new JsonObject { ["license"] = new JsonObject { ["name"] = word } })]);
        return evidence;
    }

    private static JsonArray References(BillOfMaterials bill)
    {
        var references = new JsonArray();
        void Add(string type, string? address, FileReport? file = null)
        {
            if (address is null) return;
            var reference = new JsonObject { ["url"] = address, ["type"] = type };
            if (file?.Sha256 is { } digest) reference["hashes"] = CycloneDxComponents.Hashes(digest);
            references.Add(reference);
        }

        Add("distribution", bill.Location);
        foreach (var card in bill.Files.Where(file => file.Format is "model-card" or "dataset-card")) Add("model-card", Uri.EscapeDataString(PlainWords.Of(card.Path)).Replace("%2F", "/", StringComparison.Ordinal), card);
        if (bill.LicenceLink is { } link) Add("license", PlainWords.Address(link.Words));
        foreach (var document in Documents(bill)) Add("documentation", document);
        return references;
    }

    /// <summary>Addresses of papers: the DOI, and tags of a card such as <c>arxiv:2401.04088</c>.</summary>
    public static IEnumerable<string> Documents(BillOfMaterials bill)
    {
        if (bill.Doi is { } doi && PlainWords.Address(doi.Words.StartsWith("http", StringComparison.Ordinal) ? doi.Words : $"https://doi.org/{doi.Words}") is { } address) yield return address;
        foreach (var tag in bill.Tags.Where(tag => tag.Words.StartsWith("arxiv:", StringComparison.OrdinalIgnoreCase)))
            if (PlainWords.Address($"https://arxiv.org/abs/{tag.Words["arxiv:".Length..]}") is { } paper) yield return paper;
    }

    private static JsonArray Facts(BillOfMaterials bill) => Properties(
    [
        ("verdict", bill.Report.Verdict.Word()),
        ("model-signing-root", bill.Report.Subject.Digest),
        ("files", bill.Report.Subject.Files.ToString(CultureInfo.InvariantCulture)),
        ("bytes", bill.Report.Subject.Bytes.ToString(CultureInfo.InvariantCulture)),
        ("parameters", bill.Report.Parameters?.ToString(CultureInfo.InvariantCulture)),
        ("rows", bill.Rows?.ToString(CultureInfo.InvariantCulture)),
        ("quantisation", bill.Quantisation?.Words),
        ("context-length", bill.ContextLength?.Words),
        ("library", bill.Library?.Words),
        ("released", bill.Released?.Words),
        .. bill.Languages.Select(language => ("language", (string?)language.Words)),
        .. bill.Sizes.Select(size => ($"size:{size.Name}", (string?)size.Value)),
        .. OpennessVerdicts(bill.Report),
    ]);

    private static IEnumerable<(string Name, string? Value)> OpennessVerdicts(AuditReport report) =>
        from framework in report.Openness["frameworks"] as JsonObject ?? []
        where framework.Value is JsonObject
        let verdict = PlainWords.Of(framework.Value["verdict"])
        where verdict.Length > 0
        select ($"openness:{PlainWords.Of(framework.Key)}", (string?)verdict);

    /// <summary>Properties in our namespace; those without a value are left out.</summary>
    public static JsonArray Properties(IEnumerable<(string Name, string? Value)> values) =>
        new([.. values.Where(value => value.Value is not null).Select(value => new JsonObject { ["name"] = $"parvis:{value.Name}", ["value"] = PlainWords.Of(value.Value!) })]);
}
