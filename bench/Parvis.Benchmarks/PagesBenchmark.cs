using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>Bytes that a first view of each page takes on the wire: the page and every stylesheet, script, picture and font it asks for.</summary>
internal static partial class PagesBenchmark
{
    private const double MostKilobytes = 50;
    private const string LongestRecord = "SELECT record_id FROM kernel_record_version ORDER BY LENGTH(body) DESC LIMIT 1";
    private const string EverySource = "SELECT id FROM commons_source ORDER BY id";
    private static readonly string[] Languages = ["en", "ar"];
    private static readonly string[] Pages = ["/", "/about", "/accessibility", "/commons", "/commons?q=language+model", "/commons/how", "/commons/sources", "/ledger", "/sign-in", "/no-such-page"];

    public static Command Create()
    {
        var cases = new Option<string?>("--cases") { Description = "The folder with a folder for each kind of catalogue." };
        var folder = new Option<string?>("--folder") { Description = "Keeps the data folder here and uses it again; without it, it is made anew." };
        return new Command("pages", "Kilobytes (1,000 bytes) of a first view of each page that needs no sign-in, compressed. Must be at most 50.") { cases, folder }
            .Measures((parsed, output, cancel) => RunAsync(parsed.GetValue(folder), SharedFiles.Folder(parsed.GetValue(cases)), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string? folder, string cases, TextWriter output, CancellationToken cancel)
    {
        using var filled = await FilledNode.MakeAsync(folder, cases, cancel);
        var (node, _) = await NodeProcess.StartAsync(filled.Path, cancel);
        await using var running = node;
        using var http = new HttpClient { BaseAddress = node.Address };
        var heaviest = 0.0;
        foreach (var page in Pages.Concat(await LongestAsync(filled.Path, cancel)))
        {
            foreach (var language in Languages)
            {
                var parts = await WeighAsync(http, new Uri($"/{language}{page}", UriKind.Relative), cancel);
                var kilobytes = parts.Sum(part => part.Bytes) / 1e3;
                heaviest = Math.Max(heaviest, kilobytes);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kilobytes,6:F1} kB  /{language}{page}  ({string.Join(", ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Bytes / 1e3:F1}")))})"));
            }
        }
        return [new("heaviest page", heaviest, "kB", MostKilobytes, AtMost: true)];
    }

    /// <summary>The pages whose length depends on what is in the catalogue: the longest record's and each source's.</summary>
    private static async Task<IReadOnlyList<string>> LongestAsync(string folder, CancellationToken cancel)
    {
        await using var database = Database.Sqlite(new DataFolder(folder).DatabaseFile);
        await using var connection = await database.OpenAsync(cancel);
        var record = await connection.ExecuteScalarAsync<string>(LongestRecord);
        return [$"/commons/records/{record}", .. (await connection.QueryAsync<string>(EverySource)).Select(source => $"/commons/sources/{source}")];
    }

    private static async Task<List<(string Name, long Bytes)>> WeighAsync(HttpClient http, Uri page, CancellationToken cancel)
    {
        using var plain = await http.GetAsync(page, cancel);
        var html = await plain.Content.ReadAsStringAsync(cancel);
        var parts = new List<(string, long)> { ("page", await BytesAsync(http, page, cancel)) };
        var address = new Uri(http.BaseAddress!, page);
        foreach (var part in Links().Matches(html).Select(link => new Uri(address, System.Net.WebUtility.HtmlDecode(link.Groups["address"].Value))).Distinct())
            parts.Add((Path.GetFileName(part.AbsolutePath), await BytesAsync(http, part, cancel)));
        return parts;
    }

    private static async Task<long> BytesAsync(HttpClient http, Uri address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var answer = await http.SendAsync(request, cancel);
        return (await answer.Content.ReadAsByteArrayAsync(cancel)).LongLength;
    }

    [GeneratedRegex("""<(?:link\b[^>]*\brel="?(?:stylesheet|icon|preload|modulepreload|manifest)\b[^>]*\bhref|link\b(?=[^>]*\brel="?(?:stylesheet|icon|preload|modulepreload|manifest)\b)[^>]*\bhref|script\b[^>]*\bsrc|img\b[^>]*\bsrc|source\b[^>]*\bsrcset|use\b[^>]*\bhref)="?(?<address>[^"\s>#]+)""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Links();
}
