using System.Net;
using System.Text.RegularExpressions;

namespace Parvis.Commons.Records;

/// <summary>Makes plain text of the markup found in catalogues; what a reader would see stays.</summary>
internal static partial class PlainText
{
    private const int Timeout = 2000;

    /// <summary>HTML to text: breaks and blocks become line breaks, tags and scripts go, entities become characters.</summary>
    public static string OfHtml(string text, int longest = Formats.Limits.DescriptionLength)
    {
        if (text.Length > longest * 8) text = text[..(longest * 8)];
        if (Tag().IsMatch(text))
        {
            text = Hidden().Replace(text, " ");
            text = Block().Replace(text, "\n");
            text = Tag().Replace(text, "");
        }
        return Cut(Tidy(WithoutMail(text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text)), longest);
    }

    /// <summary>One line of text.</summary>
    public static string OfLine(string text) => string.Join(" ", OfHtml(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Cuts at the end of a word and says so with an ellipsis.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = text.LastIndexOf(' ', longest - 2);
        if (end < longest / 2) end = longest - 2;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd(' ', ',', ';', '.', '\n') + " …";
    }

    /// <summary>Addresses of persons are never taken, wherever they stand.</summary>
    public static string WithoutMail(string text) =>
        text.Contains('@', StringComparison.Ordinal) ? Mail().Replace(text, "") : text;

    public static bool IsMail(string text) => text.Contains('@', StringComparison.Ordinal) && Mail().IsMatch(text);

    private static string Tidy(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => Blank().Replace(l, " ").Trim());
        return Breaks().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    [GeneratedRegex(@"<(?<tag>script|style|template)\b[^>]*>.*?(</\k<tag>\s*>|$)|<!--.*?(-->|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"<(br|/?p|/?div|/?li|/?ul|/?ol|/?h[1-6]|/?tr|/?table|/?blockquote|hr)\b[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Block();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>|<!--", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[^\S\n]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\n{3,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\b(mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Mail();
}
