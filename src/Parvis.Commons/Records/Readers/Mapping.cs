using System.Text.Json;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Readers;

/// <summary>What the readers of JSON do in the same way.</summary>
internal static class Mapping
{
    /// <summary>Maps one part: notes of fields left out come before the record they were left out of.</summary>
    public static IEnumerable<Reading> Map(JsonElement element, Place place, Func<FieldReader, Reading> map)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return [new Reading.Refused(place, "record.object", $"{element.ValueKind} where an object should be")];
        }
        var dropped = new List<Reading>();
        var reading = map(new FieldReader(element, place, dropped));
        return reading is Reading.Found ? dropped.Append(reading) : [reading];
    }

    public static Reading Found(this Sketch sketch, FieldReader fields) =>
        sketch.HasTitle ? new Reading.Found(sketch.Build(), fields.Place) : new Reading.Refused(fields.Place, "title.missing", "a record needs a title");

    public static bool IsJsonSchema(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("type", out _) && (root.TryGetProperty("$schema", out _) || root.TryGetProperty("properties", out _));

    public static bool Has(this JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public static bool Has(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind;

    /// <summary>The name of the file without its ending.</summary>
    public static string Stem(Sources.SourceFile file)
    {
        var name = file.Name;
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }
}
