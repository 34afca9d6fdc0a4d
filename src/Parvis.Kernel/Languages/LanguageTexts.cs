using System.Collections.Frozen;
using System.Globalization;

namespace Parvis.Kernel.Languages;

/// <summary>
/// The texts of one language, and how it writes numbers and dates.
/// Numbers are in Latin digits in every language, Arabic too: statistics, licences and versions are quoted and compared across languages,
/// and UN and Arab statistical offices publish them so. Separators, plural forms and month names are the language's own (Unicode CLDR).
/// </summary>
public sealed class LanguageTexts
{
    private const string LeftToRightMark = "\u200e";
    private readonly FrozenDictionary<string, MessagePattern> _own;
    private readonly FrozenDictionary<string, MessagePattern> _english;
    private readonly CultureInfo _culture;

    internal LanguageTexts(string tag, FrozenDictionary<string, MessagePattern> own, FrozenDictionary<string, MessagePattern> english)
    {
        (Tag, _own, _english) = (tag, own, english);
        _culture = WithLatinDigits(tag);
    }

    /// <summary>BCP 47 tag, e.g. <c>fr</c>.</summary>
    public string Tag { get; }

    /// <summary>The language's own name, e.g. <c>Français</c>.</summary>
    public string Name => this["language.name"];

    /// <summary>Direction of writing as HTML's <c>dir</c> has it: <c>ltr</c> or <c>rtl</c>.</summary>
    public string Direction => this["language.direction"];

    /// <summary>True when the language is written from right to left.</summary>
    public bool IsRightToLeft => string.Equals(Direction, "rtl", StringComparison.Ordinal);

    /// <summary>Keys this language itself has.</summary>
    internal IEnumerable<string> OwnKeys => _own.Keys;

    /// <summary>The text of <paramref name="key"/>, without arguments.</summary>
    /// <exception cref="KeyNotFoundException">English has no such key.</exception>
    /// <exception cref="FormatException">The text needs arguments.</exception>
    public string this[string key] => Get(key);

    /// <summary>The text of <paramref name="key"/> with its arguments filled in.</summary>
    /// <param name="key">Key with its module's prefix, e.g. <c>commons.results</c>.</param>
    /// <param name="arguments">Names and values: numbers, words, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="LocalizedText"/>.</param>
    /// <exception cref="KeyNotFoundException">English has no such key.</exception>
    /// <exception cref="FormatException">An argument is missing or of the wrong kind.</exception>
    public string Get(string key, params (string Name, object? Value)[] arguments)
    {
        if (!_own.TryGetValue(key, out var pattern) && !_english.TryGetValue(key, out pattern))
        {
            throw new KeyNotFoundException($"No text '{key}': add it to Texts/{InterfaceLanguages.Source}.json of its module.");
        }
        return pattern.Format(this, arguments);
    }

    /// <summary>Writes a whole number with the language's separators, e.g. <c>12 408</c> in French.</summary>
    public string FormatNumber(long number) => number.ToString("#,##0", _culture);

    /// <summary>Writes a number with the language's separators.</summary>
    /// <param name="number">The number.</param>
    /// <param name="decimals">Digits after the decimal sign, or null for as many as there are, at most three.</param>
    public string FormatNumber(decimal number, int? decimals = null) => number.ToString(Format(decimals), _culture);

    /// <inheritdoc cref="FormatNumber(decimal, int?)"/>
    public string FormatNumber(double number, int? decimals = null) => number.ToString(Format(decimals), _culture);

    /// <summary>Writes a share as per cent, at most one decimal, e.g. 0.615 as <c>61.5%</c>.</summary>
    public string FormatPercent(decimal share) => _culture.NumberFormat.PercentPositivePattern == 1
        ? (share * 100).ToString("#,##0.#", _culture) + _culture.NumberFormat.PercentSymbol
        : (share * 100).ToString("#,##0.#", _culture) + "\u00a0" + _culture.NumberFormat.PercentSymbol;

    /// <summary>Writes a date, e.g. <c>24 November 2026</c>.</summary>
    public string FormatDate(DateOnly date) => date.ToString(this["language.date"], _culture);

    /// <summary>Writes the UTC date of an instant, e.g. <c>24 November 2026</c>.</summary>
    public string FormatDate(DateTimeOffset instant) => FormatDate(DateOnly.FromDateTime(instant.UtcDateTime));

    /// <summary>Writes an instant to the minute, in UTC and saying so, e.g. <c>24 November 2026, 09:12 UTC</c>.</summary>
    public string FormatInstant(DateTimeOffset instant) => instant.UtcDateTime.ToString(this["language.instant"], _culture);

    private static string Format(int? decimals) => decimals switch
    {
        null => "#,##0.###",
        0 => "#,##0",
        var digits => "#,##0." + new string('0', digits.Value),
    };

    private static CultureInfo WithLatinDigits(string tag)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(tag).Clone();
        if (!string.Equals(culture.TwoLetterISOLanguageName, "ar", StringComparison.Ordinal)) return culture;
        // CLDR's symbols for Arabic with Latin digits; the runtime only knows those for Arabic-Indic digits.
        var numbers = culture.NumberFormat;
        (numbers.NumberGroupSeparator, numbers.NumberDecimalSeparator) = (",", ".");
        (numbers.NegativeSign, numbers.PercentSymbol) = (LeftToRightMark + "-", LeftToRightMark + "%" + LeftToRightMark);
        return culture;
    }
}
