using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>The API of the commons, over HTTP.</summary>
public sealed class RecordsApiTests(ServedNode node) : IClassFixture<ServedNode>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal((expected, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem;
    }

    [Fact]
    public async Task Pages_of_records_lead_through_all_of_them_once_and_facets_count_exactly()
    {
        var (ids, openness, total) = (new List<string>(), new List<string>(), 0L);
        for (var next = "/api/commons/records?size=20"; next is not null;)
        {
            var page = await node.JsonAsync(next);
            total = page.GetProperty("total").GetInt64();
            foreach (var record in page.GetProperty("records").EnumerateArray())
            {
                ids.Add(record.GetProperty("id").GetString()!);
                openness.Add(record.GetProperty("openness").GetString() ?? "");
            }
            next = page.GetProperty("next").GetString();
        }
        Assert.Equal(total, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var facets = (await node.JsonAsync("/api/commons/records")).GetProperty("facets").GetProperty("openness").EnumerateArray().ToDictionary(value => value.GetProperty("value").GetString()!, value => value.GetProperty("count").GetInt32());
        Assert.Equal(openness.Where(level => level.Length > 0).CountBy(level => level).ToDictionary(), facets);
        Assert.Equal(facets["open"], (await node.JsonAsync("/api/commons/records?openness=open")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_record_is_given_once_and_then_only_when_it_changed()
    {
        using var answer = await node.GetAsync($"/api/commons/records/{ServedNode.Bees}");
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(body))}\"", answer.Headers.ETag!.Tag);
        Assert.Equal(["beta", "alpha"], JsonDocument.Parse(body).RootElement.GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("authority").GetString()).OrderDescending());
        using var again = await node.GetAsync($"/api/commons/records/{ServedNode.Bees}", match: answer.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await node.GetAsync($"/api/commons/records/{ServedNode.Bees}", match: "\"0\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("""{"kind": ["ckan"]}""", "at $.kind, line 1, byte 11")]
    [InlineData("{\n  \"kind\": ckan", "at $.kind, line 2, byte 11")]
    [InlineData("", "empty")]
    public async Task A_request_that_cannot_be_read_is_told_where(string body, string where)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/commons/sources") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", node.Key);
        using var answer = await node.Client.SendAsync(request, Cancel);
        Assert.Contains(where, (await ProblemAsync(answer, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unknown_gone_or_moved_is_told_as_such()
    {
        using var unknown = await node.GetAsync("/api/commons/records/nothing");
        Assert.Equal("urn:parvis:problem:unknown-record", (await ProblemAsync(unknown, HttpStatusCode.NotFound)).GetProperty("type").GetString());
        using var gone = await node.GetAsync($"/api/commons/records/{ServedNode.Gone}");
        await ProblemAsync(gone, HttpStatusCode.Gone);
        using var moved = await node.GetAsync($"/api/commons/records/{ServedNode.Moved}");
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"/api/commons/records/{ServedNode.Bees}"), (moved.StatusCode, moved.Headers.Location?.OriginalString));
        using var handed = await node.GetAsync($"/api/commons/records/{ServedNode.Handed}");
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"/api/commons/records/{ServedNode.Heir}"), (handed.StatusCode, handed.Headers.Location?.OriginalString));
        using var nowhere = await node.GetAsync("/api/nowhere");
        await ProblemAsync(nowhere, HttpStatusCode.NotFound);
        using var wrong = await node.GetAsync("/api/commons/changes?after=soon");
        await ProblemAsync(wrong, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Every_version_is_kept_and_the_newest_proves_itself_offline()
    {
        var versions = (await node.JsonAsync($"/api/commons/records/{ServedNode.Bees}/versions")).EnumerateArray().ToList();
        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        using var first = await node.GetAsync($"/api/commons/records/{ServedNode.Bees}/versions/1");
        Assert.Equal(versions[1].GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(await first.Content.ReadAsByteArrayAsync(Cancel))));
        var proof = await node.ReadAsync($"/api/commons/records/{ServedNode.Bees}/proof");
        var key = VerifierKey.Parse((await node.ReadAsync("/ledger/key")).Trim());
        var verified = Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify(proof, key, versions[0].GetProperty("sha256").GetString()));
        Assert.Equal(versions[0].GetProperty("ledgerIndex").GetInt64(), verified.Index);
        var changes = (await node.JsonAsync("/api/commons/changes?after=0")).GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("sequence").GetInt64()).ToList();
        Assert.Equal(changes.Order(), changes);
    }

    [Fact]
    public async Task The_changes_of_the_commons_are_those_of_its_own_records()
    {
        var other = await node.PublishAsync("elsewhere", "finding", $"f{Guid.NewGuid():N}");
        Assert.Empty((await node.JsonAsync($"/api/commons/changes?after={other.Sequence - 1}")).GetProperty("changes").EnumerateArray());
        var listed = new List<string>();
        for (var after = 0L; ;)
        {
            var page = await node.JsonAsync($"/api/commons/changes?after={after}");
            var ids = page.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("id").GetString()!).ToList();
            if (ids.Count == 0) break;
            listed.AddRange(ids);
            after = page.GetProperty("after").GetInt64();
        }
        Assert.DoesNotContain(other.Id, listed);
        Assert.Contains(ServedNode.Bees, listed);
        Assert.Equal(listed.Distinct(), listed);
        Assert.DoesNotContain(other.Id, await node.ReadAsync("/en/commons.atom"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/commons/records?q=bees")]
    [InlineData("/en/commons.json?q=bees")]
    [InlineData("/api/commons/records/{bees}/versions")]
    [InlineData("/api/commons/sources")]
    public async Task Instants_are_told_in_UTC_with_a_Z(string path)
    {
        var instants = System.Text.RegularExpressions.Regex.Matches(await node.ReadAsync(path.Replace("{bees}", ServedNode.Bees, StringComparison.Ordinal)), "\"\\d{4}-\\d\\d-\\d\\dT[^\"]*\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.NotEmpty(instants);
        Assert.All(instants, instant => Assert.Matches(@"^""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""$", instant.Value));
    }

    [Fact]
    public async Task A_record_as_linked_data_speaks_DCAT_and_schema_org()
    {
        using var answer = await node.GetAsync($"/en/commons/records/{ServedNode.Bees}.jsonld");
        Assert.Equal("application/ld+json", answer.Content.Headers.ContentType?.MediaType);
        var record = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal("http://www.w3.org/ns/dcat#", record.GetProperty("@context").GetProperty("dcat").GetString());
        Assert.Equal(["dcat:Dataset", "schema:Dataset"], record.GetProperty("@type").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("https://spdx.org/licenses/CC-BY-4.0", record.GetProperty("dct:license").GetProperty("@id").GetString());
    }

    [Fact]
    public async Task A_table_runs_nothing_in_a_spreadsheet()
    {
        foreach (var path in (string[])["/en/commons.csv?q=bees", $"/en/commons/records/{ServedNode.Bees}.csv"])
        {
            using var answer = await node.GetAsync(path);
            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
            var rows = Csv(await answer.Content.ReadAsStringAsync(Cancel));
            Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
            Assert.Contains(rows.SelectMany(row => row), cell => cell == $"'{ServedNode.Formula}");
            Assert.DoesNotContain(rows.SelectMany(row => row), cell => cell.Length > 0 && "=+-@\t\r\n".Contains(cell[0], StringComparison.Ordinal));
        }
    }

    /// <summary>Reads RFC 4180, by hand and letter by letter.</summary>
    private static List<List<string>> Csv(string text)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (text[i] == '"') quoted = !quoted;
            else if (quoted || text[i] is not (',' or '\r' or '\n')) cell.Append(text[i]);
            else if (text[i] != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n') { rows.Add(row); row = []; }
            }
        }
        return rows;
    }

    [Fact]
    public async Task Harvesting_needs_a_key_of_that_scope()
    {
        var source = (await node.JsonAsync("/api/commons/sources")).EnumerateArray().First(source => source.GetProperty("name").GetString() == "two").GetProperty("id").GetString();
        using var stranger = await node.SendAsync(HttpMethod.Post, $"/api/commons/sources/{source}/harvest", key: null);
        await ProblemAsync(stranger, HttpStatusCode.Unauthorized);
        using var forged = await node.SendAsync(HttpMethod.Post, $"/api/commons/sources/{source}/harvest", key: node.Key + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        using var allowed = await node.SendAsync(HttpMethod.Post, $"/api/commons/sources/{source}/harvest", node.Key);
        Assert.Equal(HttpStatusCode.Accepted, allowed.StatusCode);
        Assert.StartsWith("/api/jobs/", allowed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var unknown = await node.SendAsync(HttpMethod.Post, "/api/commons/sources/nothing/harvest", node.Key);
        await ProblemAsync(unknown, HttpStatusCode.NotFound);
        using var jobs = await node.SendAsync(HttpMethod.Get, "/api/jobs", node.Key);
        Assert.Equal(HttpStatusCode.Forbidden, jobs.StatusCode);
    }

    [Fact]
    public async Task A_form_for_a_source_on_this_machine_says_so_beside_the_address()
    {
        var page = await node.ReadAsync("/en/commons/sources?kind=dpg&address=http%3A%2F%2F127.0.0.1%2F");
        Assert.Matches("<a href=\"#address\">[^<]*public addresses", page);
    }

    [Theory]
    [InlineData("dpg", "http://127.0.0.1:8080/x.json")]
    [InlineData("dpg", "http://2130706433/")]
    [InlineData("dpg", "http://[::1]/")]
    [InlineData("dpg", "http://169.254.169.254/latest/meta-data")]
    [InlineData("dpg", "http://localhost/")]
    [InlineData("dpg", "/etc/passwd")]
    [InlineData("dpg", "file:///etc/passwd")]
    [InlineData("dpg", "ftp://example.org/")]
    [InlineData("dpg", "https://user:word@example.org/")]
    [InlineData("nothing", "https://example.org/")]
    public async Task A_source_that_may_not_be_read_is_refused_when_it_is_added(string kind, string address)
    {
        using var answer = await node.SendAsync(HttpMethod.Post, "/api/commons/sources", node.Key, new { kind, address });
        var errors = (await ProblemAsync(answer, HttpStatusCode.BadRequest)).GetProperty("errors");
        Assert.Contains(' ', errors.EnumerateObject().Single().Value[0].GetString()!); // a sentence, not a key of the texts
        Assert.DoesNotContain((await node.JsonAsync("/api/commons/sources")).EnumerateArray(), source => source.GetProperty("address").GetString() == address);
    }

    [Fact]
    public async Task The_description_of_the_API_names_every_route()
    {
        var description = await node.JsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = description.GetProperty("paths").EnumerateObject().Select(path => path.Name.TrimEnd('/')).ToHashSet();
        var mapped = node.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => System.Text.RegularExpressions.Regex.Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), @":[a-z]+(\(\w+\))?(?=})", "", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Where(route => route.StartsWith("/api/", StringComparison.Ordinal) && route.Length > 5).ToList();
        Assert.NotEmpty(mapped);
        Assert.All(mapped, route => Assert.Contains(route, described));
    }

    [Fact]
    public async Task Health_says_how_far_the_node_is()
    {
        var health = await node.JsonAsync("/health");
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.True(health.GetProperty("sequence").GetInt64() > 0);
        using var kept = await node.GetAsync($"/api/kept/{new string('0', 64)}");
        await ProblemAsync(kept, HttpStatusCode.NotFound);
    }
}
