using System.Globalization;
using System.Text;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>Makes words that readers take for the same be the same: case, accents, width and spelling variants.</summary>
internal static class Folding
{
    /// <summary>What Unicode does not decompose but readers type without.</summary>
    private static readonly Dictionary<char, string> Spelled = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ı'] = "i",
        ['ɓ'] = "b",
        ['ɗ'] = "d",
        ['ƙ'] = "k",
        ['ƴ'] = "y",
        ['ɛ'] = "e",
        ['ɔ'] = "o",
        ['ŋ'] = "ng", // Hausa, Akan, Ewe as typed on a Latin keyboard
        ['ى'] = "ي",
        ['ی'] = "ي",
        ['ة'] = "ه",
        ['ک'] = "ك",
        ['ـ'] = "",
        ['ς'] = "σ",
    };

    /// <summary>The folded form of <paramref name="word"/>, e.g. <c>Énergies</c> to <c>energies</c>.</summary>
    public static string Fold(string word)
    {
        var lower = word.ToLowerInvariant();
        if (Ascii.IsValid(lower)) return lower;
        var folded = new StringBuilder(lower.Length);
        foreach (var letter in lower.Normalize(NormalizationForm.FormKD)) Append(folded, letter);
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary><paramref name="text"/> without halves of characters, which analysers and normalisation refuse.</summary>
    public static string Whole(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        return at < 0 ? text : string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
    }

    /// <summary><paramref name="text"/> cut where readers see a new word but Unicode does not: at apostrophes and underscores.</summary>
    public static string Apart(string text) => Whole(text).Replace('\'', ' ').Replace('’', ' ').Replace('_', ' ');

    private static void Append(StringBuilder folded, char letter)
    {
        if (IsAccent(letter)) return;
        if (Spelled.TryGetValue(letter, out var spelled)) folded.Append(spelled);
        else if (letter > '9' && char.IsDigit(letter)) folded.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)));
        else folded.Append(letter);
    }

    /// <summary>Marks a reader may leave out; the marks of Indic and South-East Asian scripts are letters and stay.</summary>
    private static bool IsAccent(char letter) => letter is (>= '\u0300' and <= '\u036F')
        or (>= '\u0591' and <= '\u05C7') or (>= '\u064B' and <= '\u0655') or '\u0670' or '\u200C' or '\u200D';
}
