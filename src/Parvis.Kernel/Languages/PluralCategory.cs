using System.Globalization;

namespace Parvis.Kernel.Languages;

/// <summary>The six plural categories of Unicode CLDR (UTS #35, part 3, Language Plural Rules).</summary>
public enum PluralCategory
{
    /// <summary>The form for nothing, e.g. Arabic 0.</summary>
    Zero,

    /// <summary>The singular.</summary>
    One,

    /// <summary>The dual, e.g. Arabic 2.</summary>
    Two,

    /// <summary>The form for a few, e.g. Arabic 3 to 10.</summary>
    Few,

    /// <summary>The form for many, e.g. Arabic 11 to 99, French 1 000 000.</summary>
    Many,

    /// <summary>Every other number; every language has it.</summary>
    Other,
}

/// <summary>Which plural form a number takes: cardinal rules of Unicode CLDR 45 for the languages Parvis is meant for.</summary>
public static class PluralRules
{
    /// <summary>The plural category of <paramref name="number"/> in <paramref name="language"/>.</summary>
    /// <param name="language">BCP 47 tag; only its first subtag counts.</param>
    /// <param name="number">The number as it is written: <c>1.0m</c> has one visible fraction digit, <c>1m</c> none.</param>
    /// <returns>The category; <see cref="PluralCategory.Other"/> for a language without rules here.</returns>
    public static PluralCategory Of(string language, decimal number)
    {
        var n = new Operands(number);
        return language.Split('-')[0] switch
        {
            "en" or "sw" => n.Integer == 1 && n.FractionDigits == 0 ? PluralCategory.One : PluralCategory.Other,
            "fr" or "pt" => n.Integer is 0 or 1 ? PluralCategory.One : ManyMillions(n),
            "es" => n.Value == 1 ? PluralCategory.One : ManyMillions(n),
            "hi" => n.Integer == 0 || n.Value == 1 ? PluralCategory.One : PluralCategory.Other,
            "ar" => Arabic(n.Value),
            _ => PluralCategory.Other,
        };
    }

    private static PluralCategory ManyMillions(Operands n) =>
        n.Integer != 0 && n.Integer % 1_000_000 == 0 && n.FractionDigits == 0 ? PluralCategory.Many : PluralCategory.Other;

    private static PluralCategory Arabic(decimal value) => (value, value % 100) switch
    {
        (0, _) => PluralCategory.Zero,
        (1, _) => PluralCategory.One,
        (2, _) => PluralCategory.Two,
        (_, 3 or 4 or 5 or 6 or 7 or 8 or 9 or 10) => PluralCategory.Few,
        (_, >= 11 and <= 99 and var rest) when decimal.IsInteger(rest) => PluralCategory.Many,
        _ => PluralCategory.Other,
    };

    /// <summary>The operands n, i and v of the plural rules.</summary>
    private readonly struct Operands(decimal number)
    {
        public decimal Value { get; } = Math.Abs(number);

        public decimal Integer { get; } = Math.Truncate(Math.Abs(number));

        public int FractionDigits { get; } = number.Scale;
    }

    /// <summary>Reads a category's keyword, e.g. <c>few</c>.</summary>
    /// <exception cref="FormatException"><paramref name="keyword"/> is none of the six.</exception>
    internal static PluralCategory Parse(string keyword) =>
        keyword is "zero" or "one" or "two" or "few" or "many" or "other"
            ? Enum.Parse<PluralCategory>(keyword, ignoreCase: true)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{keyword}' is no plural category; use zero, one, two, few, many, other or =N."));
}
