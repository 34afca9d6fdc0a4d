using System.Collections.Immutable;
using System.Text.Json;

namespace Parvis.Kernel.Languages;

/// <summary>One text in several languages, kept in the order of the language tags.</summary>
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    /// <summary>The tag of a text whose language nobody stated (BCP 47, <c>und</c>).</summary>
    public const string Undetermined = "und";

    private readonly ImmutableSortedDictionary<string, string> _texts;

    /// <summary>Makes a text from language tags and words; empty words are left out.</summary>
    /// <param name="texts">Pairs of a BCP 47 language tag and the words in that language; of equal tags the first counts.</param>
    public LocalizedText(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (language, words) in texts)
        {
            if (!string.IsNullOrWhiteSpace(words)) builder.TryAdd(language, words.Trim());
        }
        _texts = builder.ToImmutable();
    }

    /// <summary>No words in any language.</summary>
    public static LocalizedText Empty { get; } = new([]);

    /// <summary>The words by language tag.</summary>
    public ImmutableSortedDictionary<string, string> Texts => _texts;

    /// <summary>True when there are no words at all.</summary>
    public bool IsEmpty => _texts.IsEmpty;

    /// <summary>A text in one language.</summary>
    public static LocalizedText Of(string language, string words) => new([new(language, words)]);

    /// <summary>The words a reader of <paramref name="language"/> should see, and the language they are in.</summary>
    /// <returns>The reader's language if there is one, else English, else the undetermined text, else the first; empty words when there are none.</returns>
    public (string Language, string Words) In(string language)
    {
        if (_texts.TryGetValue(language, out var exact)) return (language, exact);
        foreach (var (tag, words) in _texts)
        {
            if (tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase)) return (tag, words);
        }
        if (_texts.TryGetValue("en", out var english)) return ("en", english);
        if (_texts.TryGetValue(Undetermined, out var undetermined)) return (Undetermined, undetermined);
        return _texts.Count > 0 ? (_texts.Keys.First(), _texts.Values.First()) : (Undetermined, "");
    }

    /// <summary>The texts as a JSON object of language tag to words.</summary>
    public string ToJson() => JsonSerializer.Serialize<IReadOnlyDictionary<string, string>>(_texts);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not an object of strings.</exception>
    public static LocalizedText FromJson(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []);

    /// <inheritdoc/>
    public bool Equals(LocalizedText? other) => other is not null && _texts.SequenceEqual(other._texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    /// <inheritdoc/>
    public override int GetHashCode() => _texts.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <inheritdoc/>
    public override string ToString() => In("en").Words;
}
