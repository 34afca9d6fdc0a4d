using System.Globalization;

namespace Parvis.Kernel.Languages;

/// <summary>Chooses a language by what a reader's browser asks for: RFC 9110, section 12.5.4, with the lookup of RFC 4647, section 3.4.</summary>
public static class AcceptLanguage
{
    /// <summary>The best of <paramref name="available"/> for a header.</summary>
    /// <param name="header">Value of <c>Accept-Language</c>, e.g. <c>fr-CH, fr;q=0.9, en;q=0.5</c>; null or empty when there is none.</param>
    /// <param name="available">Tags on offer, the default first.</param>
    /// <returns>The tag of highest weight, the earlier of equals; <c>*</c> and no match give the default unless it is refused with <c>q=0</c>.</returns>
    public static string Best(string? header, IReadOnlyList<string> available)
    {
        var ranges = (header ?? "").Split(',').Select(Parse).OfType<(string Range, double Weight)>().ToList();
        var refused = ranges.Where(r => r.Weight == 0).Select(r => r.Range).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var open = available.Where(tag => !refused.Contains(tag)).ToList();
        return ranges.Where(r => r.Weight > 0)
            .OrderByDescending(r => r.Weight)
            .Select(r => Match(r.Range, open))
            .FirstOrDefault(tag => tag is not null) ?? open.FirstOrDefault() ?? available[0];
    }

    private static string? Match(string range, List<string> available)
    {
        if (range == "*") return available.FirstOrDefault();
        for (var prefix = range; prefix.Length > 0; prefix = prefix[..Math.Max(0, prefix.LastIndexOf('-'))])
        {
            if (available.Find(tag => string.Equals(tag, prefix, StringComparison.OrdinalIgnoreCase)) is { } tag) return tag;
        }
        return null;
    }

    private static (string Range, double Weight)? Parse(string element)
    {
        var parts = element.Split(';', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0) return null;
        if (parts.Length == 1) return (parts[0], 1);
        return parts[1].StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parts[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0 and <= 1
            ? (parts[0], weight)
            : null;
    }
}
