using System.Text.Json;

namespace Parvis.Commons.Records.Croissant;

/// <summary>Expands the terms of one document by its own context (JSON-LD 1.1, section 4.1), without fetching any other.</summary>
internal sealed class JsonLdContext
{
    private const int LongestChain = 5;
    private readonly Dictionary<string, string?> _terms = new(StringComparer.Ordinal);
    private string? _vocabulary;

    public JsonLdContext(JsonElement context)
    {
        foreach (var part in context.ValueKind == JsonValueKind.Array ? context.EnumerateArray() : Enumerable.Repeat(context, 1)) Take(part);
    }

    /// <summary>The language of texts that name none.</summary>
    public string? Language { get; private set; }

    /// <summary>The IRI of a term; the keyword itself for a keyword; null for a term that means nothing here.</summary>
    public string? Expand(string term) => Expand(term, depth: 0)?.Replace("http://schema.org/", CroissantTerms.SchemaOrg, StringComparison.Ordinal);

    private string? Expand(string term, int depth)
    {
        if (depth > LongestChain || term.StartsWith('@')) return term;
        if (_terms.TryGetValue(term, out var meaning)) return meaning is not null && meaning != term ? Expand(meaning, depth + 1) : InVocabulary(term);
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return InVocabulary(term);
        var isAddress = term.AsSpan(colon + 1).StartsWith("//");
        return !isAddress && _terms.GetValueOrDefault(term[..colon]) is { } prefix ? Expand(prefix, depth + 1) + term[(colon + 1)..] : term;
    }

    private string? InVocabulary(string term) => _vocabulary is null ? null : _vocabulary + term;

    private void Take(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.String && part.GetString()!.Contains("schema.org", StringComparison.Ordinal)) _vocabulary = CroissantTerms.SchemaOrg;
        if (part.ValueKind != JsonValueKind.Object) return;
        foreach (var term in part.EnumerateObject())
        {
            var meaning = term.Value.ValueKind == JsonValueKind.Object && term.Value.TryGetProperty("@id", out var id) ? id : term.Value;
            var text = meaning.ValueKind == JsonValueKind.String ? meaning.GetString() : null;
            if (term.NameEquals("@vocab")) _vocabulary = text;
            else if (term.NameEquals("@language")) Language = text;
            else _terms[term.Name] = text;
        }
    }
}
