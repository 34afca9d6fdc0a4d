using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>Model files of the Model Openness Framework 1.0: one release a file, with its components and their licences.</summary>
internal sealed class MofReader : ICatalogueReader
{
    private const string Authority = "mof";

    public string Kind => "mof";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        var name = file.Name;
        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) return [new Reading.NotRecords(file.Path, "documentation")];
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Json(file) : Yaml(file);
    }

    /// <summary>Model files are YAML; what is JSON around them is known by its first name.</summary>
    private static IEnumerable<Reading> Json(SourceFile file)
    {
        using var stream = Unpacked.Open(file);
        var start = new byte[512];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = System.Text.Encoding.UTF8.GetString(start, 0, length);
        var reason = text.Contains("\"licenseListVersion\"", StringComparison.Ordinal) ? "licence-list"
            : text.Contains("\"$schema\"", StringComparison.Ordinal) ? "json-schema"
            : text.Contains("\"pager\"", StringComparison.Ordinal) ? "evaluation-results"
            : null;
        return reason is not null ? [new Reading.NotRecords(file.Path, reason)] : Whole(file);
    }

    private static IEnumerable<Reading> Whole(SourceFile file)
    {
        using var stream = Unpacked.Open(file);
        return Take(JsonPieces.ReadWhole(stream, file.Path), file);
    }

    private static IEnumerable<Reading> Yaml(SourceFile file) => Take(YamlFile.Read(file), file);

    private static IEnumerable<Reading> Take(Piece piece, SourceFile file) => piece switch
    {
        Piece.Broken broken => [broken.Refused],
        Piece.Whole whole when whole.Value.Has("release", JsonValueKind.Object) => Mapping.Map(whole.Value, whole.Place, fields => Release(fields.Object("release")!, file)),
        Piece.Whole whole when whole.Value.Has("framework") => [new Reading.Refused(whole.Place with { Pointer = "/release" }, "release.missing", "a model file needs a release")],
        Piece.Whole whole when Mapping.IsJsonSchema(whole.Value) => [new Reading.NotRecords(file.Path, "json-schema")],
        _ => [new Reading.NotRecords(file.Path, "no-release")],
    };

    private static Reading Release(FieldReader release, SourceFile file)
    {
        if (release.Element.GetRawText().Contains("\"/path/to/", StringComparison.Ordinal)) return new Reading.NotRecords(file.Path, "template");
        var name = release.Text("name");
        if (name is null) return new Reading.Refused(release.Place with { Pointer = "/release/name" }, "title.missing", "a release needs a name");
        // The framework keeps one release a file and two releases may bear one name: the file is the identity.
        var sketch = new Sketch(Authority, Mapping.Stem(file), RecordKinds.Model);
        sketch.Title(name, "en");
        sketch.Version = release.Raw("version");
        sketch.Released = release.Day("date");
        sketch.OwnPage(release.Link("huggingface"));
        sketch.OwnRepository(release.Link("repository"));
        sketch.Organisation(release.Text("producer"), role: "producer");
        sketch.Theme(release.Text("type"));
        sketch.Fact("mof.type", release.Text("type"));
        sketch.Fact("mof.architecture", release.Text("architecture"));
        sketch.Fact("mof.origin", release.Text("origin"));
        Licences(release, sketch);
        foreach (var component in release.Objects("components")) Component(component, sketch);
        return sketch.Found(release);
    }

    /// <summary>Licences of the whole release, by what they cover.</summary>
    private static void Licences(FieldReader release, Sketch sketch)
    {
        if (release.Object("license") is not { } licences) return;
        foreach (var covered in (string[])["distribution", "code", "data", "document"])
        {
            if (licences.Object(covered) is { } licence) sketch.Licence(licence.Raw("name"), Links.Parse(licence.Raw("path")), covered);
        }
    }

    private static void Component(FieldReader component, Sketch sketch)
    {
        if (component.Text("name") is not { } name) return;
        var path = Links.Parse(component.Raw("component_path"));
        sketch.Fact("mof.component", name, citation: path);
        var licence = component.Raw("license");
        // The framework's word for a part that is there and has no licence.
        if (licence == "unlicensed") sketch.Fact("mof.component.unlicensed", name);
        else if (licence is not null) sketch.Licence(licence, Links.Parse(component.Raw("license_path")), name);
        if (path is null) return;
        if (name is "Research paper" or "Technical report") sketch.Relates(RelationTypes.Paper, path);
        if (name is "Model card" or "Data card") sketch.Relates(RelationTypes.Documentation, path);
    }
}
