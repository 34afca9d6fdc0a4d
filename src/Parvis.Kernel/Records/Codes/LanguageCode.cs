using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Parvis.Kernel.Records.Codes;

/// <summary>A language: a BCP 47 tag whose language subtag is known, in its shortest form, e.g. <c>sw</c>, <c>zh-Hant</c>, <c>dyu</c>.</summary>
public sealed partial record LanguageCode
{
    private static readonly Lazy<Tables> Loaded = new(Load);
    private static readonly FrozenSet<string> RightToLeftScripts = FrozenSet.Create("Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi");

    private LanguageCode(string value) => Value = value;

    /// <summary>Every language of the table, in the order of their codes.</summary>
    public static IReadOnlyList<LanguageCode> All { get => field ??= [.. Loaded.Value.Rows.Keys.Order(StringComparer.Ordinal).Select(code => new LanguageCode(code))]; }

    /// <summary>The tag, e.g. <c>sr-Latn</c>.</summary>
    public string Value { get; }

    /// <summary>The language subtag alone, e.g. <c>sr</c>.</summary>
    public string Language => Value.Split('-')[0];

    /// <summary>True when it is written from right to left.</summary>
    public bool IsRightToLeft => Script is { } script ? RightToLeftScripts.Contains(script) : Row.Rtl;

    private string? Script => Value.Split('-').Skip(1).FirstOrDefault(part => part.Length == 4);

    private Entry Row => Loaded.Value.Rows.GetValueOrDefault(Value) ?? Loaded.Value.Rows[Language];

    /// <summary>Its name for readers of <paramref name="language"/> (BCP 47); English when the table has no other. Subtags that the table does not know are not named.</summary>
    public string NameIn(string language) => ReferenceTable.NameIn(Row.Names, language);

    /// <summary>Reads a BCP 47 tag, an ISO 639-1, -2 or -3 code, or the name of a language, in any case. Equal languages give equal codes: <c>swa</c>, <c>SW</c> and <c>Swahili</c> are all <c>sw</c>.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is none of them.</exception>
    public static LanguageCode Parse(string text) => TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a language of BCP 47 that this node knows.");

    /// <inheritdoc cref="Parse"/>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LanguageCode? code)
    {
        var words = text?.Trim() ?? "";
        var value = Canonical(words) ?? Loaded.Value.Names.GetValueOrDefault(words);
        code = value is null ? null : new LanguageCode(value);
        return code is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Canonical(string tag)
    {
        var parts = Tag().Match(tag.Replace('_', '-'));
        if (!parts.Success) return null;
        var language = parts.Groups["language"].Value.ToLowerInvariant();
        if (!Loaded.Value.Rows.ContainsKey(language)) language = Loaded.Value.Aliases.GetValueOrDefault(language);
        if (language is null) return null;
        var script = parts.Groups["script"].Value;
        if (script.Length > 0) script = $"-{char.ToUpperInvariant(script[1])}{script[2..].ToLowerInvariant()}";
        return language + script + parts.Groups["region"].Value.ToUpperInvariant() + parts.Groups["rest"].Value.ToLowerInvariant();
    }

    private static Tables Load()
    {
        var document = ReferenceTable.Read<Document>("languages");
        var names = new Dictionary<string, string>(document.OtherNames, StringComparer.OrdinalIgnoreCase);
        foreach (var language in new[] { "en", "fr", "ar" })
        {
            foreach (var row in document.Languages)
            {
                if (row.Names.TryGetValue(language, out var name)) names.TryAdd(name, row.Code);
            }
        }
        return new(document.Languages.ToFrozenDictionary(row => row.Code), document.Aliases.ToFrozenDictionary(), names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex("^(?<language>[a-z]{2,3})(?<script>-[a-z]{4})?(?<region>-(?:[a-z]{2}|[0-9]{3}))?(?<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}|x(?:-[a-z0-9]{1,8})+))*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();

    private sealed record Tables(FrozenDictionary<string, Entry> Rows, FrozenDictionary<string, string> Aliases, FrozenDictionary<string, string> Names);

    private sealed record Document(List<Entry> Languages, Dictionary<string, string> Aliases, Dictionary<string, string> OtherNames);

    private sealed record Entry(string Code, bool Rtl, Dictionary<string, string> Names);
}
