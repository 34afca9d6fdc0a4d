using System.Collections.Frozen;
using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>Our own collections: a YAML list of entries, as the founding collection is written.</summary>
internal sealed class CollectionReader : ICatalogueReader
{
    private const string Founding = "founding";
    private static readonly FrozenSet<string> Taken = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, Founding, "dpg", "os-ai-map", "mof", "huggingface", "ckan", "croissant", "collection");

    public string Kind => "collection";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        if (file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) return [new Reading.NotRecords(file.Path, "documentation")];
        return YamlFile.Read(file) switch
        {
            Piece.Broken broken => [broken.Refused],
            Piece.Whole { Value.ValueKind: JsonValueKind.Array } list => Entries(list, AuthorityOf(file), cancel),
            Piece.Whole { Value.ValueKind: JsonValueKind.Object } one when one.Value.Has("key") => Mapping.Map(one.Value, one.Place, f => Entry(f, AuthorityOf(file))),
            _ => [new Reading.NotRecords(file.Path, "no-list-of-entries")],
        };
    }

    private static string AuthorityOf(SourceFile file) =>
        file.Address is null && file.Path.Split('/') is [SourceFile.FoundingFolder, _] ? Founding : Own(NameOf(file));

    /// <summary>The folder a collection lies in names it; a file by itself is named by its own name, a whole site by its host.</summary>
    private static string NameOf(SourceFile file) => (file.Address?.AbsolutePath.Trim('/') ?? file.Path).Split('/') switch
    {
        [.., var folder, _] => folder,
        [""] when file.Address is { } site => site.Host,
        _ => Mapping.Stem(file),
    };

    // What a stranger calls a folder must not make them us, or a catalogue that another reader speaks for.
    private static string Own(string name) => name.Contains(':', StringComparison.Ordinal) || Taken.Contains(name) ? $"collection:{name}" : name;

    private static IEnumerable<Reading> Entries(Piece.Whole list, string authority, CancellationToken cancel)
    {
        var index = 0;
        foreach (var entry in list.Value.EnumerateArray())
        {
            cancel.ThrowIfCancellationRequested();
            var place = new Place(list.Place.File, JsonPointer.Child("", index++), Line: null, Byte: null);
            foreach (var reading in Mapping.Map(entry, place, f => Entry(f, authority))) yield return reading;
        }
    }

    private static Reading Entry(FieldReader fields, string authority)
    {
        if (fields.Raw("key") is not { } key) return new Reading.Refused(fields.Place, "id.missing", "an entry needs a key");
        if (fields.Raw("kind") is not { } kind || !RecordKinds.Contains(kind)) return new Reading.Refused(fields.Place, "kind.missing", "an entry needs a known kind");
        var sketch = new Sketch(authority, key, kind);
        if (fields.Object("title") is { } titles) foreach (var language in titles.Names) sketch.Title(titles.Raw(language), language);
        if (fields.Object("description") is { } words) foreach (var language in words.Names) sketch.Description(words.Raw(language), language);
        sketch.OwnPage(fields.Link("homepage"));
        foreach (var repository in fields.LinksOf("repositories")) sketch.OwnRepository(repository);
        Identifiers(fields, sketch);
        if (fields.Object("licence") is { } licence) sketch.Licence(licence.Raw("spdx"), licence.Link("source"));
        foreach (var language in fields.Texts("languages")) sketch.Language(language);
        foreach (var country in fields.Texts("countries").Where(c => !sketch.Country(c))) fields.Drop<string>("countries", "country", country);
        foreach (var goal in fields.Texts("sdgs").Where(g => !sketch.Sdg(int.TryParse(g, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null))) fields.Drop<string>("sdgs", "sdg", goal);
        foreach (var theme in fields.Texts("themes")) sketch.Theme(theme);
        foreach (var organisation in fields.Objects("organisations")) sketch.Organisation(organisation.Text("name"), organisation.Link("url"));
        sketch.Fact("year", fields.Raw("year"));
        foreach (var source in fields.Objects("sources")) sketch.Fact("source", source.Raw("shows"), citation: source.Link("url"));
        return sketch.Found(fields);
    }

    /// <summary>An arXiv id is that of the paper which introduces the thing.</summary>
    private static void Identifiers(FieldReader fields, Sketch sketch)
    {
        foreach (var text in fields.Texts("identifiers"))
        {
            if (Identifier.Parse(text) is not { } identifier) fields.Drop<string>("identifiers", "identifier", text);
            else if (identifier.StartsWith("arxiv:", StringComparison.Ordinal)) sketch.Relates(RelationTypes.Paper, identifier);
            else sketch.Identifies(identifier);
        }
    }
}
