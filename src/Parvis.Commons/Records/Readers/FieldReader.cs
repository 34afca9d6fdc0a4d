using System.Globalization;
using System.Text.Json;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Readers;

/// <summary>Takes fields out of one object; a field of the wrong type is left out and noted, never a failure.</summary>
internal sealed class FieldReader(JsonElement element, Place place, List<Reading> dropped)
{
    public Place Place => place;

    public JsonElement Element => element;

    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>Words on one line, without markup; null when absent or empty.</summary>
    public string? Text(string name) => Raw(name) is { } text && PlainText.OfLine(text) is { Length: > 0 } words ? words : null;

    /// <summary>Text as written, trimmed; a number is its digits.</summary>
    public string? Raw(string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String: return value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
            case JsonValueKind.Number: return value.GetRawText();
            case JsonValueKind.True or JsonValueKind.False: return value.GetRawText();
            case JsonValueKind.Null: return null;
            default: return Drop<string>(name, "text", value);
        }
    }

    /// <summary>A text or a list of texts; empty ones are left out.</summary>
    public IEnumerable<string> Texts(string name)
    {
        if (!element.TryGetProperty(name, out var value)) yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            if (Raw(name) is { } text) yield return text;
            yield break;
        }
        var index = 0;
        foreach (var part in value.EnumerateArray())
        {
            if (part.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                var text = part.ToString().Trim();
                if (text.Length > 0) yield return text;
            }
            else if (part.ValueKind != JsonValueKind.Null)
            {
                Drop<string>($"{name}/{index}", "text", part);
            }
            index++;
        }
    }

    public FieldReader? Object(string name)
    {
        if (!element.TryGetProperty(name, out var value) || IsNothing(value)) return null;
        return value.ValueKind == JsonValueKind.Object ? Inside(name, value) : Drop<FieldReader>(name, "object", value);
    }

    /// <summary>An object or a list of objects.</summary>
    public IEnumerable<FieldReader> Objects(string name)
    {
        if (!element.TryGetProperty(name, out var value) || IsNothing(value)) yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            if (Object(name) is { } one) yield return one;
            yield break;
        }
        var index = 0;
        foreach (var part in value.EnumerateArray())
        {
            var at = $"{name}/{index++}";
            if (part.ValueKind == JsonValueKind.Object) yield return Inside(at, part);
            else if (!IsNothing(part)) Drop<FieldReader>(at, "object", part);
        }
    }

    /// <summary>The members of this object, each as a reader of it.</summary>
    public IEnumerable<string> Names => element.EnumerateObject().Select(m => m.Name);

    /// <summary>An absolute http or https address; words before it, as in "Guide - https://…", are passed over.</summary>
    public Uri? Link(string name)
    {
        if (Raw(name) is not { } text) return null;
        return Links.Parse(text) ?? Drop<Uri>(name, "address", text);
    }

    public IEnumerable<Uri> LinksOf(string name)
    {
        foreach (var text in Texts(name))
        {
            if (Links.Parse(text) is { } link) yield return link;
            else Drop<Uri>(name, "address", text);
        }
    }

    public long? Integer(string name)
    {
        if (Raw(name) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue / 2)
        {
            return (long)number;
        }
        Drop<string>(name, "integer", text);
        return null;
    }

    public DateOnly? Day(string name)
    {
        if (Raw(name) is not { } text) return null;
        if (Dates.Parse(text) is { } day) return day;
        Drop<string>(name, "date", text);
        return null;
    }

    public T? Drop<T>(string name, string wanted, object found)
        where T : class
    {
        var shown = found is JsonElement value ? value.ValueKind.ToString() : PlainText.Cut(PlainText.WithoutMail($"'{found}'"), 120);
        dropped.Add(new Reading.Dropped(Inside(name), $"field.{wanted}", shown));
        return null;
    }

    /// <summary>A reader of an object that stands at <paramref name="path"/> under this one.</summary>
    public FieldReader Inside(string path, JsonElement value) => new(value, Inside(path), dropped);

    private Place Inside(string name) => place with { Pointer = $"{place.Pointer}/{name}" };

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString());
}
