using System.Buffers;

namespace Parvis.Commons.Records;

/// <summary>Addresses in fields that people filled in.</summary>
internal static class Links
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"<>|");

    /// <summary>The first http or https address in <paramref name="text"/>; a bare <c>www.</c> host counts; null when there is none.</summary>
    public static Uri? Parse(string? text)
    {
        if (text is null || text.Length > 4096) return null;
        var start = text.IndexOf("http", StringComparison.OrdinalIgnoreCase);
        var candidate = start >= 0 ? text[start..] : text.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? "https://" + text : null;
        if (candidate is null) return null;
        var end = candidate.AsSpan().IndexOfAny(Ends);
        if (end >= 0) candidate = candidate[..end];
        return Uri.TryCreate(candidate, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address!.Host.Length > 0
            && address.UserInfo.Length == 0 ? address : null;
    }

    /// <summary>The address when it names something on its host, not an empty example.</summary>
    public static Uri? Own(Uri? address) => address is not null && !Identifier.Host(address).StartsWith("example.", StringComparison.Ordinal) ? address : null;
}
