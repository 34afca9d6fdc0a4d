using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>The open AI stack map: products, their scores with citations, and its lists of Hugging Face and GitHub repositories.</summary>
/// <remarks>Built JSON keyed by slug, the YAML file per product it is built from, and the catalogue's CSV files.</remarks>
internal sealed class OsAiMapReader : ICatalogueReader
{
    private const string Authority = "os-ai-map";

    public string Kind => "os-ai-map";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel) =>
        file.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? OsAiMapCatalogue.Read(file, cancel)
        : file.Name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? ReadYaml(file)
        : file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? [new Reading.NotRecords(file.Path, "documentation")]
        : ReadJson(file, cancel);

    private static IEnumerable<Reading> ReadYaml(SourceFile file)
    {
        var piece = YamlFile.Read(file);
        return piece is Piece.Whole whole ? TakeWhole(whole, file) : [((Piece.Broken)piece).Refused];
    }

    private static IEnumerable<Reading> ReadJson(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        foreach (var piece in JsonPieces.Read(stream, file.Path, Split))
        {
            cancel.ThrowIfCancellationRequested();
            if (piece is Piece.Part part && ReasonNotRecords(part.Value) is { } reason)
            {
                yield return new Reading.NotRecords(file.Path, reason);
                yield break;
            }
            foreach (var reading in Take(piece, file)) yield return reading;
        }
    }

    private static bool Split(string pointer, JsonTokenType container, JsonTokenType first) =>
        pointer.Length == 0 && (container == JsonTokenType.StartArray || first == JsonTokenType.StartObject);

    private static IEnumerable<Reading> Take(Piece piece, SourceFile file) => piece switch
    {
        Piece.Broken broken => [broken.Refused],
        Piece.Part part => Mapping.Map(part.Value, part.Place, fields => Take(fields, part.Name)),
        Piece.Whole whole => TakeWhole(whole, file),
        _ => [],
    };

    private static IEnumerable<Reading> TakeWhole(Piece.Whole whole, SourceFile file)
    {
        if (ReasonNotRecords(whole.Value) is { } reason) return [new Reading.NotRecords(file.Path, reason)];
        if (IsScore(whole.Value) || whole.Value.Has("display_name")) return Mapping.Map(whole.Value, whole.Place, fields => Take(fields, slug: null));
        return whole.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && whole.Value.ToString() is "{}" or "[]" ? [] : [new Reading.NotRecords(file.Path, "no-product")];
    }

    private static string? ReasonNotRecords(JsonElement value) =>
        Mapping.IsJsonSchema(value) ? "json-schema"
        : value.Has("weights") && value.Has("products") ? "category"
        : value.Has("arcs") ? "taxonomy"
        : value.Has("display_name") && !IsProductType(value) && (value.Has("products") || value.Has("homepage") || value.Has("type")) ? "organisations"
        : null;

    private static bool IsProductType(JsonElement value) =>
        value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && RecordKinds.Contains(type.GetString()!);

    private static bool IsScore(JsonElement value) => value.Has("product") && value.Has("openness");

    private static Reading Take(FieldReader fields, string? slug)
    {
        var key = slug ?? fields.Raw("product") ?? fields.Raw("name");
        if (key is null) return new Reading.Refused(fields.Place, "id.missing", "a product needs a name");
        return IsScore(fields.Element) ? new Reading.Found(Score(fields, key), fields.Place) : Product(fields, key);
    }

    private static Reading Product(FieldReader fields, string key)
    {
        if (fields.Raw("type") is not { } kind || !RecordKinds.Contains(kind)) return new Reading.Refused(fields.Place, "kind.missing", "a product is a model, software or dataset");
        var sketch = new Sketch(Authority, key, kind);
        sketch.Title(fields.Text("display_name"), "en");
        sketch.Description(fields.Raw("description"), "en");
        foreach (var repository in fields.Objects("github")) sketch.OwnRepository(repository.Link("url"));
        Hub(fields, "huggingface_model", sketch);
        Hub(fields, "huggingface_dataset", sketch);
        foreach (var registry in (string[])["npm", "pypi", "crates", "go"])
        {
            foreach (var package in fields.Objects(registry)) Package(package.Link("url"), sketch);
        }
        return sketch.Found(fields);
    }

    private static void Package(Uri? address, Sketch sketch)
    {
        sketch.Identifies(address);
        sketch.Relates(RelationTypes.Distribution, address);
    }

    /// <summary>One repository is the product; several are its sizes and variants, and none of them is all of it.</summary>
    private static void Hub(FieldReader fields, string name, Sketch sketch)
    {
        var repositories = fields.Objects(name).Select(r => r.Link("url")).OfType<Uri>().ToArray();
        foreach (var repository in repositories)
        {
            sketch.Repository(repository);
            if (repositories.Length == 1) sketch.Identifies(repository);
            else sketch.Relates(RelationTypes.Distribution, repository);
        }
    }

    private static SourceRecord Score(FieldReader fields, string key)
    {
        var sketch = new Sketch(Authority, key, kind: null);
        foreach (var axis in (string[])["openness", "adoption", "capability"])
        {
            if (fields.Object(axis) is { } score) Axis(score, axis, sketch);
        }
        if (fields.Object("openness") is { } openness) Components(openness, sketch);
        return sketch.Build();
    }

    private static void Axis(FieldReader score, string axis, Sketch sketch)
    {
        var sources = score.Objects("sources").Select(s => (Url: s.Link("url"), Shows: s.Raw("shows"), Accessed: s.Day("accessed"))).ToArray();
        var first = sources.FirstOrDefault();
        foreach (var name in score.Names.Where(n => n != "sources")) sketch.Fact($"{axis}.{name}", score.Raw(name), citation: first.Url, accessed: first.Accessed);
        foreach (var (url, shows, accessed) in sources) sketch.Fact($"{axis}.source", shows, citation: url, accessed: accessed);
    }

    /// <summary><c>license:Apache-2.0(OSI);source:public</c>: what stands in brackets is the map's remark.</summary>
    private static void Components(FieldReader openness, Sketch sketch)
    {
        var citation = openness.Objects("sources").Select(s => s.Link("url")).FirstOrDefault();
        foreach (var component in (openness.Raw("components") ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (!component.StartsWith("license:", StringComparison.OrdinalIgnoreCase)) continue;
            var words = component["license:".Length..];
            var bracket = words.IndexOf('(', StringComparison.Ordinal);
            var licence = (bracket > 0 ? words[..bracket] : words).Trim();
            if (licence.Length > 0) sketch.Licence(licence, citation);
        }
    }
}
