using System.Globalization;

namespace Parvis.Kernel.Languages;

/// <summary>What a BCP 47 tag says of the words it stands on.</summary>
public static class LanguageTag
{
    /// <summary>Value of HTML's <c>dir</c> for words in a language: <c>ltr</c>, <c>rtl</c>, or <c>auto</c> when the tag says nothing.</summary>
    /// <param name="tag">BCP 47 tag; empty or not well formed is allowed.</param>
    public static string Direction(string tag) => Culture(tag) is { } culture ? culture.TextInfo.IsRightToLeft ? "rtl" : "ltr" : "auto";

    /// <summary>True when both tags are of one language, whatever the region: <c>en-GB</c> and <c>en</c>.</summary>
    /// <param name="tag">BCP 47 tag.</param>
    /// <param name="other">BCP 47 tag.</param>
    public static bool SameLanguage(string tag, string other) => string.Equals(tag.Split('-')[0], other.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    private static CultureInfo? Culture(string tag)
    {
        if (tag.Length == 0 || tag == LocalizedText.Undetermined) return null;
        try
        {
            return CultureInfo.GetCultureInfo(tag);
        }
        catch (CultureNotFoundException)
        {
            return null; // tags come from sources and may be anything
        }
    }
}
