using System.Text.Json;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Croissant;

/// <summary>One value of a property and its place.</summary>
internal readonly record struct JsonLdValue(JsonElement Element, string Pointer)
{
    /// <summary>The text of a plain or typed value.</summary>
    public string? Text => Element.ValueKind switch
    {
        JsonValueKind.String => Element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Element.GetRawText(),
        JsonValueKind.Object when Element.TryGetProperty("@value", out var value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(),
        _ => null,
    };

    /// <summary>What a reference names: an <c>@id</c> or plain text.</summary>
    public string? Reference =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty("@id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : Text;
}

/// <summary>An object whose properties are known by their IRIs.</summary>
internal sealed class JsonLdNode
{
    private readonly Dictionary<string, List<JsonLdValue>> _properties = new(StringComparer.Ordinal);

    public JsonLdNode(JsonElement element, string pointer, JsonLdContext context)
    {
        (Element, Pointer, Context) = (element, pointer, context);
        foreach (var member in element.EnumerateObject())
        {
            if (context.Expand(member.Name) is not { } iri || iri is "@context") continue;
            if (!_properties.TryGetValue(iri, out var values)) _properties[iri] = values = [];
            Take(member.Value, JsonPointer.Child(pointer, member.Name), values);
        }
        Types = [.. this["@type"].Select(t => t.Text).OfType<string>().Select(context.Expand).OfType<string>()];
    }

    public JsonElement Element { get; }

    public string Pointer { get; }

    public JsonLdContext Context { get; }

    public IReadOnlyList<string> Types { get; }

    public string? Id => this["@id"].Select(v => v.Text).FirstOrDefault();

    /// <summary>The values of a property; none when it is absent.</summary>
    public IReadOnlyList<JsonLdValue> this[string iri] => _properties.TryGetValue(iri, out var values) ? values : [];

    public bool Has(string iri) => _properties.TryGetValue(iri, out var values) && values.Count > 0;

    public string? Text(string iri) => this[iri].Select(v => v.Text).FirstOrDefault(t => t is not null);

    public IEnumerable<JsonLdNode> Nodes(string iri) =>
        this[iri].Where(v => v.Element.ValueKind == JsonValueKind.Object).Select(v => new JsonLdNode(v.Element, v.Pointer, Context));

    private static void Take(JsonElement value, string pointer, List<JsonLdValue> values)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        if (value.ValueKind != JsonValueKind.Array)
        {
            values.Add(new JsonLdValue(value, pointer));
            return;
        }
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Null) values.Add(new JsonLdValue(element, JsonPointer.Child(pointer, index)));
            index++;
        }
    }
}
