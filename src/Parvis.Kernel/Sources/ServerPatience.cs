using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Parvis.Kernel.Sources;

/// <summary>What a server says about when to come again.</summary>
internal static partial class ServerPatience
{
    /// <summary>The time a server asks us to stay away until: Retry-After (RFC 9110 §10.2.3) or an exhausted RateLimit (draft-ietf-httpapi-ratelimit-headers), whichever is later; null when it asks for nothing.</summary>
    public static DateTimeOffset? RestsUntil(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var retry = headers.RetryAfter is { } after ? after.Date ?? now + after.Delta : null;
        var limit = ExhaustedFor(headers) is { } seconds ? now.AddSeconds(seconds) : (DateTimeOffset?)null;
        return retry is null || limit > retry ? limit ?? retry : retry;
    }

    // Three generations of the draft are in use: "policy";r=0;t=30, then limit=9, remaining=0, reset=30, and three separate headers.
    private static long? ExhaustedFor(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("RateLimit", out var values))
        {
            return values.SelectMany(value => Policy().Matches(value))
                .Where(policy => policy.Groups["left"].Value == "0")
                .Select(policy => (long?)Seconds(policy.Groups["wait"].Value))
                .Max();
        }
        return First(headers, "RateLimit-Remaining") == 0 ? First(headers, "RateLimit-Reset") : null;
    }

    private static long? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A nine-digit cap keeps an absurd figure a valid, merely distant, date.
    private static long Seconds(string digits) => digits.Length > 9 ? 999_999_999 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("""\b(?:r|remaining)=(?<left>\d+)[;,]\s*(?:t|reset)=(?<wait>\d+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Policy();
}
