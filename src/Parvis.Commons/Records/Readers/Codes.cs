using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Parvis.Commons.Records.Readers;

/// <summary>Brings a source's words for licences, languages and countries to their codes; null when the words name none.</summary>
internal static partial class Codes
{
    /// <summary>Words that stand where a language should, and are none.</summary>
    private static readonly FrozenSet<string> NotLanguages = new[] { "code", "multilingual", "unknown", "none", "other", "und", "zxx", "n/a" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> TwoLetters = (
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv "
        + "ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my "
        + "na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
        + "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static string? Spdx(string text) => null;

    /// <summary>A BCP 47 tag.</summary>
    public static string? Language(string text)
    {
        text = text.Trim().Replace('_', '-');
        return NotLanguages.Contains(text) || !Tag().IsMatch(text) ? null : text;
    }

    /// <summary>True for an ISO 639-1 code.</summary>
    public static bool IsTwoLetterLanguage(string text) => TwoLetters.Contains(text);

    /// <summary>An ISO 3166-1 alpha-2 code.</summary>
    public static string? Country(string text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] ? text : null;

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
