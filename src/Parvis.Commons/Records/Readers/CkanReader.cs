using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parvis.Commons.Records.Formats;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Records.Readers;

/// <summary>CKAN: answers of the Action API version 3, bare results, data set dictionaries of ckanext-dcat, and DKAN's answers.</summary>
internal sealed partial class CkanReader : ICatalogueReader
{
    public string Kind => "ckan";

    public IEnumerable<Reading> Read(SourceFile file, CancellationToken cancel) =>
        file.Name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? [new Reading.NotRecords(file.Path, "documentation")] : Answer(file, cancel);

    private static IEnumerable<Reading> Answer(SourceFile file, CancellationToken cancel)
    {
        var host = HostOf(file);
        using var stream = Unpacked.Open(file);
        var any = false;
        foreach (var piece in JsonPieces.Read(stream, file.Path, Split))
        {
            cancel.ThrowIfCancellationRequested();
            if (piece is Piece.Part part && ListOf(part.Value) is { } list)
            {
                yield return new Reading.NotRecords(file.Path, list);
                yield break;
            }
            foreach (var reading in Take(piece, host, any, file)) yield return reading;
            any |= piece is Piece.Part or Piece.Broken;
        }
    }

    private static bool Split(string pointer, JsonTokenType container, JsonTokenType first) =>
        container == JsonTokenType.StartArray && pointer is "" or "/result" or "/results" or "/result/results" or "/dataset" or "/packages" or "/result/packages";

    private static IEnumerable<Reading> Take(Piece piece, string? host, bool any, SourceFile file) => piece switch
    {
        Piece.Broken broken => [broken.Refused],
        Piece.Part part => Package(part.Value, part.Place, host),
        Piece.Whole whole => Whole(whole, host, any, file),
        _ => [],
    };

    private static IEnumerable<Reading> Whole(Piece.Whole whole, string? host, bool any, SourceFile file)
    {
        var answer = whole.Value;
        if (answer.Has("success", JsonValueKind.False)) return [new Reading.Refused(whole.Place with { Pointer = "/error" }, "ckan.error", ErrorOf(answer))];
        var inside = answer.Has("result") ? answer.GetProperty("result") : answer;
        var place = answer.Has("result") ? whole.Place with { Pointer = "/result" } : whole.Place;
        if (any) return [];
        if (IsOrganisation(inside)) return [new Reading.NotRecords(file.Path, "organisations")];
        if (inside.Has("title") || inside.Has("resources")) return Package(inside, place, host);
        return [new Reading.NotRecords(file.Path, Mapping.IsJsonSchema(answer) ? "json-schema" : "no-datasets")];
    }

    private static string ErrorOf(JsonElement answer) =>
        answer.Has("error", JsonValueKind.Object) && answer.GetProperty("error").Has("message", JsonValueKind.String)
            ? PlainText.Cut(answer.GetProperty("error").GetProperty("message").GetString()!, 200)
            : "the catalogue answered with an error";

    /// <summary>What a list is, when it is none of data sets.</summary>
    private static string? ListOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? "names"
        : element.Has("vocabulary_id") && !element.Has("title") ? "tags"
        : IsOrganisation(element) ? "organisations"
        : null;

    private static bool IsOrganisation(JsonElement element) => element.Has("is_organization") && !element.Has("resources");

    private static IEnumerable<Reading> Package(JsonElement package, Place place, string? host) =>
        Mapping.Map(package, place, fields => CkanPackage.Map(fields, host));

    /// <summary>The catalogue names itself in the help address, which stands before its records.</summary>
    private static string? HostOf(SourceFile file)
    {
        if (file.Address is { } address) return Identifier.Host(address);
        using var stream = Unpacked.Open(file);
        var start = new byte[2048];
        try
        {
            var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var match = Help().Match(Encoding.UTF8.GetString(start, 0, length));
            return match.Success && Links.Parse(match.Groups["address"].Value) is { } help ? Identifier.Host(help) : null;
        }
        catch (InvalidDataException)
        {
            return null; // the reading proper reports it, with its place
        }
    }

    [GeneratedRegex("\"help\"\\s*:\\s*\"(?<address>https?://[^\"\\s]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Help();
}
