using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Parvis.Dialogue.Records;

/// <summary>Words as far as they tell statements apart: without case, accents, marks of punctuation and width.</summary>
internal static class FoldedText
{
    private const double Near = 0.7;

    /// <summary>The folded form: letters and digits, single spaces.</summary>
    public static string Of(string words)
    {
        var folded = new StringBuilder(words.Length);
        foreach (var rune in Whole(words).ToLowerInvariant().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (IsLeftOut(rune.Value)) continue;
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol) folded.Append(rune);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }

    /// <summary>SHA-256 of the folded form, lower-case hexadecimal: equal where two statements say the same in the same words.</summary>
    public static string Digest(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(words))));

    /// <summary>Words as they are kept: in Unicode's composed form, on one line, without what cannot be seen.</summary>
    public static string Kept(string words)
    {
        var kept = new StringBuilder(words.Length);
        foreach (var rune in Whole(words).Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (kept.Length > 0 && kept[^1] != ' ') kept.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && !IsDirection(rune.Value)) kept.Append(rune);
        }
        return kept.ToString().Trim();
    }

    /// <summary>How alike two folded texts are, 0 to 1: twice the runs of three letters they share over all they have (Dice).</summary>
    public static double Likeness(string folded, string other)
    {
        HashSet<ulong> own = [], others = [];
        Runs(folded, own);
        Runs(other, others);
        return Likeness(own.Count(others.Contains), own.Count, others.Count);
    }

    /// <summary>Whether two folded texts are so alike that somebody should look at both.</summary>
    public static bool IsNear(string folded, string other) => Likeness(folded, other) >= Near;

    /// <summary>The same of texts that have so many runs, and share so many of them.</summary>
    public static bool IsNear(int shared, int own, int others) => Likeness(shared, own, others) >= Near;

    /// <summary>Puts the runs of three letters of a folded text, with the spaces around it, in the place of what <paramref name="runs"/> held.</summary>
    public static void Runs(string folded, HashSet<ulong> runs)
    {
        runs.Clear();
        if (folded.Length == 0) return;
        var run = (ulong)' ';
        for (var at = 0; at <= folded.Length; at++)
        {
            run = ((run << 16) | (at < folded.Length ? folded[at] : ' ')) & 0xFFFF_FFFF_FFFF;
            if (at > 0) runs.Add(run);
        }
    }

    private static double Likeness(int shared, int own, int others) => own + others == 0 ? 0 : 2.0 * shared / (own + others);

    // Halves of characters cannot be normalised.
    private static string Whole(string words) => !words.Any(char.IsSurrogate) ? words : string.Concat(words.EnumerateRunes().Select(rune => rune.ToString()));

    // Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs and the line that stretches; marks of other scripts are letters.
    private static bool IsLeftOut(int value) => value is (>= 0x300 and <= 0x36F) or (>= 0x591 and <= 0x5C7) or 0x640 or (>= 0x64B and <= 0x655) or 0x670 or (>= 0x200B and <= 0x200F);

    // Marks that turn the direction of what follows, which could hide words of the page around a statement.
    private static bool IsDirection(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
