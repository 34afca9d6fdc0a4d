using System.Text.Json;
using Parvis.Commons.Records.Formats;
using Parvis.Kernel.Languages;

namespace Parvis.Commons.Records.Readers;

/// <summary>Fields of CKAN that are a text, a list, an object by language, any of these as JSON inside a text, or an extra.</summary>
internal static class CkanTexts
{
    /// <summary>The first of the fields that has words: those by language, or the text whose language nobody states.</summary>
    public static void Read(FieldReader fields, string[] names, Action<string, string> take)
    {
        foreach (var name in names)
        {
            var any = false;
            foreach (var (language, words) in Localized(Value(fields, name)))
            {
                take(words, language);
                any = true;
            }
            if (any) return;
        }
    }

    /// <summary>All texts of a field, of every language, or of the extra of that name.</summary>
    public static IEnumerable<string> Values(FieldReader fields, string name) => Flat(Value(fields, name));

    /// <summary>Names of tags, groups and the like.</summary>
    public static IEnumerable<string> Names(FieldReader fields, string name)
    {
        if (Value(fields, name) is not { ValueKind: JsonValueKind.Array } list) yield break;
        foreach (var part in list.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String) yield return part.GetString()!;
            if (part.ValueKind != JsonValueKind.Object) continue;
            var named = (string[])["display_name", "title", "name"];
            var words = named.SelectMany(n => part.TryGetProperty(n, out var value) ? Localized(value) : []).FirstOrDefault(w => w.Language is "en" or LocalizedText.Undetermined);
            if (words.Words is { Length: > 0 }) yield return words.Words;
        }
    }

    /// <summary>Objects of a field, one or many, also as JSON inside a text.</summary>
    public static IEnumerable<FieldReader> Objects(FieldReader fields, string name)
    {
        if (Value(fields, name) is not { } value) yield break;
        if (value.ValueKind == JsonValueKind.Object) yield return fields.Inside(name, value);
        if (value.ValueKind != JsonValueKind.Array) yield break;
        var index = 0;
        foreach (var part in value.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object) yield return fields.Inside($"{name}/{index}", part);
            index++;
        }
    }

    /// <summary>The text of an extra: <c>extras: [{key, value}]</c>.</summary>
    public static string? Extra(FieldReader fields, string key) =>
        ExtraValue(fields, key) is { ValueKind: JsonValueKind.String } value && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    private static JsonElement? Value(FieldReader fields, string name)
    {
        var value = fields.Has(name) ? fields.Element.GetProperty(name) : ExtraValue(fields, name);
        return value is { ValueKind: JsonValueKind.String } text ? Inside(text) : value;
    }

    private static JsonElement? ExtraValue(FieldReader fields, string key)
    {
        if (!fields.Element.Has("extras", JsonValueKind.Array)) return null;
        foreach (var extra in fields.Element.GetProperty("extras").EnumerateArray())
        {
            if (extra.Has("key", JsonValueKind.String) && extra.GetProperty("key").ValueEquals(key) && extra.TryGetProperty("value", out var value)) return value;
        }
        return null;
    }

    /// <summary>JSON inside a text is what it says; any other text is itself.</summary>
    private static JsonElement Inside(JsonElement text)
    {
        var words = text.GetString()!.Trim();
        if (words is not (['{', .., '}'] or ['[', .., ']'])) return text;
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(words), writable: false);
        return JsonPieces.ReadWhole(stream, "") is Piece.Whole whole ? whole.Value : text;
    }

    private static IEnumerable<(string Language, string Words)> Localized(JsonElement? value)
    {
        if (value is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } words) yield return (LocalizedText.Undetermined, words);
        if (value is not { ValueKind: JsonValueKind.Object } languages) yield break;
        foreach (var member in languages.EnumerateObject())
        {
            if (Codes.Language(member.Name) is { } tag && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: > 0 } translated) yield return (tag, translated);
        }
    }

    private static IEnumerable<string> Flat(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim() is { Length: > 0 } words ? [words] : [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(e => Flat(e)),
        { ValueKind: JsonValueKind.Object } byLanguage => byLanguage.EnumerateObject().SelectMany(m => Flat(m.Value)),
        _ => [],
    };
}
