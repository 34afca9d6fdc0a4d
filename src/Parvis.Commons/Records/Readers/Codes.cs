using System.Collections.Frozen;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Commons.Records.Readers;

/// <summary>Brings a source's words for licences, languages and countries to their codes; null when the words name none.</summary>
internal static class Codes
{
    /// <summary>Words that stand where a language should, and are none.</summary>
    private static readonly FrozenSet<string> NotLanguages =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "code", "multilingual", "unknown", "none", "other", "und", "mul", "mis", "zxx", "n/a");

    /// <summary>An SPDX licence expression.</summary>
    public static string? Spdx(string text) => LicenceText.ToSpdx(text) is StatedLicence.Known known ? known.Expression.Value : null;

    /// <summary>A BCP 47 tag, from a tag, a code or a name.</summary>
    public static string? Language(string text) =>
        !NotLanguages.Contains(text.Trim()) && LanguageCode.TryParse(text, out var code) ? code.Value : null;

    /// <summary>True for an ISO 639-1 code as it is written.</summary>
    public static bool IsTwoLetterLanguage(string text) => text.Length == 2 && Language(text) == text;

    /// <summary>An ISO 3166-1 alpha-2 code, from a code or a name.</summary>
    public static string? Country(string text) => CountryCode.TryParse(text, out var code) ? code.Value : null;
}
