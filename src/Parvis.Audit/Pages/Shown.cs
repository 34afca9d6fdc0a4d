using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Pages;

/// <summary>How pages show what a stranger's files say, and how large and how good they are.</summary>
internal static class Shown
{
    private const int LongestWords = 300;
    private static readonly string[] Units = ["kilo", "mega", "giga", "tera"];

    /// <summary>A name or words of a file: plain, and not longer than a reader reads.</summary>
    public static string Words(string untrusted) => PlainNames.Of(untrusted.Length > LongestWords ? string.Concat(untrusted.AsSpan(0, LongestWords), "…") : untrusted);

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
}
