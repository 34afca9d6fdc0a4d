using System.Globalization;
using Parvis.Audit.Records;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Pages;

/// <summary>How pages show what a stranger's files say, and how large and how good they are.</summary>
internal static class Shown
{
    private const int LongestWords = 300;
    private static readonly string[] Units = ["kilo", "mega", "giga", "tera"];

    /// <summary>A name or words of a file without what would make them look like others: control characters, line ends, and marks that turn the direction of writing.</summary>
    public static string Words(string untrusted)
    {
        var cut = untrusted.Length > LongestWords ? string.Concat(untrusted.AsSpan(0, LongestWords), "…") : untrusted;
        return string.Create(cut.Length, cut, (into, from) =>
        {
            for (var at = 0; at < from.Length; at++) into[at] = Misleads(from, at) ? '\uFFFD' : from[at];
        });
    }

    /// <summary>A number of bytes, e.g. <c>4.2 MB</c>; decimal units.</summary>
    public static string Size(LanguageTexts texts, long bytes)
    {
        if (bytes < 1000) return texts.Get("audit.size.bytes", ("count", bytes));
        var (size, unit) = (bytes / 1000m, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++) size /= 1000;
        return texts.Get($"audit.size.{Units[unit]}", ("size", texts.FormatNumber(Math.Round(size, 1))));
    }

    /// <summary>The sign of a verdict.</summary>
    public static Tone Tone(Verdict verdict) => verdict switch
    {
        Verdict.Safe => Interface.Components.Tone.Open,
        Verdict.NotExamined => Interface.Components.Tone.Unknown,
        Verdict.Suspicious => Interface.Components.Tone.Partial,
        _ => Interface.Components.Tone.Closed,
    };

    /// <summary>The verdict in a word of the reader's language.</summary>
    public static string Word(LanguageTexts texts, Verdict verdict) => texts[$"audit.verdict.{verdict.Word()}"];

    // Joiners are formatting characters too, but Persian and Hindi are not written without them.
    private static bool Misleads(string words, int at) => words[at] switch
    {
        '\u200C' or '\u200D' => false,
        var c when char.IsHighSurrogate(c) => at + 1 == words.Length || !char.IsLowSurrogate(words[at + 1]) || CharUnicodeInfo.GetUnicodeCategory(words, at) == UnicodeCategory.Format,
        var c when char.IsLowSurrogate(c) => at == 0 || !char.IsHighSurrogate(words[at - 1]) || CharUnicodeInfo.GetUnicodeCategory(words, at - 1) == UnicodeCategory.Format,
        var c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
