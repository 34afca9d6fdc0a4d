using System.Globalization;
using Lucene.Net.Util;
using Parvis.Kernel.Languages;

namespace Parvis.Kernel.Search;

/// <summary>The order of titles in each language of the interface.</summary>
internal static class TitleOrder
{
    private const int LettersThatOrder = 40;

    /// <summary>Languages that titles can be ordered in; a reader of another language gets the order of English.</summary>
    public static IReadOnlyList<string> Languages => InterfaceLanguages.All;

    /// <summary>The field that orders titles for a reader of <paramref name="language"/>.</summary>
    public static string Field(string language)
    {
        var primary = language.Split('-')[0].ToLowerInvariant();
        return Fields.Order(Languages.Contains(primary, StringComparer.Ordinal) ? primary : "en");
    }

    /// <summary>A key whose bytes sort as readers of <paramref name="language"/> sort the title they see.</summary>
    public static BytesRef Key(LocalizedText titles, string language)
    {
        var title = titles.In(language).Words;
        var start = title.Length <= LettersThatOrder ? title : title[..LettersThatOrder];
        return new BytesRef(CultureInfo.GetCultureInfo(language).CompareInfo.GetSortKey(start, CompareOptions.StringSort).KeyData);
    }
}
