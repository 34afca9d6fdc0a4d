using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>The registry of digital public goods (DPG Standard 1.1): nominees, archive, excluded and screening answers.</summary>
/// <remarks>Files keyed by slug, arrays of the API and files of one record each. Screening answers add to the nominee of the same slug.</remarks>
internal sealed class DpgReader : ICatalogueReader
{
    private const string Authority = "dpg";

    public string Kind => "dpg";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        foreach (var piece in JsonPieces.Read(stream, file.Path, Split))
        {
            cancel.ThrowIfCancellationRequested();
            if (piece is Piece.Part part && IsReview(part.Value))
            {
                yield return new Reading.NotRecords(file.Path, "reviews");
                yield break;
            }
            foreach (var reading in Take(piece, file)) yield return reading;
        }
    }

    /// <summary>Records keyed by slug are objects; the first member of a single record is its name, a text.</summary>
    private static bool Split(string pointer, JsonTokenType container, JsonTokenType first) =>
        pointer.Length == 0 ? container == JsonTokenType.StartArray || first == JsonTokenType.StartObject
            : container == JsonTokenType.StartArray && pointer is "/nominees" or "/dpgs" or "/data" or "/results";

    private static IEnumerable<Reading> Take(Piece piece, SourceFile file) => piece switch
    {
        Piece.Broken broken => [broken.Refused],
        Piece.Part part => Mapping.Map(part.Value, part.Place, fields => Take(fields, part.Name)),
        Piece.Whole whole when Mapping.IsJsonSchema(whole.Value) => [new Reading.NotRecords(file.Path, "json-schema")],
        Piece.Whole whole when IsReview(whole.Value) => [new Reading.NotRecords(file.Path, "reviews")],
        Piece.Whole whole when whole.Value.Has("name") || whole.Value.Has("license") => Mapping.Map(whole.Value, whole.Place, fields => Take(fields, Mapping.Stem(file))),
        Piece.Whole whole => Surroundings(whole, file),
        _ => [],
    };

    private static IEnumerable<Reading> Surroundings(Piece.Whole whole, SourceFile file) =>
        whole.Value.ValueKind == JsonValueKind.Array || whole.Value.ValueKind == JsonValueKind.Object && (!whole.Value.EnumerateObject().Any() || IsEnvelope(whole.Value))
            ? []
            : [new Reading.NotRecords(file.Path, "no-dpg-record")];

    private static bool IsEnvelope(JsonElement whole) =>
        whole.Has("nominees", JsonValueKind.Array) || whole.Has("dpgs", JsonValueKind.Array) || whole.Has("data", JsonValueKind.Array) || whole.Has("results", JsonValueKind.Array);

    private static bool IsReview(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().Any(m => m.Value.Has("answer"))
        && value.EnumerateObject().All(m => m.NameEquals("timestamp") || m.Value.Has("answer"));

    private static bool IsScreening(JsonElement value) =>
        value.Has("clearOwnership", JsonValueKind.Object) || value.Has("platformIndependence", JsonValueKind.Object) || value.Has("doNoHarm", JsonValueKind.Object);

    private static Reading Take(FieldReader fields, string? slug)
    {
        var name = fields.Text("name");
        var key = slug ?? fields.Raw("slug") ?? fields.Raw("id") ?? (name is null ? null : Slug(name));
        if (key is null) return new Reading.Refused(fields.Place, "id.missing", "a record needs a slug, an id or a name");
        var screening = IsScreening(fields.Element) && !fields.Has("license");
        var sketch = new Sketch(Authority, key, screening ? null : KindOf(fields));
        sketch.Title(name, "en");
        if (screening) Answers(fields, sketch);
        else Nominee(fields, sketch);
        return sketch.Found(fields);
    }

    private static string KindOf(FieldReader fields) => fields.Texts("type").Select(t => t.ToLowerInvariant() switch
    {
        "aimodel" or "ai model" or "ai system" or "model" => RecordKinds.Model,
        "data" or "dataset" => RecordKinds.Dataset,
        "content" => RecordKinds.Content,
        "standard" => RecordKinds.Standard,
        _ => RecordKinds.Software,
    }).FirstOrDefault() ?? RecordKinds.Software;

    private static void Nominee(FieldReader fields, Sketch sketch)
    {
        sketch.Description(fields.Raw("description"), "en");
        sketch.OwnPage(fields.Link("website"));
        foreach (var repository in fields.Objects("repositories")) sketch.OwnRepository(repository.Link("url"));
        sketch.OwnRepository(fields.Link("repositoryURL"));
        foreach (var licence in fields.Objects("license")) sketch.Licence(licence.Raw("spdx"), licence.Link("licenseURL"));
        Goals(fields, sketch);
        foreach (var sector in fields.Texts("sectors")) sketch.Theme(sector);
        foreach (var organisation in fields.Objects("organizations"))
        {
            sketch.Organisation(organisation.Text("name"), organisation.Link("website"), organisation.Raw("org_type"));
        }
        foreach (var alias in fields.Texts("aliases")) sketch.Fact("alias", alias);
        foreach (var type in fields.Texts("type")) sketch.Fact("dpg.type", type);
        sketch.Fact("dpg.stage", fields.Raw("stage"));
    }

    /// <summary>Objects with evidence, or the pairs of number and name that the oldest records have.</summary>
    private static void Goals(FieldReader fields, Sketch sketch)
    {
        if (!fields.Element.Has("SDGs", JsonValueKind.Array)) return;
        var index = 0;
        foreach (var goal in fields.Element.GetProperty("SDGs").EnumerateArray())
        {
            var at = $"SDGs/{index++}";
            var evidence = goal.ValueKind == JsonValueKind.Object ? fields.Inside(at, goal) : null;
            var number = evidence?.Integer("SDGNumber") ?? Number(goal);
            if (!sketch.Sdg(number)) fields.Drop<string>(at, "sdg", goal);
            else sketch.Fact($"sdg.{number}", evidence?.Raw("evidenceText"), citation: evidence?.Link("evidenceURL"));
        }
    }

    private static long? Number(JsonElement goal) => goal.ValueKind switch
    {
        JsonValueKind.Number => goal.TryGetInt64(out var number) ? number : null,
        JsonValueKind.Array => goal.EnumerateArray().Select(Number).FirstOrDefault(n => n is not null),
        _ => null,
    };

    private static void Answers(FieldReader fields, Sketch sketch)
    {
        foreach (var section in fields.Names.Where(n => n is not ("name" or "locations")))
        {
            if (fields.Element.GetProperty(section).ValueKind == JsonValueKind.Object) Answer(fields.Object(section)!, $"dpg.{section}", sketch);
        }
        if (fields.Object("locations") is not { } locations) return;
        foreach (var country in locations.Texts("deploymentCountries"))
        {
            if (!sketch.Country(country)) locations.Drop<string>("deploymentCountries", "country", country);
        }
        foreach (var country in locations.Texts("developmentCountries")) sketch.Fact("dpg.developmentCountry", country);
        foreach (var link in (fields.Object("documentation")?.Texts("documentationURL") ?? []).Select(Links.Parse)) sketch.Relates(RelationTypes.Documentation, link);
    }

    private static void Answer(FieldReader section, string name, Sketch sketch)
    {
        foreach (var question in section.Names)
        {
            var answer = section.Element.GetProperty(question);
            if (answer.ValueKind == JsonValueKind.Object) Answer(section.Object(question)!, $"{name}.{question}", sketch);
            else foreach (var text in section.Texts(question)) sketch.Fact($"{name}.{question}", text, citation: Links.Parse(text));
        }
    }

    /// <summary>The registry's own way from a name to a slug.</summary>
    private static string Slug(string name) =>
        string.Join('-', new string([.. name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
