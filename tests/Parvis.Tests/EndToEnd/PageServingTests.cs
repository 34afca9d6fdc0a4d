using System.Net;
using System.Xml.Linq;
using Parvis.Interface.Serving;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>Pages and what stands beside them, over HTTP.</summary>
public sealed class PageServingTests(ServedNode node) : IClassFixture<ServedNode>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr-CA,fr;q=0.9", "/fr/")]
    [InlineData("ar", "/ar/")]
    [InlineData("xx", "/en/")]
    public async Task The_front_door_leads_to_the_readers_language(string accepted, string expected)
    {
        using var answer = await node.GetAsync("/", language: accepted);
        Assert.Equal((HttpStatusCode.Found, expected), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("Accept-Language", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("en", "ltr")]
    [InlineData("fr", "ltr")]
    [InlineData("ar", "rtl")]
    public async Task A_page_says_its_language_and_direction_and_carries_the_security_headers(string language, string direction)
    {
        foreach (var path in (string[])["", "commons", $"commons/records/{ServedNode.Bees}", "commons/sources", "ledger", "about", "accessibility"])
        {
            using var answer = await node.GetAsync($"/{language}/{path}");
            var page = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"/{language}/{path}: {(int)answer.StatusCode}");
            Assert.Matches($"<html[^>]* lang=\"{language}\"", page);
            Assert.Matches($"<html[^>]* dir=\"{direction}\"", page);
            AssertSecurityHeaders(answer);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/en/commons?q=bees")]
    [InlineData("/en/commons/records/{bees}")]
    [InlineData("/en/commons/records/{bees}.csv")]
    [InlineData("/en/commons/records/nothing")]
    [InlineData("/en/commons/sources/{source}/events")]
    [InlineData("/api/commons/records/{bees}")]
    [InlineData("/api/commons/records/nothing")]
    [InlineData("/api/commons/sources")]
    [InlineData("/ledger/checkpoint")]
    [InlineData("/ledger/tile/0/000")]
    [InlineData("/ledger/entries/0")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/robots.txt")]
    [InlineData("{style}")]
    public async Task Asked_for_its_head_an_address_answers_as_ever_but_without_a_body(string address)
    {
        var source = (await node.JsonAsync("/api/commons/sources")).EnumerateArray().First().GetProperty("id").GetString();
        var path = address.Replace("{bees}", ServedNode.Bees, StringComparison.Ordinal).Replace("{source}", source, StringComparison.Ordinal).Replace("{style}", AssetFiles.Link("parvis.css"), StringComparison.Ordinal);
        using var whole = await node.GetAsync(path);
        using var head = await node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Cancel);
        Assert.Equal(whole.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
        Assert.NotEqual(whole.StatusCode is HttpStatusCode.Found, (await whole.Content.ReadAsByteArrayAsync(Cancel)).Length > 0);
        Assert.Equal(Told(whole), Told(head));
        if (whole.Content.Headers.Contains("Content-Length")) Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        AssertSecurityHeaders(head);

        static (string? Type, string? Tag, string? Place, string? Kept) Told(HttpResponseMessage answer) =>
            (answer.Content.Headers.ContentType?.ToString(), answer.Headers.ETag?.Tag, answer.Headers.Location?.OriginalString, answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task What_a_source_says_is_shown_as_text()
    {
        var page = await node.ReadAsync($"/en/commons/records/{ServedNode.Bees}");
        Assert.DoesNotContain("3 < 4", page, StringComparison.Ordinal);
        Assert.Contains("3 &lt; 4", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_asked_for_as_data_points_to_its_twin_and_one_without_twin_stays_a_page()
    {
        using var answer = await node.GetAsync($"/fr/commons/records/{ServedNode.Bees}?x=1", accept: "application/ld+json");
        Assert.Equal((HttpStatusCode.SeeOther, $"/fr/commons/records/{ServedNode.Bees}.jsonld?x=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("Accept", answer.Headers.Vary);
        using var search = await node.GetAsync("/en/commons?q=bees", accept: "application/json");
        Assert.Equal("/en/commons.json?q=bees", search.Headers.Location?.OriginalString);
        using var about = await node.GetAsync("/en/about", accept: "application/json");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (about.StatusCode, about.Content.Headers.ContentType?.MediaType));
        using var page = await node.GetAsync("/en/commons", accept: "text/html,application/json;q=0.9");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Accept", page.Headers.Vary);
    }

    [Theory]
    [InlineData("/fr/rien-de-tel", "fr")]
    [InlineData("/ar/commons/records/nothing", "ar")]
    public async Task An_unknown_page_is_not_found_in_the_readers_language(string path, string language)
    {
        using var answer = await node.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Matches($"<html[^>]* lang=\"{language}\"", await answer.Content.ReadAsStringAsync(Cancel));
        AssertSecurityHeaders(answer);
    }

    [Fact]
    public async Task A_record_that_moved_leads_on_and_one_that_is_gone_says_so()
    {
        using var moved = await node.GetAsync($"/en/commons/records/{ServedNode.Moved}");
        Assert.InRange((int)moved.StatusCode, 301, 308);
        Assert.EndsWith($"/en/commons/records/{ServedNode.Bees}", moved.Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (var twin in (string[])["", ".jsonld", ".csv", ".json"])
        {
            using var handed = await node.GetAsync($"/en/commons/records/{ServedNode.Handed}{twin}");
            Assert.InRange((int)handed.StatusCode, 301, 308);
            Assert.EndsWith($"/en/commons/records/{ServedNode.Heir}{twin}", handed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
        using var gone = await node.GetAsync($"/en/commons/records/{ServedNode.Gone}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Fact]
    public async Task Another_sites_form_is_refused()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/en/auth/link/use") { Content = new FormUrlEncodedContent([new("t", "x")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await node.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_sitemap_lists_every_page_and_record_in_each_language()
    {
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var index = XDocument.Parse(await node.ReadAsync("/sitemap.xml")).Descendants(map + "loc").Select(loc => new Uri(loc.Value).AbsolutePath).ToList();
        Assert.Equal(["/sitemap/pages.xml", "/sitemap/commons/0.xml"], index);
        foreach (var (path, below) in ((string, string)[])[("/sitemap/pages.xml", "commons"), ("/sitemap/commons/0.xml", $"commons/records/{ServedNode.Bees}")])
        {
            var addresses = XDocument.Parse(await node.ReadAsync(path)).Descendants(map + "loc").Select(loc => loc.Value).ToList();
            foreach (var language in (string[])["en", "fr", "ar"]) Assert.Contains($"{node.Address.GetLeftPart(UriPartial.Authority)}/{language}/{below}", addresses);
            Assert.DoesNotContain(addresses, address => address.Contains(ServedNode.Gone, StringComparison.Ordinal) || address.Contains(ServedNode.Moved, StringComparison.Ordinal));
        }
        Assert.Contains("Sitemap: ", await node.ReadAsync("/robots.txt"), StringComparison.Ordinal);
        foreach (var page in (string[])["-1", "99", "300000"])
        {
            using var none = await node.GetAsync($"/sitemap/commons/{page}.xml");
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Fact]
    public async Task The_feed_has_what_RFC_4287_requires()
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(await node.ReadAsync("/fr/commons.atom")).Root!;
        Assert.Equal(atom + "feed", feed.Name);
        foreach (var name in (string[])["id", "title", "updated", "author"]) Assert.Single(feed.Elements(atom + name));
        Assert.Contains(feed.Elements(atom + "link"), link => (string?)link.Attribute("rel") == "self");
        var entries = feed.Elements(atom + "entry").ToList();
        Assert.NotEmpty(entries);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(atom + "id")!.Value).Distinct().Count());
        Assert.All(entries, entry =>
        {
            Assert.True(Uri.TryCreate(entry.Element(atom + "id")?.Value, UriKind.Absolute, out _));
            Assert.NotEqual("", entry.Element(atom + "title")?.Value ?? "");
            Assert.True(DateTimeOffset.TryParse(entry.Element(atom + "updated")?.Value, System.Globalization.CultureInfo.InvariantCulture, out _));
            Assert.Contains(entry.Elements(atom + "link"), link => (string?)link.Attribute("rel") == "alternate");
        });
    }

    internal static void AssertSecurityHeaders(HttpResponseMessage answer)
    {
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
