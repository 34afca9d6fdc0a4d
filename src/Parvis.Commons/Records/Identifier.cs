using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Parvis.Commons.Records;

/// <summary>Brings the many spellings of one identifier to one, and says which addresses identify a thing at all.</summary>
/// <remarks>
/// Results are <c>hf:models/ns/name</c>, <c>hf:datasets/ns/name</c>, <c>hf:spaces/ns/name</c>, <c>doi:10.…</c>, <c>arxiv:2211.05100</c> and
/// <c>url:host/path</c>, all in lower case where the authority ignores case. A code host's owner page, a social network or an example domain identifies nothing.
/// </remarks>
internal static partial class Identifier
{
    private static readonly FrozenSet<string> CodeHosts = Set(
        "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sourceforge.net", "git.sr.ht", "huggingface.co", "kaggle.com",
        "pypi.org", "npmjs.com", "hub.docker.com", "modelscope.cn", "zenodo.org", "figshare.com", "openml.org");

    private static readonly FrozenSet<string> NeverIdentifying = Set(
        "example.com", "example.org", "example.net", "localhost", "facebook.com", "twitter.com", "x.com", "linkedin.com", "instagram.com", "youtube.com",
        "youtu.be", "t.me", "medium.com", "discord.gg", "discord.com", "bit.ly", "tinyurl.com", "google.com", "drive.google.com", "docs.google.com",
        "creativecommons.org", "opensource.org", "spdx.org", "choosealicense.com", "w3.org", "schema.org", "wikipedia.org", "en.wikipedia.org");

    private static readonly FrozenSet<string> HubPages = Set(
        "docs", "blog", "papers", "models", "tasks", "collections", "learn", "pricing", "join", "login", "organizations", "posts", "settings", "api", "spaces", "datasets");

    private static readonly FrozenSet<string> Tracking = Set("ref", "source", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "si");

    public static string HubModel(string id) => $"hf:models/{id.Trim().ToLowerInvariant()}";

    public static string HubDataset(string id) => $"hf:datasets/{id.Trim().ToLowerInvariant()}";

    /// <summary>A DOI (ISO 26324) in any of its spellings; null when it is none.</summary>
    public static string? Doi(string text) =>
        DoiPattern().Match(text) is { Success: true } match ? $"doi:{match.Groups["doi"].Value.TrimEnd('.', ',', ';', ')').ToLowerInvariant()}" : null;

    /// <summary>An arXiv id without its version; null when it is none.</summary>
    public static string? Arxiv(string text) =>
        ArxivPattern().Match(text) is { Success: true } match ? $"arxiv:{match.Groups["id"].Value}" : null;

    /// <summary>What <paramref name="address"/> identifies; null when it identifies nothing in particular.</summary>
    public static string? Of(Uri address)
    {
        if (address.Scheme is not ("http" or "https")) return null;
        var host = Host(address);
        if (NeverIdentifying.Contains(host) || !host.Contains('.', StringComparison.Ordinal)) return null;
        if (host is "doi.org" or "dx.doi.org") return Doi(address.AbsolutePath.TrimStart('/'));
        if (host is "arxiv.org") return Arxiv(address.AbsolutePath);
        var segments = Segments(address);
        if (host is "huggingface.co" or "hf.co") return Hub(segments);
        return CodeHosts.Contains(host) ? OfCodeHost(host, segments, Query(address)) : $"url:{host}{Path(segments)}{Query(address)}{Route(address)}";
    }

    /// <summary>A normalised identifier written by a person, e.g. <c>hf:ns/name</c>, <c>doi:10.…</c>; null when it is none.</summary>
    public static string? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return Links.Parse(text) is { } address ? Of(address) : null;
        if (text.StartsWith("doi:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("10.", StringComparison.Ordinal)) return Doi(text);
        if (text.StartsWith("arxiv:", StringComparison.OrdinalIgnoreCase)) return Arxiv(text);
        return text.StartsWith("hf:", StringComparison.OrdinalIgnoreCase) ? Hub(text[3..].Split('/', StringSplitOptions.RemoveEmptyEntries)) : null;
    }

    /// <summary>What a relation points at: the identifier when there is one, else the address itself.</summary>
    public static string Target(Uri address) => Of(address) ?? address.AbsoluteUri;

    /// <summary>Host in lower case without <c>www.</c>.</summary>
    public static string Host(Uri address)
    {
        var host = address.IdnHost.ToLowerInvariant().TrimEnd('.');
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    private static string? Hub(string[] segments)
    {
        var kind = segments.FirstOrDefault() is "datasets" or "spaces" or "models" ? segments[0] : "models";
        var id = segments.FirstOrDefault() == kind ? segments[1..] : segments;
        if (id.Length == 0 || id.Length == 1 && kind != "datasets" || kind == "models" && HubPages.Contains(id[0])) return null;
        // Data sets of the early hub have no namespace.
        var length = id.Length == 1 || id[1] is "tree" or "blob" or "resolve" or "viewer" ? 1 : 2;
        return $"hf:{kind}/{string.Join('/', id.Take(length)).ToLowerInvariant()}";
    }

    private static string? OfCodeHost(string host, string[] segments, string query)
    {
        if (segments.Length < 2) return null;
        if (host == "github.com" && segments[0] is "orgs" or "sponsors" or "topics" or "settings" or "apps") return null;
        if (host == "zenodo.org") return segments[0] is "record" or "records" && segments[1].All(char.IsAsciiDigit) ? $"doi:10.5281/zenodo.{segments[1]}" : null;
        var length = host is "github.com" or "gitlab.com" or "codeberg.org" or "bitbucket.org" or "gitee.com" ? RepositoryLength(segments) : segments.Length;
        return length is null ? null : $"url:{host}{Path(segments[..length.Value]).ToLowerInvariant()}{query}";
    }

    /// <summary>A repository's own pages mean the repository; a folder or a file in it means only that part, which identifies nothing else.</summary>
    private static int? RepositoryLength(string[] segments)
    {
        var mark = Array.FindIndex(segments, 2 <= segments.Length ? 2 : 0, s => s is "tree" or "blob" or "raw" or "wiki" or "releases" or "issues" or "pulls" or "commit" or "src" or "-");
        if (mark < 0) return segments.Length;
        if (segments[mark] == "-") return mark;
        if (segments[mark] is "blob" or "raw") return segments.Length == mark + 3 && segments[^1].StartsWith("readme", StringComparison.OrdinalIgnoreCase) ? mark : null;
        return segments[mark] is "tree" or "src" && segments.Length > mark + 2 ? segments.Length : mark;
    }

    private static string[] Segments(Uri address)
    {
        var segments = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > 0 && segments[^1].EndsWith(".git", StringComparison.OrdinalIgnoreCase)) segments[^1] = segments[^1][..^4];
        if (segments.Length > 0 && segments[^1] is "index.html" or "index.htm" or "index.php") segments = segments[..^1];
        return segments;
    }

    private static string Path(string[] segments) => segments.Length == 0 ? "" : "/" + string.Join('/', segments);

    private static string Query(Uri address)
    {
        var parts = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) && !Tracking.Contains(p.Split('=')[0].ToLowerInvariant()))
            .Order(StringComparer.Ordinal).ToArray();
        return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>Pages drawn in the browser keep their address behind the '#'.</summary>
    private static string Route(Uri address) =>
        address.Fragment is ['#', '/' or '!', _, ..] ? address.Fragment.TrimEnd('/') : "";

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<doi>10\.\d{4,9}/[^\s""<>?#]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DoiPattern();

    [GeneratedRegex(@"(?<![\d.])(?<id>(?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArxivPattern();
}
