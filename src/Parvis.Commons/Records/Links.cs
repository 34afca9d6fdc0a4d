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
            && HasHost(address!)
            && address.UserInfo.Length == 0 ? address : null;
    }

    /// <summary>A host is only decoded when asked for, so one that breaks the rules for names (RFC 5891) shows here.</summary>
    private static bool HasHost(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
