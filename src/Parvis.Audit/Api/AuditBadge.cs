using System.Globalization;
using System.Security;
using Parvis.Audit.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Api;

/// <summary>A verdict as a small picture that others may show: words and a sign, not colour alone. It speaks for a report, so it belongs on a link to that.</summary>
internal static class AuditBadge
{
    public const string MediaType = "image/svg+xml; charset=utf-8";

    private const int Height = 28;
    private const int Edge = 10;
    private const int Sign = 16;
    private const double LetterWidth = 7.4; // of most letters at 13 px; the text is then fitted to the width it is given

    /// <summary>The picture of <paramref name="verdict"/>, or of an audit that is not made yet.</summary>
    public static string Draw(Verdict? verdict, LanguageTexts texts)
    {
        var (left, right) = (texts["audit.badge.left"], verdict is { } made ? texts[$"audit.verdict.{made.Word()}"] : texts["audit.badge.pending"]);
        var (leftWidth, rightWidth) = (Width(left), Width(right) + Sign + 6);
        var (ink, ground) = Colours(verdict);
        var whole = leftWidth + rightWidth;
        // In languages written from the right, the label stands at the right.
        var (leftAt, rightAt) = texts.IsRightToLeft ? (rightWidth, 0) : (0, leftWidth);
        var signAt = texts.IsRightToLeft ? rightAt + rightWidth - Edge - Sign : rightAt + Edge;
        var wordsAt = rightAt + Edge + (texts.IsRightToLeft ? 0 : Sign + 6);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{Height}" viewBox="0 0 {whole} {Height}" role="img" aria-labelledby="t" lang="{texts.Tag}">
            <title id="t">{Escape(left)}: {Escape(right)}</title>
            <rect width="{whole}" height="{Height}" rx="4" fill="#1b1d29"/>
            <rect x="{rightAt}" width="{rightWidth}" height="{Height}" rx="4" fill="{ground}" stroke="{ink}"/>
            {Text(left, leftAt + Edge, leftWidth - (2 * Edge), "#ffffff", texts)}
            <g transform="translate({signAt} 6)" fill="none" stroke="{ink}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{Mark(verdict)}</g>
            {Text(right, wordsAt, Width(right) - (2 * Edge), ink, texts)}
            </svg>

            """);
    }

    private static string Text(string words, int x, int width, string ink, LanguageTexts texts) => string.Create(CultureInfo.InvariantCulture,
        $"""<text x="{(texts.IsRightToLeft ? x + width : x)}" y="19" direction="{texts.Direction}" textLength="{width}" lengthAdjust="spacingAndGlyphs" font-family="system-ui, sans-serif" font-size="13" font-weight="600" fill="{ink}">{Escape(words)}</text>""");

    private static int Width(string words) => (int)(words.EnumerateRunes().Count(rune => Rune(rune)) * LetterWidth) + (2 * Edge);

    // Marks above and below letters take no room.
    private static bool Rune(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    private static (string Ink, string Ground) Colours(Verdict? verdict) => verdict switch
    {
        Verdict.Safe => ("#1f6b57", "#e0efe9"),
        Verdict.Suspicious => ("#8a5a00", "#f8eedb"),
        Verdict.Malformed or Verdict.Unsafe => ("#9c2f20", "#f8e7e3"),
        _ => ("#55586a", "#ffffff"),
    };

    private static string Mark(Verdict? verdict) => verdict switch
    {
        Verdict.Safe => """<path d="M2.5 8.5 6 12l7.5-8"/>""",
        Verdict.Suspicious => """<path d="M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1"/>""",
        Verdict.Malformed or Verdict.Unsafe => """<path d="m3.5 3.5 9 9m0-9-9 9"/>""",
        _ => """<path d="M5.2 5.4a2.9 2.9 0 1 1 4.3 2.7C8.5 8.7 8 9.2 8 10.2M8 13.4v.1"/>""",
    };

    private static string Escape(string words) => SecurityElement.Escape(words);
}
