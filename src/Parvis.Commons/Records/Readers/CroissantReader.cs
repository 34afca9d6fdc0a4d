using System.Text.Json;
using Parvis.Commons.Records.Croissant;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;
using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records.Readers;

/// <summary>Croissant documents, one a file or one a line. What the reference validator rejects is refused with the first rule it breaks.</summary>
internal sealed class CroissantReader : ICatalogueReader
{
    private const string SchemaOrg = CroissantTerms.SchemaOrg;

    public string Kind => "croissant";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        var name = file.Name;
        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) return [new Reading.NotRecords(file.Path, "documentation")];
        return JsonLines.IsName(name) ? Lines(file, cancel) : Document(file);
    }

    private static IEnumerable<Reading> Document(SourceFile file)
    {
        using var stream = Unpacked.Open(file);
        return JsonPieces.ReadWhole(stream, file.Path) switch
        {
            Piece.Broken broken => [broken.Refused],
            Piece.Whole whole when Mapping.IsJsonSchema(whole.Value) => [new Reading.NotRecords(file.Path, "json-schema")],
            Piece.Whole whole => Take(whole.Value, whole.Place, file),
            _ => [],
        };
    }

    private static IEnumerable<Reading> Lines(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        foreach (var piece in JsonLines.Read(stream, file.Path))
        {
            cancel.ThrowIfCancellationRequested();
            if (piece is Piece.Part part && part.Value.Has("mutation") && part.Value.Has("valid"))
            {
                yield return new Reading.NotRecords(file.Path, "validator-verdicts");
                yield break;
            }
            var readings = piece is Piece.Part line ? Take(line.Value, line.Place, file) : [((Piece.Broken)piece).Refused];
            foreach (var reading in readings) yield return reading;
        }
    }

    private static IEnumerable<Reading> Take(JsonElement document, Place place, SourceFile file)
    {
        if (CroissantValidator.Validate(document) is [var first, ..])
        {
            return [new Reading.Refused(place with { Pointer = place.Pointer + first.Pointer, Line = null, Byte = null }, first.Rule, first.Detail)];
        }
        var node = new JsonLdNode(document, "", new JsonLdContext(document.GetProperty("@context")));
        var sketch = Map(node, file);
        return [sketch.HasTitle ? new Reading.Found(sketch.Build(), place) : new Reading.Refused(place, "title.missing", "a record needs a title")];
    }

    private static Sketch Map(JsonLdNode node, SourceFile file)
    {
        var own = Links.Parse(node.Text(SchemaOrg + "url")) ?? Links.Parse(node.Id);
        var host = own is not null ? Identifier.Host(own) : file.Address is { } address ? Identifier.Host(address) : "unknown";
        var name = node.Text(SchemaOrg + "name");
        var key = own is not null ? Identifier.Target(own) : name ?? Mapping.Stem(file);
        var sketch = new Sketch($"croissant:{host}", key, RecordKinds.Dataset);
        var language = node.Context.Language ?? LocalizedText.Undetermined;
        sketch.Title(name, language);
        sketch.Description(node.Text(SchemaOrg + "description"), language);
        sketch.OwnPage(own);
        Identity(node, sketch);
        Origin(node, sketch);
        Contents(node, sketch);
        return sketch;
    }

    private static void Identity(JsonLdNode node, Sketch sketch)
    {
        foreach (var same in node[SchemaOrg + "sameAs"].Concat(node[SchemaOrg + "identifier"]).Select(v => v.Reference).OfType<string>())
        {
            sketch.Identifies(Identifier.Parse(same));
        }
        sketch.Version = node.Text(SchemaOrg + "version");
        sketch.Released = Dates.Parse(node.Text(SchemaOrg + "datePublished"));
        sketch.Modified = Dates.Parse(node.Text(SchemaOrg + "dateModified"));
        foreach (var licence in node[SchemaOrg + "license"]) Licence(licence, node, sketch);
        foreach (var language in node[SchemaOrg + "inLanguage"]) sketch.Language(language.Text);
        foreach (var word in node[SchemaOrg + "keywords"].Select(k => k.Text).OfType<string>().SelectMany(k => k.Split(',', StringSplitOptions.TrimEntries))) sketch.Theme(word);
    }

    private static void Licence(JsonLdValue value, JsonLdNode node, Sketch sketch)
    {
        var described = value.Element.ValueKind == JsonValueKind.Object ? new JsonLdNode(value.Element, value.Pointer, node.Context) : null;
        var text = described is null ? value.Text : described.Text(SchemaOrg + "name") ?? described.Text(SchemaOrg + "url") ?? value.Reference;
        sketch.Licence(text, Links.Parse(described?.Text(SchemaOrg + "url") ?? value.Reference));
    }

    private static void Origin(JsonLdNode node, Sketch sketch)
    {
        foreach (var role in (string[])["creator", "publisher", "funder"])
        {
            foreach (var agent in node.Nodes(SchemaOrg + role).Where(a => !a.Types.Contains(SchemaOrg + "Person")))
            {
                sketch.Organisation(agent.Text(SchemaOrg + "name"), Links.Parse(agent.Text(SchemaOrg + "url")), role);
            }
        }
        foreach (var origin in node[SchemaOrg + "isBasedOn"].Concat(node["http://www.w3.org/ns/prov#wasDerivedFrom"]))
        {
            sketch.Relates(RelationTypes.DerivedFrom, Links.Parse(origin.Reference));
        }
        foreach (var paper in node[SchemaOrg + "citation"].Concat(node[CroissantTerms.Croissant1 + "citeAs"]).Select(v => v.Text).OfType<string>())
        {
            sketch.Fact("citation", paper);
            sketch.Relates(RelationTypes.Paper, Identifier.Doi(paper));
        }
    }

    private static void Contents(JsonLdNode node, Sketch sketch)
    {
        var own = CroissantValidator.Version(node) == "0.8" ? CroissantTerms.Croissant08 : CroissantTerms.Croissant1;
        var sets = node.Nodes(own + "recordSet").ToArray();
        sketch.Fact("croissant.version", CroissantValidator.Version(node));
        sketch.Fact("croissant.recordSets", sets.Length);
        sketch.Fact("croissant.fields", sets.Sum(s => s[own + "field"].Count));
        sketch.Fact("croissant.distributions", node[SchemaOrg + "distribution"].Count);
        foreach (var file in node.Nodes(SchemaOrg + "distribution"))
        {
            if (Links.Parse(file.Text(SchemaOrg + "contentUrl")) is { } address) sketch.Relates(RelationTypes.Distribution, address.AbsoluteUri);
            sketch.Fact("croissant.format", file.Text(SchemaOrg + "encodingFormat"));
        }
    }
}
