using System.Globalization;

namespace Parvis.Audit.Sources;

/// <summary>Names that strangers give, without what would make them look like others or lead elsewhere.</summary>
internal static class PlainNames
{
    private const int LongestSegment = 120; // UTF-16 units; at most 255 bytes of most scripts, the limit of file systems
    private const int DeepestPath = 16;
    private const int LongestSegmentBytes = 240;
    private static readonly char[] Separators = ['/', '\\'];
    private static readonly char[] NotInNames = ['!', .. Path.GetInvalidFileNameChars()]; // the report writes members of containers as outer!inner

    /// <summary>Words without control characters, line ends, halves of characters, and marks that turn the direction of writing: each becomes U+FFFD.</summary>
    public static string Of(string untrusted) => string.Create(untrusted.Length, untrusted, (into, from) =>
    {
        for (var at = 0; at < from.Length; at++) into[at] = Misleads(from, at) ? '\uFFFD' : from[at];
    });

    /// <summary>As <see cref="Of"/>, line by line.</summary>
    public static string Lines(string untrusted) => string.Join('\n', untrusted.ReplaceLineEndings("\n").Split('\n').Select(Of));

    /// <summary>A relative path, <c>/</c>-separated, that stays below the folder it is put into; null when nothing of the name is left.</summary>
    public static string? Relative(string untrusted)
    {
        var segments = Of(untrusted).Split(Separators).Select(Segment).Where(segment => segment.Length > 0 && segment.Trim('.').Length > 0).ToList();
        return segments.Count == 0 ? null : string.Join('/', segments.TakeLast(DeepestPath));
    }

    private static string Segment(string segment)
    {
        var plain = string.Concat(segment.Trim().Select(c => NotInNames.Contains(c) ? '\uFFFD' : c));
        while (plain.Length > LongestSegment || System.Text.Encoding.UTF8.GetByteCount(plain) > LongestSegmentBytes) plain = plain[1..]; // the end has the extension
        return plain.Length > 0 && char.IsLowSurrogate(plain[0]) ? plain[1..] : plain;
    }

    // Joiners are formatting characters too, but Persian and Hindi are not written without them.
    private static bool Misleads(string words, int at) => words[at] switch
    {
        '\u200C' or '\u200D' => false,
        var c when char.IsHighSurrogate(c) => at + 1 == words.Length || !char.IsLowSurrogate(words[at + 1]) || CharUnicodeInfo.GetUnicodeCategory(words, at) == UnicodeCategory.Format,
        var c when char.IsLowSurrogate(c) => at == 0 || !char.IsHighSurrogate(words[at - 1]) || CharUnicodeInfo.GetUnicodeCategory(words, at - 1) == UnicodeCategory.Format,
        var c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
