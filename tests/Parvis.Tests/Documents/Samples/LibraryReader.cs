// sample: docs/add-a-source.md
using System.Text.Json;
using Parvis.Commons.Records;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Records.Readers;
using Parvis.Commons.Sources;

namespace Parvis.Samples;

/// <summary>A library's list of open models: a JSON array of objects.</summary>
internal sealed class LibraryReader : ICatalogueReader
{
    public string Kind => "library";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file); // gzip too
        foreach (var piece in JsonPieces.Read(stream, file.Path, IsList))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var reading in Take(piece)) yield return reading;
        }
    }

    // The array's elements come one by one, however long it is.
    private static bool IsList(string pointer, JsonTokenType container, JsonTokenType first) => pointer.Length == 0 && container == JsonTokenType.StartArray;

    private static IEnumerable<Reading> Take(Piece piece) => piece switch
    {
        Piece.Broken broken => [broken.Refused],
        Piece.Part part => Mapping.Map(part.Value, part.Place, Entry),
        Piece.Whole { Value.ValueKind: not JsonValueKind.Array } whole => [new Reading.NotRecords(whole.Place.File, "no-list")],
        _ => [],
    };

    private static Reading Entry(FieldReader fields)
    {
        if (fields.Raw("id") is not { } id) return new Reading.Refused(fields.Place, "id.missing", "an entry needs an id");
        var sketch = new Sketch("library", id, RecordKinds.Model);
        sketch.Title(fields.Text("name"), "en");
        sketch.OwnPage(fields.Link("page"));
        sketch.Licence(fields.Raw("licence"));
        foreach (var language in fields.Texts("languages")) sketch.Language(language);
        foreach (var country in fields.Texts("countries").Where(country => !sketch.Country(country))) fields.Drop<string>("countries", "country", country);
        return sketch.Found(fields);
    }
}
// end
