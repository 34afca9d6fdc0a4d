using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Evidence;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Tests.Sources;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>Files sent to a served node, audited there, and what readers and programs are shown of it.</summary>
public sealed class AuditPagesTests(ServedAudits node) : IClassFixture<ServedAudits>
{
    private const string Posix = "cposix\nsystem\n(S'true'\ntR."; // inert: it is only read

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_sent_is_audited_signed_and_shown_and_whoever_has_it_can_check_it_without_the_node()
    {
        var id = await node.AuditAsync(("model.pkl", Posix));
        var state = await node.JsonAsync($"/api/audit/{id}");
        Assert.Equal(("done", "unsafe", "model.pkl"), (state.GetProperty("state").GetString(), state.GetProperty("verdict").GetString(), state.GetProperty("name").GetString()));

        var page = await node.ReadAsync($"/fr/audit/{id}");
        Assert.Contains("Chargement dangereux", page, StringComparison.Ordinal);
        Assert.Contains("posix.system", page, StringComparison.Ordinal);
        Assert.Contains($"/en/audit/{id}", await node.ReadAsync("/en/audit"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/en/audit/{id}", await node.ReadAsync("/en/audit?verdict=safe"), StringComparison.Ordinal);

        var report = Encoding.UTF8.GetBytes(await node.ReadAsync($"/api/audit/{id}/report"));
        var proof = await node.ProofAsync(id);
        var again = Path.Combine(node.Data, "model.pkl");
        await File.WriteAllTextAsync(again, Posix, Cancel);
        var outcome = await AuditVerifier.VerifyAsync(new(report, null, proof), new(node.Verifier, null), null, (_, cancel) => Task.FromResult(Auditing.Run(again, "model.pkl", Parvis.Audit.Records.ReadingDepth.Of("standard"), _ => { }, cancel).ToBytes()), Cancel);
        Assert.True(Assert.IsType<AuditOutcome.Verified>(outcome).Reproduced);
    }

    [Fact]
    public async Task The_report_is_exactly_the_signed_bytes_and_its_tag_is_what_the_ledger_attests()
    {
        var id = await node.AuditAsync(("README.md", "---\nlicense: mit\n---\nA model.\n"));
        using var first = await node.GetAsync($"/api/audit/{id}/report");
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await first.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Equal($"\"{digest}\"", first.Headers.ETag!.Tag);
        using var second = await node.GetAsync($"/api/audit/{id}/report", match: first.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var sarif = await node.GetAsync($"/api/audit/{id}/sarif?lang=ar");
        Assert.Equal("application/sarif+json", sarif.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Names_that_would_lead_elsewhere_or_run_code_or_turn_the_writing_around_are_harmless_everywhere()
    {
        var id = await node.AuditAsync(("../../escaped.txt", "one"), ("/etc/passwd", "two"), ("a\\..\\..\\b.txt", "three"), ("<script>alert(1)</script>.txt", "four"), ("txt.\u202Egpj.exe", "five"), ("..", "six"), ("outer!inner.txt", "seven"), ("a", "eight"));
        Assert.False(File.Exists(Path.Combine(node.Data, "escaped.txt")));
        var report = await node.ReadAsync($"/api/audit/{id}/report");
        var paths = JsonDocument.Parse(report).RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToList();
        Assert.Equal(8, paths.Count);
        Assert.Contains("escaped.txt", paths);
        Assert.Contains("etc/passwd", paths);
        Assert.DoesNotContain(paths, path => path.Contains("..", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\u202E', StringComparison.Ordinal) || path.Contains('!', StringComparison.Ordinal));
        foreach (var tag in new[] { "en", "ar" })
        {
            var page = await node.ReadAsync($"/{tag}/audit/{id}");
            Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u202E', page);
        }
        Assert.False(Directory.Exists(Path.Combine(node.Data, "uploads", id)), "What was examined is removed.");
    }

    [Fact]
    public async Task More_than_the_node_takes_is_refused_with_its_reason_and_leaves_nothing()
    {
        var before = await node.TotalAsync();
        using var declared = await node.SendAsync(("large.bin", new string('x', ServedAudits.MostBytes + (2 << 20))));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, declared.StatusCode);
        Assert.Equal("urn:parvis:problem:upload-too-large", JsonDocument.Parse(await declared.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("type").GetString());

        using var unsaid = await node.SendAsync(length: null, ("large.bin", new string('x', ServedAudits.MostBytes + 1)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unsaid.StatusCode);
        Assert.Equal(before, await node.TotalAsync());
        Assert.Empty(node.Unfinished);
    }

    [Fact]
    public async Task A_form_that_breaks_off_leaves_nothing_that_is_seen_and_what_a_dead_process_left_is_swept_away()
    {
        using var empty = await node.SendAsync();
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var broken = await node.PostAsync(new StringContent("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nwords without an end", Encoding.UTF8), "multipart/form-data; boundary=b");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Empty(node.Unfinished);

        var uploads = node.Services.GetRequiredService<Uploads>();
        var left = uploads.Begin("dead"); // as by a process that was killed: it is never disposed of
        await left.AddAsync("half.bin", new MemoryStream([1, 2, 3]), Cancel);
        Assert.Null(uploads.Find("dead"));
        uploads.Sweep(new HashSet<string>(StringComparer.Ordinal));
        Assert.Single(node.Unfinished); // it may still be under way
        var folder = Path.Combine(node.Data, "uploads", "dead.part");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "half.bin"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        Directory.SetLastWriteTimeUtc(folder, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        uploads.Sweep(new HashSet<string>(StringComparer.Ordinal));
        Assert.Empty(node.Unfinished);
    }

    [Fact]
    public async Task Nobody_sends_files_without_being_signed_in()
    {
        using var anonymous = await node.SendAsync(key: null, ("a.txt", "words"));
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.DoesNotContain("type=\"file\"", await node.ReadAsync("/en/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_that_was_made_twice_is_one_entry()
    {
        var id = await node.AuditAsync(("a.txt", "words"));
        var before = await node.JsonAsync($"/api/audit/{id}");
        var job = node.Services.GetServices<IJob>().Single(job => job.Name == "audit.examine");
        await job.RunAsync(JsonSerializer.SerializeToElement(new { audit = id }), new Progress<JobProgress>(), Cancel);
        Assert.Equal(before.GetProperty("ledgerIndex").GetInt64(), (await node.JsonAsync($"/api/audit/{id}")).GetProperty("ledgerIndex").GetInt64());
    }

    [Theory]
    [InlineData("en", "Safe to load")]
    [InlineData("fr", "Chargement sûr")]
    [InlineData("ar", "آمن عند التحميل")]
    public async Task The_badge_says_the_verdict_in_words_and_is_asked_for_again_only_when_it_changed(string tag, string words)
    {
        var id = await node.AuditAsync(("a.txt", "words"));
        using var badge = await node.GetAsync($"/api/audit/{id}/badge.svg?lang={tag}");
        Assert.Equal("image/svg+xml", badge.Content.Headers.ContentType!.MediaType);
        var picture = System.Xml.Linq.XDocument.Parse(await badge.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(words, picture.Root!.Element(picture.Root.Name.Namespace + "title")!.Value, StringComparison.Ordinal);
        using var again = await node.GetAsync($"/api/audit/{id}/badge.svg?lang={tag}", match: badge.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task What_does_not_exist_is_said_so_to_readers_and_to_programs()
    {
        using var page = await node.GetAsync("/en/audit/nosuchaudit");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using var api = await node.GetAsync("/api/audit/nosuchaudit");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (api.StatusCode, api.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        for (var made = 0; made < 3; made++) await node.AuditAsync(("listed.txt", $"words {made}"));
        var first = await node.JsonAsync("/api/audit?q=LISTED&size=2");
        Assert.Equal((2, 3L), (first.GetProperty("audits").GetArrayLength(), first.GetProperty("total").GetInt64()));
        var second = await node.JsonAsync(new Uri(first.GetProperty("next").GetString()!).PathAndQuery);
        Assert.Equal((1, JsonValueKind.Null), (second.GetProperty("audits").GetArrayLength(), second.GetProperty("next").ValueKind));
        Assert.Equal(0, (await node.JsonAsync("/api/audit?q=%25")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task A_reply_stands_beside_the_report_in_the_ledger_and_changes_no_byte_of_it()
    {
        var id = await node.AuditAsync(("model.pkl", Posix));
        var before = await node.ReadAsync($"/api/audit/{id}/report");
        using var empty = await node.PostJsonAsync($"/api/audit/{id}/replies", new { name = "Ana", words = " " });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var answer = await node.PostJsonAsync($"/api/audit/{id}/replies", new { name = "The <b>makers</b>", words = "We withdrew it.\nA new one \u202Efollows." });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var reply = (await node.JsonAsync($"/api/audit/{id}/replies"))[0];
        Assert.Equal("We withdrew it.\nA new one \uFFFDfollows.", reply.GetProperty("words").GetString());
        Assert.Equal(1, (await node.JsonAsync($"/api/audit/{id}")).GetProperty("replies").GetArrayLength());
        Assert.Equal(before, await node.ReadAsync($"/api/audit/{id}/report"));
        Assert.Contains("The &lt;b&gt;makers&lt;/b&gt;", await node.ReadAsync($"/ar/audit/{id}"), StringComparison.Ordinal);

        var entry = await node.Services.GetRequiredService<IEvidenceLog>().ReadAsync(await node.LoggedAsync(reply.GetProperty("ledgerIndex").GetInt64()), Cancel);
        var statement = StatementJson.Read(DsseEnvelope.Parse(entry!.Value).Payload);
        Assert.Equal(("urn:parvis:predicate:audit-reply:v1", id), (statement.PredicateType, statement.Predicate.GetProperty("audit").GetString()));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(before))), statement.Subjects[0].Sha256);
    }

    [Fact]
    public async Task What_is_at_an_address_is_fetched_audited_under_it_and_removed_and_shown_with_its_record()
    {
        var record = await node.RecordAsync();
        var id = await node.AuditAddressAsync("/model.pkl", record);
        var made = await node.JsonAsync($"/api/audit/{id}");
        Assert.Equal(("done", "unsafe", record), (made.GetProperty("state").GetString(), made.GetProperty("verdict").GetString(), made.GetProperty("record").GetString()));
        Assert.Contains($"/en/audit/{id}", await node.ReadAsync($"/en/commons/records/{record}"), StringComparison.Ordinal);
        Assert.Contains($"/fr/commons/records/{record}", await node.ReadAsync($"/fr/audit/{id}"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(node.Data, "uploads", id)));

        var none = await node.AuditAddressAsync("/nothing.pkl", record: null);
        Assert.Equal("failed", (await node.JsonAsync($"/api/audit/{none}")).GetProperty("state").GetString());
        Assert.Contains("HTTP 404", await node.ReadAsync($"/en/audit/{none}"), StringComparison.Ordinal);
        var large = await node.AuditAddressAsync("/large.bin", record: null);
        Assert.Contains("too-large", await node.ReadAsync($"/en/audit/{large}"), StringComparison.Ordinal);
        Assert.Empty(new[] { none, large }.Intersect(await node.Services.GetRequiredService<AuditRequests>().WaitingAsync(Cancel)));
    }

    [Theory]
    [InlineData("ftp://example.org/model.pkl")]
    [InlineData("https://ana:secret@example.org/model.pkl")]
    [InlineData("http://localhost/model.pkl")]
    [InlineData("http://10.0.0.1/model.pkl")]
    [InlineData("model.pkl")]
    public async Task An_address_that_the_node_does_not_fetch_from_is_refused(string address)
    {
        using var answer = await node.PostJsonAsync("/api/audit/address", new { address });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Two_audits_are_compared_for_readers_and_for_programs()
    {
        var one = await node.AuditAsync(("a.txt", "words"), ("model.pkl", Posix));
        var other = await node.AuditAsync(("a.txt", "words"), ("b.txt", "more words"));
        var comparison = await node.JsonAsync($"/api/audit/compare?one={one}&other={other}");
        Assert.Equal([("added", "b.txt"), ("removed", "model.pkl")], comparison.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("how").GetString()!, file.GetProperty("path").GetString()!)));
        Assert.Equal(("unsafe", "safe"), (comparison.GetProperty("verdict").GetProperty("one").GetString(), comparison.GetProperty("verdict").GetProperty("other").GetString()));
        Assert.Contains("model.pkl", await node.ReadAsync($"/ar/audit/compare?one={one}&other={other}"), StringComparison.Ordinal);
        Assert.Contains("Il faut deux audits", await node.ReadAsync("/fr/audit/compare"), StringComparison.Ordinal);
        using var unknown = await node.GetAsync($"/api/audit/compare?one={one}&other=nosuch");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}

/// <summary>A served node that takes little at once, and a person who may have files audited.</summary>
public sealed class ServedAudits : IAsyncLifetime
{
    public const int MostBytes = 1_000_000;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("parvis-audits-");
    private WebApplication? _app;
    private HttpClient? _client;
    private Peer? _peer;
    private string _key = "";

    public string Data => Path.Combine(_root.FullName, "data");

    internal IServiceProvider Services => _app!.Services;

    internal VerifierKey Verifier => Services.GetRequiredService<NodeKey>().Verifier;

    /// <summary>Uploads that are not complete.</summary>
    internal IEnumerable<string> Unfinished => Directory.Exists(Path.Combine(Data, "uploads")) ? Directory.EnumerateDirectories(Path.Combine(Data, "uploads"), "*.part") : [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        _peer = await Peer.StartAsync(ServeAsync);
        await File.WriteAllTextAsync(Path.Combine(Data, "parvis.json"), $$"""{ "Parvis": { "Audit": { "UploadMegabytes": 1 }, "Sources": { "AllowedPrivate": ["{{_peer.Address.Authority}}"] } } }""", Cancel);
        _app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(Data), "http://127.0.0.1:0", Cancel);
        var person = (await Services.GetRequiredService<People>().CreateAsync("Ana", "ana@example.org", Role.Member, Cancel)).Person!;
        _key = ((KeyOutcome.Created)await Services.GetRequiredService<ApiKeys>().CreateAsync(person.Id, "test", ["audit.request", "audit.reply"], TimeSpan.FromDays(2), Cancel)).Token;
        await _app.StartAsync(Cancel);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    /// <summary>Sends files and waits until they are audited.</summary>
    internal async Task<string> AuditAsync(params (string Name, string Words)[] files)
    {
        using var answer = await SendAsync(files);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = answer.Headers.Location!.OriginalString.Split('/')[^1];
        while (await JsonAsync($"/api/audit/{id}") is var state && state.GetProperty("state").GetString() is not "done")
        {
            Assert.NotEqual("failed", state.GetProperty("state").GetString());
            await Task.Delay(50, Cancel);
        }
        return id;
    }

    /// <summary>A record of the founding collection.</summary>
    internal async Task<string> RecordAsync() => (await JsonAsync("/api/commons/records?size=1&kind=model")).GetProperty("records")[0].GetProperty("id").GetString()!;

    /// <summary>Has what another server offers audited, and waits for the end.</summary>
    internal async Task<string> AuditAddressAsync(string path, string? record)
    {
        using var answer = await PostJsonAsync("/api/audit/address", new { address = new Uri(_peer!.Address, path).AbsoluteUri, record });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = answer.Headers.Location!.OriginalString.Split('/')[^1];
        while ((await JsonAsync($"/api/audit/{id}")).GetProperty("state").GetString() is "waiting" or "running") await Task.Delay(50, Cancel);
        return id;
    }

    internal Task<HttpResponseMessage> SendAsync(params (string Name, string Words)[] files) => SendAsync(_key, files);

    internal Task<HttpResponseMessage> SendAsync(long? length, params (string Name, string Words)[] files)
    {
        Assert.Null(length);
        return SendAsync(_key, files, chunked: true);
    }

    internal Task<HttpResponseMessage> SendAsync(string? key, (string Name, string Words) file) => SendAsync(key, [file]);

    internal async Task<string> ProofAsync(string id)
    {
        while (true)
        {
            using var answer = await GetAsync($"/api/audit/{id}/proof");
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode); // until the next checkpoint
            await Task.Delay(100, Cancel);
        }
    }

    /// <summary>Waits until the ledger reaches an index.</summary>
    internal async Task<long> LoggedAsync(long index)
    {
        while (await Services.GetRequiredService<IEvidenceLog>().ReadAsync(index, Cancel) is null) await Task.Delay(100, Cancel);
        return index;
    }

    internal async Task<long> TotalAsync() => (await JsonAsync("/api/audit")).GetProperty("total").GetInt64();

    internal Task<HttpResponseMessage> PostAsync(HttpContent content, string type)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return PostAsync("/api/audit", _key, content);
    }

    internal Task<HttpResponseMessage> PostJsonAsync(string path, object body) => PostAsync(path, _key, new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

    internal Task<HttpResponseMessage> GetAsync(string path, string? match = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (match is not null) request.Headers.TryAddWithoutValidation("If-None-Match", match);
        return _client!.SendAsync(request, Cancel);
    }

    internal async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    internal async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse(await ReadAsync(path)).RootElement;

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(Cancel);
            await _app.DisposeAsync();
        }
        if (_peer is not null) await _peer.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }

    private static async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Path == "/model.pkl") await http.Response.WriteAsync("cposix\nsystem\n(S'true'\ntR.", Cancel);
        else if (http.Request.Path == "/large.bin") await http.Response.Body.WriteAsync(new byte[3 * MostBytes], Cancel);
        else http.Response.StatusCode = 404;
    }

    private async Task<HttpResponseMessage> SendAsync(string? key, IEnumerable<(string Name, string Words)> files, bool chunked = false)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, words) in files)
        {
            var part = new ByteArrayContent(Encoding.UTF8.GetBytes(words));
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"files\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
            form.Add(part);
        }
        if (!files.Any()) form.Add(new StringContent("nothing"), "name");
        return await PostAsync("/api/audit", key, form, chunked);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? key, HttpContent content, bool chunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true; // so that a refusal is read before the body is sent
        return await _client!.SendAsync(request, Cancel);
    }
}
