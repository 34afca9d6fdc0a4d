using System.Globalization;

namespace Parvis.Commons.Records;

/// <summary>The dates that catalogues write.</summary>
internal static class Dates
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "dd/MM/yyyy", "yyyy/MM/dd"];

    /// <summary>A day, an instant (its day as written, whatever its zone) or null; a bare year or month is no day.</summary>
    public static DateOnly? Parse(string? text)
    {
        if (text is null || text.Length < 8) return null;
        text = text.Trim();
        if (text.Length > 10 && text[10] is 'T' or ' ' && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)) text = text[..10];
        return DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
