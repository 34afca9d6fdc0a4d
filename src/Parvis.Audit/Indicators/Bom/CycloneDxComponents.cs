using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>What the subject of a bill consists of or is made from, as components of CycloneDX.</summary>
internal static class CycloneDxComponents
{
    private static readonly string[] Measured = [FactNames.FormatVersion, FactNames.Parameters, FactNames.Tensors, FactNames.Rows, FactNames.Producer, FactNames.ProducerVersion, FactNames.Layout, FactNames.MeasuredQuantisation, FactNames.Members];

    /// <summary>A file with its digest, its verdict and what was measured in it.</summary>
    public static JsonObject File(BillOfMaterials bill, FileReport file, string reference)
    {
        var component = new JsonObject { ["type"] = file.Facts[FactNames.Rows] is null ? "file" : "data", ["bom-ref"] = reference, ["name"] = PlainWords.Of(file.Path) is { Length: > 0 } name ? name : reference };
        if (file.Sha256 is { } digest) component["hashes"] = Hashes(digest);
        var all = bill.WithMembers(file).ToList();
        var columns = file.Facts[FactNames.Columns] as JsonArray;
        component["properties"] = CycloneDx.Properties(
        [
            ("format", file.Format),
            ("bytes", file.Bytes.ToString(CultureInfo.InvariantCulture)),
            ("verdict", all.Max(one => one.Verdict).Word()),
            .. all.SelectMany(one => one.Findings).Where(finding => finding.Severity > Severity.Note).Select(finding => finding.Rule.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(rule => ("finding", (string?)rule)),
            .. Measured.Select(fact => (fact, file.Facts[fact] is JsonValue value ? PlainWords.Of(value) : null)),
            .. (file.Facts[FactNames.Types] as JsonObject ?? []).Take(100).Select(type => ($"dtype:{PlainWords.Of(type.Key)}", (string?)PlainWords.Of(type.Value))),
            .. (columns ?? []).OfType<JsonObject>().Take(1000).Select(column => ("column", (string?)$"{PlainWords.Of(column["name"])}: {PlainWords.Of(column["type"])}")),
        ]);
        return component;
    }

    /// <summary>A model that the subject was made from. A card's name of it is one of the Hugging Face Hub.</summary>
    public static JsonObject BaseModel(Stated model, string? reference)
    {
        var component = new JsonObject { ["type"] = "machine-learning-model", ["name"] = model.Words };
        if (reference is not null) component["bom-ref"] = reference;
        if (PackageAddress.OnTheHub(model) is { } address) component["purl"] = address;
        return component;
    }

    /// <summary>A data set that the subject was trained with.</summary>
    public static JsonObject DataSet(Stated data, string reference) => new()
    {
        ["type"] = "data",
        ["bom-ref"] = reference,
        ["name"] = data.Words,
        ["data"] = new JsonArray(new JsonObject { ["type"] = "dataset", ["name"] = data.Words }),
    };

    /// <summary>A Python package that the subject needs.</summary>
    public static JsonObject Library(Stated requirement, string reference)
    {
        var (name, version) = PackageAddress.Requirement(requirement.Words);
        var component = new JsonObject { ["type"] = "library", ["bom-ref"] = reference, ["name"] = name ?? requirement.Words };
        if (version is not null) component["version"] = version;
        if (name is not null) component["purl"] = PackageAddress.OnPyPi(name, version);
        return component;
    }

    /// <summary>One SHA-256; a report can come from elsewhere, so what is none is left out.</summary>
    public static JsonArray Hashes(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit) ? new(new JsonObject { ["alg"] = "SHA-256", ["content"] = sha256 }) : [];
}
