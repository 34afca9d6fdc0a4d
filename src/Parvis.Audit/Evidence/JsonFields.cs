using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Parvis.Audit.Evidence;

/// <summary>Fields of protobuf messages written as JSON: 64-bit numbers may be strings, bytes are base64 of either alphabet, null is absent.</summary>
internal static class JsonFields
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Parses a message.</summary>
    /// <exception cref="FormatException">It is not a JSON object in which each field stands once.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span)) throw new FormatException("It is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new FormatException("It is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException("It is not JSON: " + e.Message, e);
        }
    }

    /// <summary>The field, or null when it is absent.</summary>
    public static JsonElement? Find(this JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    /// <summary>The field.</summary>
    /// <exception cref="FormatException">It is absent.</exception>
    public static JsonElement Field(this JsonElement message, string name) =>
        message.Find(name) ?? throw new FormatException($"The field '{name}' is missing.");

    /// <summary>The elements of a repeated field; none when it is absent.</summary>
    /// <exception cref="FormatException">It is not an array.</exception>
    public static IEnumerable<JsonElement> Repeated(this JsonElement message, string name) => message.Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array => array.EnumerateArray(),
        _ => throw new FormatException($"The field '{name}' is not an array."),
    };

    /// <exception cref="FormatException">It is absent or not a string.</exception>
    public static string Text(this JsonElement message, string name) => message.Field(name).AsText();

    /// <exception cref="FormatException">It is not a string, or one with half a surrogate pair.</exception>
    public static string AsText(this JsonElement field)
    {
        if (field.ValueKind != JsonValueKind.String) throw new FormatException($"{field.ValueKind} instead of a string.");
        try
        {
            return field.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <exception cref="FormatException">It is absent or not base64.</exception>
    public static byte[] Bytes(this JsonElement message, string name) =>
        message.Text(name) is var text && Base64(text) is { } bytes ? bytes : throw new FormatException($"The field '{name}' is not base64.");

    /// <exception cref="FormatException">It is absent, not a whole number, or negative.</exception>
    public static long Number(this JsonElement message, string name)
    {
        var field = message.Field(name);
        var text = field.ValueKind == JsonValueKind.String ? field.AsText() : field.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"The field '{name}' is not a number.");
    }

    /// <summary>The bytes of base64 in the standard or the URL-safe alphabet, or null.</summary>
    public static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), bytes, out var length) ? bytes[..length] : null;
    }
}
