using System.Text.Json;

namespace Parvis.Commons.Records.Formats;

/// <summary>Reads JSON Lines: one document a line; a bad line is refused and the next is read.</summary>
internal static class JsonLines
{
    /// <summary>True for the names such files have; <c>.jsonld</c> is another format.</summary>
    public static bool IsName(string file) =>
        file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<Piece> Read(Stream stream, string file)
    {
        var lines = new LineReader(stream);
        for (var number = 1; ; number++)
        {
            var piece = Next(lines, file, number, out var ended);
            if (piece is not null) yield return piece;
            if (ended) yield break;
        }
    }

    private static Piece? Next(LineReader lines, string file, int number, out bool ended)
    {
        var at = lines.Position;
        ended = false;
        try
        {
            if (lines.Next() is { } line) return line.Span.IsWhiteSpace() ? null : Parse(line, new Place(file, $"/{number - 1}", number, at));
            ended = true;
            return null;
        }
        catch (InvalidDataException broken)
        {
            ended = true;
            return new Piece.Broken(new Place(file, Pointer: null, number, at), "gzip", broken.Message);
        }
        catch (MalformedTextException broken)
        {
            ended = true;
            return broken.In(file);
        }
    }

    private static Piece Parse(ReadOnlyMemory<byte> line, Place place)
    {
        using var stream = new MemoryStream(line.ToArray(), writable: false);
        return JsonPieces.ReadWhole(stream, place.File) switch
        {
            Piece.Whole whole => new Piece.Part(place, Name: null, whole.Value),
            Piece.Broken broken => broken with { Place = place with { Byte = place.Byte + broken.Place.Byte } },
            _ => new Piece.Broken(place, "json.empty", "an empty line"),
        };
    }

    private static bool IsWhiteSpace(this ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
