using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>A bill as SPDX 3.0.1 (ISO/IEC 5962, JSON-LD), with the profiles for AI and data sets.</summary>
/// <remarks>A profile is claimed only when all that it requires is known; its classes are used in any case.</remarks>
internal sealed class Spdx
{
    /// <summary>SPDX requires a time; this one says that none was given.</summary>
    private const string NoTime = "1970-01-01T00:00:00Z";

    /// <summary>Nobody says which licence (SPDX 3.0.1, ExpandedLicensing).</summary>
    private const string NoAssertion = "https://spdx.org/rdf/3.0.1/terms/Licensing/NoAssertion";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly BillOfMaterials _bill;
    private readonly string _space;
    private readonly List<JsonObject> _elements = [];

    private Spdx(BillOfMaterials bill) => (_bill, _space) = (bill, $"urn:uuid:{BillIdentity.Of(bill.Report)}#");

    /// <summary>The document.</summary>
    /// <param name="bill">What it says.</param>
    /// <param name="version">Version of SPDX.</param>
    public static byte[] Write(BillOfMaterials bill, string version)
    {
        var json = new JsonObject { ["@context"] = $"https://spdx.org/rdf/{version}/spdx-context.jsonld", ["@graph"] = new Spdx(bill).Graph(version) };
        return [.. JsonSerializer.SerializeToUtf8Bytes(json, Indented), (byte)'\n'];
    }

    private JsonArray Graph(string version)
    {
        var program = PlainWords.Of(_bill.Report.Rules.Program);
        var tool = Add("Tool", "tool", new() { ["name"] = program });
        var by = _bill.Given.Author is { } author ? Add("Agent", "author", new() { ["name"] = PlainWords.Of(author) }) : Add("SoftwareAgent", "program", new() { ["name"] = program });
        var creation = new JsonObject { ["type"] = "CreationInfo", ["@id"] = "_:creation", ["specVersion"] = version, ["created"] = _bill.Given.Time is { } time ? Time(time) : NoTime, ["createdBy"] = new JsonArray(by), ["createdUsing"] = new JsonArray(tool) };
        if (_bill.Given.Time is null) creation["comment"] = "created: noAssertion";

        var subject = Subject();
        Contents(subject);
        Licences(subject);
        Origins(subject);
        Measured(subject);
        var profiles = Profiles();
        var parts = Ids();
        var sbom = Add("software_Sbom", "bill", new() { ["name"] = _bill.Name.Words, ["software_sbomType"] = new JsonArray("analyzed"), ["profileConformance"] = profiles, ["rootElement"] = new JsonArray(subject), ["element"] = parts });
        Add("SpdxDocument", "document", new() { ["name"] = _bill.Name.Words, ["profileConformance"] = profiles.DeepClone(), ["rootElement"] = new JsonArray(sbom), ["element"] = Ids() });
        return new([creation, .. _elements]);
    }

    private string Subject()
    {
        var package = new JsonObject { ["name"] = _bill.Name.Words, ["software_primaryPurpose"] = _bill.Kind switch { SubjectKind.Model => "model", SubjectKind.Data => "data", _ => "file" } };
        if (_bill.Author is { } author)
        {
            var supplier = Add("Agent", "supplier", new() { ["name"] = author.Words });
            package["suppliedBy"] = supplier;
            package["originatedBy"] = new JsonArray(supplier);
        }
        if (_bill.Version is { } version) package["software_packageVersion"] = version.Words;
        if (_bill.Description is { } description) package["description"] = description.Words;
        if (ReleaseTime() is { } released) package["releaseTime"] = released;
        if (_bill.Location is { } location) package["software_downloadLocation"] = location;
        if (_bill.Files is [{ Sha256: { } digest }] && Hash(digest) is { } hash) package["verifiedUsing"] = new JsonArray(hash);
        var documents = CycloneDx.Documents(_bill).ToList();
        if (documents.Count > 0) package["externalRef"] = new JsonArray([.. documents.Select(document => new JsonObject { ["type"] = "ExternalRef", ["externalRefType"] = "documentation", ["locator"] = new JsonArray(document) })]);
        if (_bill.Kind == SubjectKind.Model) Model(package);
        if (_bill.Kind == SubjectKind.Data) Data(package);
        return Add(_bill.Kind switch { SubjectKind.Model => "ai_AIPackage", SubjectKind.Data => "dataset_DatasetPackage", _ => "software_Package" }, "subject", package);
    }

    private void Model(JsonObject package)
    {
        if (_bill.Task is { } task) package["ai_informationAboutApplication"] = task.Words;
        string[] types = [.. new[] { _bill.Family?.Words, _bill.Architecture?.Words }.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (types.Length > 0) package["ai_typeOfModel"] = new JsonArray([.. types.Select(type => (JsonNode)type)]);
        if (_bill.Tags.Count > 0) package["ai_domain"] = new JsonArray([.. _bill.Tags.Select(tag => (JsonNode)tag.Words)]);
        var sizes = _bill.Sizes.Concat(_bill.Report.Parameters is { } parameters ? [("parameters", parameters.ToString(CultureInfo.InvariantCulture))] : []).ToList();
        if (sizes.Count > 0) package["ai_hyperparameter"] = new JsonArray([.. sizes.Select(size => Entry(size.Item1, size.Item2))]);
        if (_bill.Results.Count > 0) package["ai_metric"] = new JsonArray([.. _bill.Results.Select(result => Entry(result.DataSet is { } data ? $"{result.Metric} ({data})" : result.Metric, result.Value))]);
        if (_bill.Sections.Limitations is { } limitations) package["ai_limitation"] = DocumentSections.Place(limitations);
        if (_bill.Sections.Training is { } training) package["ai_informationAboutTraining"] = DocumentSections.Place(training);
    }

    private void Data(JsonObject package)
    {
        package["dataset_datasetType"] = new JsonArray(_bill.Rows is null ? "noAssertion" : "structured");
        package["dataset_datasetSize"] = _bill.Report.Subject.Bytes;
        if (_bill.Sections.Uses is { } uses) package["dataset_intendedUse"] = DocumentSections.Place(uses);
        if (_bill.Sections.Provenance is { } provenance) package["dataset_dataCollectionProcess"] = DocumentSections.Place(provenance);
        if (_bill.Sections.Risks is { } risks) package["dataset_knownBias"] = new JsonArray(DocumentSections.Place(risks));
    }

    private void Contents(string subject)
    {
        var files = _bill.Files.Select((file, at) =>
        {
            var element = new JsonObject { ["name"] = PlainWords.Of(file.Path) is { Length: > 0 } name ? name : $"file-{at + 1}", ["software_fileKind"] = "file" };
            if (file.Facts[FactNames.Parameters] is not null) element["software_primaryPurpose"] = "model";
            else if (file.Facts[FactNames.Rows] is not null) element["software_primaryPurpose"] = "data";
            if (file.Sha256 is { } digest && Hash(digest) is { } hash) element["verifiedUsing"] = new JsonArray(hash);
            element["comment"] = $"parvis: {string.Join(' ', [PlainWords.Of(file.Format), _bill.WithMembers(file).Max(one => one.Verdict).Word(), .. _bill.WithMembers(file).SelectMany(one => one.Findings).Where(finding => finding.Severity > Severity.Note).Select(finding => PlainWords.Of(finding.Rule.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])}";
            return Add("software_File", $"file-{at + 1}", element);
        }).ToList();
        Relate(subject, "contains", files, complete: true);
    }

    /// <summary>Exactly one licence declared and one concluded, as the profile for AI wants it; we conclude none.</summary>
    private void Licences(string subject)
    {
        var all = _bill.Licences.DistinctBy(licence => licence.Licence, StringComparer.Ordinal).ToList();
        var expressions = all.Select(CycloneDxLicences.Spdx).ToList();
        var declared = all.Count == 0 ? NoAssertion
            : !expressions.Contains(null) && Joined(expressions!) is { } expression ? Add("simplelicensing_LicenseExpression", "licence", new() { ["simplelicensing_licenseExpression"] = expression })
            : Add("simplelicensing_SimpleLicensingText", "licence", new() { ["simplelicensing_licenseText"] = PlainWords.Of(string.Join("; ", all.Select(licence => licence.Licence))) });
        Relate(subject, "hasDeclaredLicense", [declared]);
        Relate(subject, "hasConcludedLicense", [NoAssertion]);
    }

    /// <summary>All licences at once, or null where that is too long for an expression.</summary>
    private static string? Joined(List<LicenceExpression> expressions)
    {
        try
        {
            return expressions.Aggregate((one, other) => one.And(other)).Value;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void Origins(string subject)
    {
        foreach (var (model, at) in _bill.BaseModels.Select((model, at) => (model, at)))
        {
            var element = new JsonObject { ["name"] = model.Words, ["software_primaryPurpose"] = "model" };
            if (PackageAddress.OnTheHub(model) is { } address) element["software_packageUrl"] = address;
            Relate(Add("software_Package", $"base-{at + 1}", element), "ancestorOf", [subject]);
        }
        if (_bill.Kind == SubjectKind.Model) Relate(subject, "trainedOn", [.. _bill.DataSets.Select((data, at) => Add("dataset_DatasetPackage", $"data-{at + 1}", new() { ["name"] = data.Words, ["dataset_datasetType"] = new JsonArray("noAssertion") }))]);
        Relate(subject, "dependsOn", [.. _bill.Requirements.Select((requirement, at) =>
        {
            var (name, version) = PackageAddress.Requirement(requirement.Words);
            var element = new JsonObject { ["name"] = name ?? requirement.Words };
            if (version is not null) element["software_packageVersion"] = version;
            if (name is not null) element["software_packageUrl"] = PackageAddress.OnPyPi(name, version);
            return Add("software_Package", $"library-{at + 1}", element);
        })]);
    }

    /// <summary>What was measured and has no place in SPDX, as JSON in an annotation.</summary>
    private void Measured(string subject)
    {
        var completeness = Completeness.Of(_bill);
        var facts = new JsonObject
        {
            ["verdict"] = _bill.Report.Verdict.Word(),
            ["modelSigningRoot"] = _bill.Report.Subject.Digest,
            ["rules"] = _bill.Report.Rules.Digest,
            ["depth"] = _bill.Report.Rules.Depth,
            ["rows"] = _bill.Rows,
            ["quantisation"] = _bill.Quantisation?.Words,
            ["contextLength"] = _bill.ContextLength?.Words,
            ["languages"] = new JsonArray([.. _bill.Languages.Select(language => (JsonNode)language.Words)]),
            ["completeness"] = string.Create(CultureInfo.InvariantCulture, $"{completeness.Filled}/{completeness.Fields.Count}"),
            ["missing"] = new JsonArray([.. completeness.Missing.Select(field => (JsonNode)field.Id)]),
        };
        Add("Annotation", "facts", new() { ["annotationType"] = "other", ["subject"] = subject, ["contentType"] = "application/json", ["statement"] = facts.ToJsonString() });
    }

    /// <summary>The profile for AI requires who supplies each model, when it was released, where it is and its version; that for data sets also when it was built, which no file says.</summary>
    private JsonArray Profiles()
    {
        var profiles = new JsonArray("core", "software", "simpleLicensing");
        if (_bill.Kind == SubjectKind.Model && _bill is { Author: not null, Version: not null } && ReleaseTime() is not null && _bill.Location is not null) profiles.Add("ai");
        return profiles;
    }

    private string? ReleaseTime() => DateOnly.TryParseExact(_bill.Released?.Words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture) : null;

    private void Relate(string from, string type, IReadOnlyList<string> to, bool complete = false)
    {
        if (to.Count == 0) return;
        var relation = new JsonObject { ["relationshipType"] = type, ["from"] = from, ["to"] = new JsonArray([.. to.Select(one => (JsonNode)one)]) };
        if (complete) relation["completeness"] = "complete";
        Add("Relationship", string.Create(CultureInfo.InvariantCulture, $"relation-{_elements.Count}"), relation);
    }

    private string Add(string type, string name, JsonObject properties)
    {
        var element = new JsonObject { ["type"] = type, ["spdxId"] = _space + name, ["creationInfo"] = "_:creation" };
        foreach (var (key, value) in properties.ToList())
        {
            properties.Remove(key);
            element[key] = value;
        }
        _elements.Add(element);
        return _space + name;
    }

    private JsonArray Ids() => new([.. _elements.Select(element => (JsonNode)(string)element["spdxId"]!)]);

    private static JsonObject Entry(string key, string value) => new() { ["type"] = "DictionaryEntry", ["key"] = key, ["value"] = value };

    private static JsonObject? Hash(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit) ? new() { ["type"] = "Hash", ["algorithm"] = "sha256", ["hashValue"] = sha256 } : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
