using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>Holding a conversation over HTTP, from its making to the proof of its tally.</summary>
public sealed class DialogueApiTests(ServedConversation node) : IClassFixture<ServedConversation>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> TypeAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}, not {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()!.Split(':')[^1];
    }

    private async Task<JsonElement> ResultAsync(string id, long votes)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var result = await node.GetAsync($"conversations/{id}/results");
            if (result.GetProperty("votesCast").GetInt64() >= votes) return result;
            await Task.Delay(50, Cancel);
        }
        throw new TimeoutException($"No result over {votes} votes.");
    }

    private async Task<List<string>> CampsAsync(string id, int people, int statements)
    {
        var tokens = new List<string>();
        for (var person = 0; person < people; person++)
        {
            tokens.Add(await node.ComeAsync(id));
            for (var statement = 0; statement < statements; statement++)
            {
                using var answer = await node.VoteAsync(id, tokens[person], statement, ((person / 2) + statement) % 7 == 0 ? "pass" : (statement % 3 == 0) == (person % 2 == 0) ? "agree" : "disagree");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
        return tokens;
    }

    [Fact]
    public async Task From_its_making_to_the_proof_of_its_tally()
    {
        var id = await node.OpenAsync(settings: new { mostGroups = 2 });
        var me = await node.ComeAsync(id);
        var next = await node.GetAsync($"conversations/{id}/next", me);
        Assert.Equal(10, next.GetProperty("left").GetInt32());
        Assert.Contains("about the park", next.GetProperty("statement").GetProperty("words").GetString(), StringComparison.Ordinal);
        await CampsAsync(id, people: 14, statements: 10);
        var result = await ResultAsync(id, 140);
        Assert.Equal([7, 7], result.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("people").GetInt32()));
        Assert.Contains("selfSelected", result.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
        var closed = await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/close", key: node.Key);
        using var final = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/results");
        var bytes = await final.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(closed.GetProperty("tally").GetString(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        Assert.Equal($"\"{closed.GetProperty("tally").GetString()}\"", final.Headers.ETag?.Tag);
        using var proof = await ProofAsync(id);
        Assert.Contains("c2sp.org/tlog-proof", await proof.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var late = await node.VoteAsync(id, me, 0, "agree");
        Assert.Equal("conversation-closed", await TypeAsync(late, HttpStatusCode.Conflict));
        using var lateStatement = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/statements", new { language = "en", words = "Too late for this" }, me);
        Assert.Equal("conversation-closed", await TypeAsync(lateStatement, HttpStatusCode.Conflict));
        using var change = await node.SendAsync(HttpMethod.Put, $"conversations/{id}", new { title = new { en = "Another" } }, key: node.Key);
        Assert.Equal("not-now", await TypeAsync(change, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_conversation_tied_to_a_record_by_an_address_copied_from_a_browser_stands_on_the_records_page()
    {
        var record = await RecordAsync();
        var conversation = await node.JsonAsync(HttpMethod.Post, "conversations", new { title = new { en = "Whose corpus is it?" }, tiedTo = $"{node.Client.BaseAddress}fr/commons/records/{record}" }, key: node.Key);
        Assert.Equal($"/commons/records/{record}", conversation.GetProperty("tiedTo").GetString());
        var id = conversation.GetProperty("id").GetString()!;
        Assert.DoesNotContain(id, await node.Client.GetStringAsync($"/en/commons/records/{record}", Cancel), StringComparison.Ordinal);
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/open", key: node.Key);
        Assert.Contains($"/en/dialogue/{id}", await node.Client.GetStringAsync($"/en/commons/records/{record}", Cancel), StringComparison.Ordinal);
        Assert.Contains($"/en/dialogue/{id}", await node.Client.GetStringAsync($"/en/dialogue?tiedTo=/commons/records/{record}", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain($"/en/dialogue/{id}", await node.Client.GetStringAsync("/en/dialogue?tiedTo=/commons/records/another", Cancel), StringComparison.Ordinal);
        var tied = await node.GetAsync($"conversations?tiedTo=/commons/records/{record}");
        Assert.Equal([id], tied.GetProperty("conversations").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
    }

    // The founding collection is read as the node starts.
    private async Task<string> RecordAsync()
    {
        while (true)
        {
            using var found = JsonDocument.Parse(await node.Client.GetStringAsync("/api/commons/records?size=1", Cancel));
            if (found.RootElement.GetProperty("records").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } record) return record.GetProperty("id").GetString()!;
            await Task.Delay(50, Cancel);
        }
    }

    private async Task<HttpResponseMessage> ProofAsync(string id)
    {
        for (var tries = 0; ; tries++)
        {
            var proof = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/proof");
            if (proof.StatusCode == HttpStatusCode.OK || tries == 100) return proof;
            proof.Dispose();
            await Task.Delay(50, Cancel);
        }
    }

    [Fact]
    public async Task Bad_input_is_a_problem_with_a_reason()
    {
        var id = await node.OpenAsync(3);
        var me = await node.ComeAsync(id);
        using var nowhere = await node.VoteAsync("nowhere", me, 0, "agree");
        Assert.Equal("unknown-conversation", await TypeAsync(nowhere, HttpStatusCode.NotFound));
        using var unknown = await node.VoteAsync(id, me, 77, "agree");
        Assert.Equal("unknown-statement", await TypeAsync(unknown, HttpStatusCode.NotFound));
        using var nobody = await node.VoteAsync(id, null, 0, "agree");
        Assert.Equal("participant-needed", await TypeAsync(nobody, HttpStatusCode.Unauthorized));
        foreach (var forged in (string[])[$"{me[..^2]}{(me[^2] == 'A' ? 'B' : 'A')}{me[^1]}", "pvp_", me + "x", "pvp_" + new string('A', 43)])
        {
            using var answer = await node.VoteAsync(id, forged, 0, "agree");
            Assert.Equal("participant-forged", await TypeAsync(answer, HttpStatusCode.Unauthorized));
        }
        foreach (var body in (object[])[new { statement = 0, vote = "perhaps", clientId = "x" }, new { statement = -1, vote = "agree", clientId = "x" }, new { statement = 0, vote = "agree" }, new { statement = 0, vote = "agree", clientId = "two words" }, new { statement = 0, vote = "agree", clientId = new string('x', 65) }, "{\"statement\":", "{\"statement\":\"zero\"}", "[]"])
        {
            using var answer = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/votes", body, me);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using var large = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/statements", new { language = "en", words = new string('x', 20_000) }, me);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var longer = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/statements", new { language = "en", words = new string('x', 281) }, me);
        Assert.Equal(HttpStatusCode.BadRequest, longer.StatusCode);
        Assert.Empty((await node.GetAsync($"conversations/{id}/votes", me)).EnumerateObject());
    }

    [Fact]
    public async Task The_same_client_id_twice_is_one_vote_and_a_later_vote_replaces_an_earlier()
    {
        var id = await node.OpenAsync(3);
        var me = await node.ComeAsync(id);
        using var first = await node.VoteAsync(id, me, 1, "agree", "q1");
        using var again = await node.VoteAsync(id, me, 1, "agree", "q1");
        Assert.True((await first.Content.ReadAsStringAsync(Cancel)).Contains("\"isNew\":true", StringComparison.Ordinal));
        Assert.True((await again.Content.ReadAsStringAsync(Cancel)).Contains("\"isNew\":false", StringComparison.Ordinal));
        using var changed = await node.VoteAsync(id, me, 1, "disagree", "q2");
        Assert.Equal("disagree", (await node.GetAsync($"conversations/{id}/votes", me)).GetProperty("1").GetString());
        Assert.Equal(2, (await ResultAsync(id, 2)).GetProperty("votesCast").GetInt64());
    }

    [Fact]
    public async Task A_flood_is_told_when_to_come_again_and_others_go_on()
    {
        var id = await node.OpenAsync(3);
        var (flooder, other) = (await node.ComeAsync(id), await node.ComeAsync(id));
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 200 && refused is null; i++)
        {
            var answer = await node.VoteAsync(id, flooder, i % 3, "agree", $"f{i}");
            if (answer.StatusCode == HttpStatusCode.OK) answer.Dispose();
            else refused = answer;
        }
        Assert.Equal("too-often", await TypeAsync(refused!, HttpStatusCode.TooManyRequests));
        Assert.InRange(refused!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        refused.Dispose();
        using var fine = await node.VoteAsync(id, other, 0, "agree");
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task A_rejected_statement_appears_in_nothing_that_the_public_reads_and_its_author_learns_why()
    {
        const string Secret = "Xylophones frighten the ducks";
        var id = await node.OpenAsync(settings: new { mostGroups = 2 });
        var tokens = await CampsAsync(id, people: 12, statements: 10);
        var author = tokens[0];
        var number = (await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/statements", new { language = "en", words = Secret }, author)).GetProperty("number").GetInt32();
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/statements/{number}/decision", new { state = "accepted", reason = "" }, key: node.Key);
        await node.JsonAsync(HttpMethod.Put, $"conversations/{id}/statements/{number}/translations/fr", new { words = "Les xylophones effraient les canards" }, key: node.Key);
        foreach (var token in tokens)
        {
            using var answer = await node.VoteAsync(id, token, number, "agree");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await ResultAsync(id, 132);
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/statements/{number}/decision", new { state = "rejected", reason = "Off the subject" }, key: node.Key);
        for (var tries = 0; (await node.GetAsync($"conversations/{id}/results")).GetProperty("decisions").GetInt32() < 13 && tries < 200; tries++) await Task.Delay(50, Cancel);
        foreach (var path in (string[])["", "/statements", "/results", "/math", "/moderation.csv"])
        {
            using var answer = await node.SendAsync(HttpMethod.Get, $"conversations/{id}{path}");
            Assert.DoesNotContain("xylophones", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
        }
        var result = await node.GetAsync($"conversations/{id}/results");
        Assert.DoesNotContain(number, result.GetProperty("statements").EnumerateArray().Concat(result.GetProperty("agreed").EnumerateArray()).Concat(result.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("representative").EnumerateArray())).Select(statement => statement.GetProperty("statement").GetInt32()));
        var math = await node.GetAsync($"conversations/{id}/math");
        Assert.DoesNotContain(number, math.GetProperty("tids").EnumerateArray().Concat(math.GetProperty("mod-out").EnumerateArray()).Select(tid => tid.GetInt32()));
        Assert.False(math.GetProperty("group-votes").EnumerateObject().First().Value.GetProperty("votes").TryGetProperty($"{number}", out _));
        using var vote = await node.VoteAsync(id, tokens[1], number, "disagree", "late");
        Assert.Equal("unknown-statement", await TypeAsync(vote, HttpStatusCode.NotFound));
        var own = Assert.Single((await node.GetAsync($"conversations/{id}/statements/mine", author)).EnumerateArray());
        Assert.Equal(("rejected", "Off the subject"), (own.GetProperty("state").GetString(), own.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task The_public_mathematics_names_no_participant_and_that_of_who_convenes_has_all_of_Polis_shape()
    {
        var id = await node.OpenAsync(10);
        await CampsAsync(id, people: 12, statements: 10);
        await ResultAsync(id, 120);
        var open = await node.GetAsync($"conversations/{id}/math");
        foreach (var name in (string[])["in-conv", "votes-base", "participants", "user-vote-counts"]) Assert.False(open.TryGetProperty(name, out _));
        Assert.False(open.GetProperty("base-clusters").TryGetProperty("members", out _));
        var whole = await node.GetAsync($"conversations/{id}/math", key: node.Key);
        foreach (var name in (string[])["n", "n-cmts", "tids", "in-conv", "mod-out", "meta-tids", "pca", "base-clusters", "votes-base", "group-clusters", "group-votes", "repness", "consensus", "group-aware-consensus", "comment-priorities", "math_tick"])
            Assert.True(whole.TryGetProperty(name, out _), name);
        using var tagged = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/math");
        using var unchanged = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/math", match: tagged.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Views_name_no_participant_say_how_they_were_computed_and_have_no_figures_of_a_statement_with_few_votes()
    {
        var id = await node.OpenAsync(11);
        var tokens = await CampsAsync(id, people: 12, statements: 10);
        foreach (var token in tokens.Take(4))
        {
            using var answer = await node.VoteAsync(id, token, 10, "agree");
        }
        await ResultAsync(id, 124);
        using var views = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/views");
        var json = JsonDocument.Parse(await views.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Equal(["conversation", "algorithm", "settings", "inputDigest", "votesCast", "decisions", "participants", "fewestVotes", "bridging", "pairwise", "statements"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((0.15, 0.03, "counted"), (json.GetProperty("bridging").GetProperty("interceptPenalty").GetDouble(), json.GetProperty("bridging").GetProperty("factorPenalty").GetDouble(), json.GetProperty("pairwise").GetProperty("pairs").GetString()));
        Assert.Equal("""{"statement":10,"votes":4}""", json.GetProperty("statements")[10].ToString());
        Assert.Equal((12 * 9) + 4, json.GetProperty("statements")[0].GetProperty("pairwise").GetProperty("comparisons").GetInt64()); // each with nine others, four also with the last
        using var unchanged = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/views", match: views.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task The_queue_comes_in_pages_and_each_says_where_the_next_is()
    {
        var id = await node.OpenAsync(5);
        var numbers = new List<int>();
        var pages = 0;
        for (var path = $"conversations/{id}/queue?state=accepted&size=2"; path is not null; pages++)
        {
            using var answer = await node.SendAsync(HttpMethod.Get, path, key: node.Key);
            numbers.AddRange(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.EnumerateArray().Select(queued => queued.GetProperty("number").GetInt32()));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split("/api/dialogue/")[1].Split('>')[0] : null;
        }
        Assert.Equal([0, 1, 2, 3, 4], numbers);
        Assert.Equal(3, pages);
        using var all = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/queue", key: node.Key);
        Assert.False(all.Headers.Contains("Link"));
    }

    [Fact]
    public async Task Drafts_and_decisions_are_for_those_who_may()
    {
        var draft = (await node.JsonAsync(HttpMethod.Post, "conversations", new { title = new { en = "Not yet" } }, key: node.Key)).GetProperty("id").GetString()!;
        foreach (var path in (string[])["", "/results", "/statements", "/next", "/math", "/views", "/events", "/moderation.csv"])
        {
            using var hidden = await node.SendAsync(HttpMethod.Get, $"conversations/{draft}{path}");
            Assert.Equal("unknown-conversation", await TypeAsync(hidden, HttpStatusCode.NotFound));
        }
        using var come = await node.SendAsync(HttpMethod.Post, $"conversations/{draft}/participants", new { });
        Assert.Equal(HttpStatusCode.NotFound, come.StatusCode);
        Assert.DoesNotContain(draft, (await node.GetAsync("conversations")).ToString(), StringComparison.Ordinal);
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "conversations"), (HttpMethod.Post, $"conversations/{draft}/open"), (HttpMethod.Get, $"conversations/{draft}/queue"), (HttpMethod.Post, $"conversations/{draft}/statements/0/decision"), (HttpMethod.Post, $"conversations/{draft}/participants/0/ban")])
        {
            using var refused = await node.SendAsync(method, path, method == HttpMethod.Get ? null : new { });
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        using var wrong = await node.SendAsync(HttpMethod.Post, "conversations", new { title = new { en = "" }, settings = new { fewestGroups = 1, moderation = "lax" } }, key: node.Key);
        var problems = JsonDocument.Parse(await wrong.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("errors");
        Assert.Equal(["groups", "settings", "title"], problems.EnumerateObject().Select(problem => problem.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Results_are_shown_to_whom_and_when_the_conversation_says()
    {
        var later = await node.OpenAsync(3, new { results = "afterClosing" });
        using var early = await node.SendAsync(HttpMethod.Get, $"conversations/{later}/results");
        Assert.Equal("results-later", await TypeAsync(early, HttpStatusCode.Forbidden));
        using var earlyViews = await node.SendAsync(HttpMethod.Get, $"conversations/{later}/views");
        Assert.Equal("results-later", await TypeAsync(earlyViews, HttpStatusCode.Forbidden));
        await node.JsonAsync(HttpMethod.Post, $"conversations/{later}/close", key: node.Key);
        Assert.Equal(0, (await node.GetAsync($"conversations/{later}/results")).GetProperty("participants").GetInt32());
        var voters = await node.OpenAsync(3, new { resultsFor = "participants" });
        var me = await node.ComeAsync(voters);
        using var before = await node.SendAsync(HttpMethod.Get, $"conversations/{voters}/results", participant: me);
        Assert.Equal("results-restricted", await TypeAsync(before, HttpStatusCode.Forbidden));
        using var vote = await node.VoteAsync(voters, me, 0, "agree");
        await node.GetAsync($"conversations/{voters}/results", me);
    }

    [Fact]
    public async Task A_stream_tells_of_new_versions()
    {
        var id = await node.OpenAsync(3);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/dialogue/conversations/{id}/events");
        using var answer = await node.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
        var first = await VersionAsync(lines);
        using var vote = await node.VoteAsync(id, await node.ComeAsync(id), 0, "agree");
        Assert.Equal(first + 1, await VersionAsync(lines));
    }

    private static async Task<long> VersionAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonDocument.Parse(line[6..]).RootElement.GetProperty("version").GetInt64();
        }
        throw new EndOfStreamException();
    }

    [Fact]
    public async Task By_invitation_only_a_code_lets_in_and_a_ban_takes_out()
    {
        var id = await node.OpenAsync(3, new { inviteOnly = true });
        using var uninvited = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/participants", new { });
        Assert.Equal("not-invited", await TypeAsync(uninvited, HttpStatusCode.Forbidden));
        using var wrong = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/participants", new { code = "guess" });
        Assert.Equal("wrong-code", await TypeAsync(wrong, HttpStatusCode.Forbidden));
        var code = (await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/invites", new { label = "neighbours", mostUses = 1 }, key: node.Key)).GetProperty("code").GetString();
        var me = (await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/participants", new { code })).GetProperty("token").GetString()!;
        using var vote = await node.VoteAsync(id, me, 0, "agree");
        Assert.Equal(HttpStatusCode.OK, vote.StatusCode);
        Assert.DoesNotContain(code!, (await node.GetAsync($"conversations/{id}/invites", key: node.Key)).ToString(), StringComparison.Ordinal);
        using var reasonless = await node.SendAsync(HttpMethod.Post, $"conversations/{id}/participants/0/ban", new { }, key: node.Key);
        Assert.Equal("no-reason", await TypeAsync(reasonless, HttpStatusCode.BadRequest));
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/participants/0/ban", new { reason = "floods" }, key: node.Key);
        using var banned = await node.VoteAsync(id, me, 1, "agree");
        Assert.Equal("banned", await TypeAsync(banned, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task At_its_instant_a_conversation_closes_by_itself_with_a_tally()
    {
        var id = (await node.JsonAsync(HttpMethod.Post, "conversations", new { title = new { en = "Short" }, closesAt = DateTimeOffset.UtcNow.AddSeconds(2) }, key: node.Key)).GetProperty("id").GetString()!;
        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/open", key: node.Key);
        for (var tries = 0; tries < 200; tries++)
        {
            var conversation = await node.GetAsync($"conversations/{id}");
            if (conversation.GetProperty("state").GetString() == "closed")
            {
                Assert.NotNull(conversation.GetProperty("tally").GetString());
                return;
            }
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("It is open still.");
    }

    [Fact]
    public async Task A_node_stops_although_streams_are_open()
    {
        var own = new ServedConversation();
        await own.InitializeAsync();
        var id = await own.OpenAsync(3);
        using var answer = await own.Client.GetAsync($"/api/dialogue/conversations/{id}/events", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await VersionAsync(lines);
        var stopping = own.StopAsync();
        Assert.Same(stopping, await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(10), Cancel)));
        while (await lines.ReadLineAsync(Cancel) is not null) { } // and the stream ends as one that is over, not as one that broke
        await own.DisposeAsync();
    }

    [Fact]
    public async Task No_table_holds_an_address_or_a_token()
    {
        var id = await node.OpenAsync(3);
        var me = await node.ComeAsync(id);
        using var vote = await node.VoteAsync(id, me, 0, "agree");
        var database = node.Services.GetRequiredService<Database>();
        await using var connection = await database.OpenAsync(Cancel);
        foreach (var table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'dialogue_%'"))
        {
            foreach (IDictionary<string, object> row in await connection.QueryAsync($"SELECT * FROM {table}"))
                Assert.DoesNotContain(row.Values, value => value is string text && (text.Contains("127.0.0.1", StringComparison.Ordinal) || text.Contains(me[4..], StringComparison.Ordinal)));
        }
    }
}
