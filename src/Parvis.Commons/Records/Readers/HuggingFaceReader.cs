using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>Hugging Face: cards (README.md), lines of cards, and the lists and details of the hub's interface.</summary>
internal sealed class HuggingFaceReader : ICatalogueReader
{
    public string Kind => "huggingface";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel)
    {
        var name = file.Name;
        if (name.EndsWith(".md", StringComparison.OrdinalIgnoreCase)) return Card(file);
        return JsonLines.IsName(name) ? Lines(file, cancel) : Answer(file, cancel);
    }

    private static IEnumerable<Reading> Card(SourceFile file)
    {
        string text;
        try
        {
            using var stream = Unpacked.Open(file);
            text = Utf8Text.Read(stream);
        }
        catch (MalformedTextException broken)
        {
            return [broken.In(file.Path).Refused];
        }
        catch (InvalidDataException broken)
        {
            return [new Reading.Refused(new Place(file.Path, Pointer: null, Line: null, Byte: null), "gzip", broken.Message)];
        }
        if (HubCard.IsTemplate(text)) return [new Reading.NotRecords(file.Path, "template")];
        return HubCardMapping.Map(HubCard.Parse(text), IdOf(file), TypeOf(file.Path), new Place(file.Path, "", 1, 0));
    }

    private static IEnumerable<Reading> Lines(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        var type = file.Name.Contains("model", StringComparison.OrdinalIgnoreCase) ? "models" : file.Name.Contains("dataset", StringComparison.OrdinalIgnoreCase) ? "datasets" : null;
        foreach (var piece in JsonLines.Read(stream, file.Path))
        {
            cancel.ThrowIfCancellationRequested();
            var readings = piece is Piece.Part part ? Line(part, type) : [((Piece.Broken)piece).Refused];
            foreach (var reading in readings) yield return reading;
        }
    }

    private static IEnumerable<Reading> Line(Piece.Part part, string? type)
    {
        if (!part.Value.Has("readme", JsonValueKind.String)) return Repository(part);
        return part.Value.Has("id", JsonValueKind.String) && part.Value.GetProperty("id").GetString() is { Length: > 0 } id
            ? HubCardMapping.Map(HubCard.Parse(part.Value.GetProperty("readme").GetString()!), id, type, part.Place)
            : [new Reading.Refused(part.Place with { Pointer = part.Place.Pointer + "/id" }, "id.missing", "a card needs the id of its repository")];
    }

    private static IEnumerable<Reading> Answer(SourceFile file, CancellationToken cancel)
    {
        using var stream = Unpacked.Open(file);
        foreach (var piece in JsonPieces.Read(stream, file.Path, (pointer, container, _) => pointer.Length == 0 && container == JsonTokenType.StartArray))
        {
            cancel.ThrowIfCancellationRequested();
            var readings = piece switch
            {
                Piece.Broken broken => [broken.Refused],
                Piece.Part part => Repository(part),
                Piece.Whole { Value.ValueKind: JsonValueKind.Array } => [],
                Piece.Whole whole when whole.Value.Has("id") || whole.Value.Has("modelId") => Repository(new Piece.Part(whole.Place, Name: null, whole.Value)),
                Piece.Whole whole => [new Reading.NotRecords(file.Path, Reason(whole.Value))],
                _ => [],
            };
            foreach (var reading in readings) yield return reading;
        }
    }

    private static string Reason(JsonElement value) =>
        value.Has("parquet_files") ? "parquet-listing" : Mapping.IsJsonSchema(value) ? "json-schema" : "no-repository";

    private static IEnumerable<Reading> Repository(Piece.Part part) => Mapping.Map(part.Value, part.Place, HubRepository.Map);

    /// <summary>ns/name from the address or the folders of a card; its own name when it lies alone.</summary>
    private static string IdOf(SourceFile file)
    {
        var parts = (file.Address?.AbsolutePath ?? file.Path).Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        var cut = parts.FindIndex(p => p is "raw" or "resolve" or "blob");
        if (cut > 0) parts = parts[..cut];
        else if (file.Name.Equals("README.md", StringComparison.OrdinalIgnoreCase)) parts = parts[..^1];
        else return Mapping.Stem(file);
        var kind = parts.FindLastIndex(p => p is "datasets" or "models");
        var id = kind >= 0 ? parts[(kind + 1)..] : parts.TakeLast(2).ToList();
        return id.Count == 0 ? Mapping.Stem(file) : string.Join('/', id);
    }

    private static string? TypeOf(string path) =>
        path.Contains("datasets/", StringComparison.Ordinal) ? "datasets" : path.Contains("models/", StringComparison.Ordinal) ? "models" : null;
}
