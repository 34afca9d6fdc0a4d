using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Web;
using Parvis.Kernel.Sources;

namespace Parvis.Commons.Sources;

/// <summary>One file of a source, kept; or why it could not be had.</summary>
internal abstract record FetchedFile
{
    /// <summary>Its bytes are kept under their SHA-256.</summary>
    internal sealed record Kept(SourceFile File, string Sha256, DateTimeOffset RetrievedAt) : FetchedFile;

    /// <summary>It could not be had.</summary>
    internal sealed record Missing(HarvestProblem Problem) : FetchedFile;
}

/// <summary>Gets the files of a source: a folder's, an address' with the pages that follow it, or the founding collection's.</summary>
internal sealed class CatalogueFetch(PoliteHttp http, LocalFiles local, KeptBytes kept, TimeProvider time)
{
    private const int MostPages = 10_000;
    private const string FoundingPrefix = "Founding/";

    /// <summary>Every file of <paramref name="source"/>, in order.</summary>
    public IAsyncEnumerable<FetchedFile> FilesAsync(CatalogueSource source, CancellationToken cancel) =>
        source.Address == CatalogueSource.FoundingAddress ? FoundingAsync(cancel)
        : IsWeb(source.Address, out var address) ? PagesAsync(FirstPage(source.Kind, address), cancel)
        : FolderAsync(source.Address, cancel);

    /// <summary>Whether <paramref name="address"/> is fetched rather than read from the disk.</summary>
    public static bool IsWeb(string address, out Uri uri) => Uri.TryCreate(address, UriKind.Absolute, out uri!) && !uri.IsFile && address.Contains("://", StringComparison.Ordinal);

    private async IAsyncEnumerable<FetchedFile> FoundingAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var assembly = typeof(CatalogueFetch).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(FoundingPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await using var stream = assembly.GetManifestResourceStream(name)!;
            var file = await kept.KeepAsync(stream, cancel);
            yield return Keep($"{SourceFile.FoundingFolder}/{name[FoundingPrefix.Length..]}", mediaType: null, file, time.GetUtcNow());
        }
    }

    private async IAsyncEnumerable<FetchedFile> FolderAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        var root = Path.GetFullPath(path);
        if (!File.Exists(root) && !Directory.Exists(root))
        {
            yield return Missing(HarvestProblem.Unreachable, path, "path.missing", "There is no such file or folder.");
            yield break;
        }
        await foreach (var outcome in local.ReadAsync(root, cancel))
        {
            var name = File.Exists(root) ? Path.GetFileName(root) : Path.GetRelativePath(root, outcome.Path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith($"{SourceFile.FoundingFolder}/", StringComparison.Ordinal)) name = $"./{name}"; // a folder by that name on a disk is not ours
            yield return outcome switch
            {
                LocalFileOutcome.Kept file => Keep(name, mediaType: null, file.File, file.ReadAt),
                LocalFileOutcome.Refused refused => Missing(HarvestProblem.Refused, name, $"file.{Name(refused.Reason)}", ""),
                _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
            };
        }
    }

    private async IAsyncEnumerable<FetchedFile> PagesAsync(Uri first, [EnumeratorCancellation] CancellationToken cancel)
    {
        var seen = new HashSet<Uri>();
        for (Uri? page = first; page is not null && seen.Add(page);)
        {
            if (seen.Count > MostPages)
            {
                yield return Missing(HarvestProblem.Refused, page.AbsoluteUri, "pages.too-many", string.Create(CultureInfo.InvariantCulture, $"Pages after the first {MostPages} are not read."));
                yield break;
            }
            var outcome = await http.FetchAsync(new FetchRequest(page), cancel);
            if (outcome is not FetchOutcome.Fetched fetched)
            {
                yield return Missing(outcome);
                yield break;
            }
            yield return Keep(page.AbsoluteUri, fetched.MediaType, fetched.File, fetched.FetchedAt);
            page = fetched.Next ?? NextCkanPage(page, fetched.File.Sha256);
        }
    }

    // A CKAN site is named by its home page, its API or an answer of it; the catalogue is what package_search answers.
    private static Uri FirstPage(string kind, Uri address)
    {
        if (kind != "ckan" || address.AbsolutePath.Contains("/action/", StringComparison.Ordinal)) return address;
        var root = address.AbsolutePath.Split("/api/")[0].TrimEnd('/');
        return new Uri(address, $"{root}/api/3/action/package_search?rows=1000&start=0&sort=metadata_modified%20asc");
    }

    private Uri? NextCkanPage(Uri page, string sha256)
    {
        if (!page.AbsolutePath.EndsWith("/package_search", StringComparison.Ordinal)) return null;
        using var stream = kept.Open(sha256)!;
        if (!TryCount(stream, out var total, out var here) || here == 0) return null;
        var query = HttpUtility.ParseQueryString(page.Query);
        var start = int.TryParse(query["start"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        if (start + here >= total) return null;
        query["start"] = (start + here).ToString(CultureInfo.InvariantCulture);
        return new UriBuilder(page) { Query = query.ToString() }.Uri;
    }

    private static bool TryCount(Stream answer, out int total, out int here)
    {
        (total, here) = (0, 0);
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 64 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("result", out var result)) return false;
            if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("count", out var count) || count.ValueKind != JsonValueKind.Number || !count.TryGetInt32(out total)) return false;
            here = result.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array ? results.GetArrayLength() : 0;
            return true;
        }
        catch (JsonException)
        {
            return false; // the reader names what is wrong with the page
        }
    }

    private FetchedFile.Kept Keep(string path, string? mediaType, KeptFile file, DateTimeOffset at) =>
        new(new SourceFile(path, mediaType, () => kept.Open(file.Sha256)!, file.Length), file.Sha256, at);

    private static FetchedFile.Missing Missing(FetchOutcome outcome) => outcome switch
    {
        FetchOutcome.Refused refused => Missing(HarvestProblem.Refused, refused.Address.AbsoluteUri, $"fetch.{Name(refused.Reason)}", refused.Detail),
        FetchOutcome.Failed failed => Missing(HarvestProblem.Unreachable, failed.Address.AbsoluteUri, $"fetch.{Name(failed.Reason)}", failed.Status is { } status ? $"HTTP {status}. {failed.Detail}" : failed.Detail),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
    };

    private static FetchedFile.Missing Missing(string severity, string file, string rule, string detail) =>
        new(new HarvestProblem(severity, file, Pointer: null, Line: null, Byte: null, rule, detail));

    // PrivateAddress → private-address
    private static string Name(Enum reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}
