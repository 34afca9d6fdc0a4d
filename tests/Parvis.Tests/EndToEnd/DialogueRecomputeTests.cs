using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>Whoever holds the export of a conversation and runs the command that its results page names gets that result.</summary>
public sealed partial class DialogueRecomputeTests(ServedConversation node) : IClassFixture<ServedConversation>
{
    private const int Statements = 12;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("compatible")]
    [InlineData("stable")]
    public async Task The_export_gives_the_result_that_the_node_shows_and_goes_on_giving_it_after_the_closing(string groups)
    {
        var id = await HoldAsync(new { groups, mostGroups = 3 });
        var result = await ResultAsync(id);
        var views = await ViewsAsync(id, result);
        await AgreesAsync(id, "results", result, views);
        await AgreesAsync(id, "results?without=coordinated", result.GetProperty("withoutCoordinated"), views.GetProperty("withoutCoordinated"));

        await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/close", key: node.Key);
        var closed = await node.GetAsync($"conversations/{id}/results");
        await DecideAsync(id, 1, "rejected");
        await AgreesAsync(id, "results", closed, await ViewsAsync(id, closed));
        Assert.Equal(closed.ToString(), (await node.GetAsync($"conversations/{id}/results")).ToString());
        Assert.Equal(views.ToString(), (await node.GetAsync($"conversations/{id}/views")).ToString());
        using var program = new ParvisProgram(node.Data);
        await DoneAsync(program, "dialogue", "export", id, program.Beside("export"));
        Assert.DoesNotContain("Statement number 1 about", await File.ReadAllTextAsync(Path.Combine(program.Beside("export"), "comments.csv"), Cancel), StringComparison.Ordinal);
    }

    // What the page says about itself, and the command that it names.
    private async Task AgreesAsync(string id, string page, JsonElement shown, JsonElement views)
    {
        var html = WebUtility.HtmlDecode(await node.Client.GetStringAsync(new Uri($"/en/dialogue/{id}/{page}", UriKind.Relative), Cancel));
        var digest = shown.GetProperty("inputDigest").GetString()!;
        Assert.Contains($"sha256:{digest}", html, StringComparison.Ordinal);
        using var program = new ParvisProgram(node.Data);
        await DoneAsync(program, "dialogue", "export", id, program.Beside("export"));
        var command = Command().Match(html).Value.Replace("./export", program.Beside("export"), StringComparison.Ordinal).Replace("result.json", program.Beside("result.json"), StringComparison.Ordinal);
        await DoneAsync(program, [.. command.Split(' ')[1..], "--views"]);
        using var computed = JsonDocument.Parse(await File.ReadAllBytesAsync(program.Beside("result.json"), Cancel));
        var again = computed.RootElement;

        Assert.Equal(digest, again.GetProperty("inputDigest").GetString());
        Assert.Equal((shown.GetProperty("participants").GetInt32(), shown.GetProperty("grouped").GetInt32()), (again.GetProperty("participants").GetInt32(), again.GetProperty("grouped").GetInt32()));
        Assert.Equal(shown.GetProperty("silhouettes").EnumerateObject().Select(tried => $"{tried}"), again.GetProperty("silhouettes").EnumerateObject().Select(tried => $"{tried}".Replace(": ", ":", StringComparison.Ordinal)));
        var visible = shown.GetProperty("statements").EnumerateArray().Select(statement => statement.GetProperty("statement").GetInt32()).ToHashSet();
        var groups = again.GetProperty("groups").EnumerateArray().OrderByDescending(group => group.GetProperty("participants").GetArrayLength()).ThenBy(group => group.GetProperty("id").GetInt32());
        Assert.NotEmpty(shown.GetProperty("groups").EnumerateArray()); // groups of few people are not among them
        Assert.Equal(
            shown.GetProperty("groups").EnumerateArray().Select(group => (group.GetProperty("people").GetInt32(), string.Join('\n', group.GetProperty("representative").EnumerateArray().Select(item => Numbers(item, item.GetProperty("agrees").GetBoolean(), "z", "ratioZ"))))),
            groups.Take(shown.GetProperty("groups").GetArrayLength()).Select(group => (group.GetProperty("participants").GetArrayLength(), string.Join('\n', group.GetProperty("representative").EnumerateArray().Where(item => visible.Contains(item.GetProperty("statement").GetInt32())).Select(item => Numbers(item, item.GetProperty("direction").GetString() == "agree", "probabilityTest", "ratioTest"))))));
        foreach (var (name, other) in (ReadOnlySpan<(string, string)>)[("agreed", "agree"), ("disagreed", "disagree")])
            Assert.Equal(Consensus(shown.GetProperty(name), "z"), Consensus(again.GetProperty("consensus").GetProperty(other), "test"));

        var opinions = shown.GetProperty("statements").EnumerateArray().Where(statement => !statement.GetProperty("isMeta").GetBoolean());
        Assert.Equal(opinions.Select(statement => statement.GetProperty("statement").GetInt32()), views.GetProperty("statements").EnumerateArray().Select(statement => statement.GetProperty("statement").GetInt32()));
        var figures = views.GetProperty("statements").EnumerateArray().Where(statement => statement.TryGetProperty("bridging", out _)).ToList();
        Assert.Equal(Statements, figures.Count);
        foreach (var (view, names) in (ReadOnlySpan<(string, string[])>)[("bridging", ["intercept", "factor"]), ("pairwise", ["strength", "winShare", "comparisons"])])
        {
            var computedHere = again.GetProperty(view).EnumerateArray().ToDictionary(score => score.GetProperty("statement").GetInt32());
            Assert.All(figures, statement => Assert.Equal(names.Select(name => $"{computedHere[statement.GetProperty("statement").GetInt32()].GetProperty(name)}"), names.Select(name => $"{statement.GetProperty(view).GetProperty(name)}")));
        }
    }

    private static string Numbers(JsonElement item, bool agrees, string test, string ratioTest) =>
        string.Join(' ', agrees, item.GetProperty("statement"), item.GetProperty("success"), item.GetProperty("trials"), item.GetProperty("probability"), item.GetProperty(test), item.GetProperty("ratio"), item.GetProperty(ratioTest));

    private static IEnumerable<string> Consensus(JsonElement list, string test) =>
        list.EnumerateArray().Select(item => string.Join(' ', item.GetProperty("statement"), item.GetProperty("success"), item.GetProperty("trials"), item.GetProperty("probability"), item.GetProperty(test)));

    // Two camps and eight accounts that vote as one; votes that change; statements written, accepted, rejected, put back, marked and unmarked; a ban that stays and one that does not.
    private async Task<string> HoldAsync(object settings)
    {
        var id = await node.OpenAsync(Statements, settings);
        var tokens = new List<string>();
        for (var person = 0; person < 26; person++)
        {
            tokens.Add(await node.ComeAsync(id));
            for (var statement = 0; statement < Statements; statement++)
            {
                var vote = person >= 18 ? ((statement * statement) % 5) switch { 0 => "agree", 1 => "pass", _ => "disagree" }
                    : ((person / 2) + statement) % 7 == 0 ? "pass" : (statement % 3 == 0) == (person % 2 == 0) ? "agree" : "disagree";
                await VoteAsync(id, tokens[person], statement, vote);
            }
        }
        foreach (var person in (int[])[3, 4, 9]) await VoteAsync(id, tokens[person], person, "agree", "changed");
        int[] written = [await WriteAsync(id, tokens[2], "More benches, please"), await WriteAsync(id, tokens[5], "I live beside the park"), await WriteAsync(id, tokens[6], "Fewer benches would do"), await WriteAsync(id, tokens[7], "Nobody reads this one")];
        foreach (var number in written[..3]) await DecideAsync(id, number, "accepted");
        foreach (var number in written[..3])
        {
            for (var person = 0; person < 12; person++) await VoteAsync(id, tokens[person], number, person % 3 == 0 ? "agree" : "disagree");
        }
        await DecideAsync(id, written[0], "rejected");
        await DecideAsync(id, written[2], "pending");
        await MetaAsync(id, written[1], true);
        await MetaAsync(id, written[3], true);
        await MetaAsync(id, written[3], false);
        await node.JsonAsync(HttpMethod.Put, $"conversations/{id}/statements/{written[3]}/translations/fr", new { words = "Personne ne lit ceci" }, key: node.Key);
        foreach (var number in (int[])[1, 8]) await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/participants/{number}/ban", new { reason = "floods" }, key: node.Key);
        await node.JsonAsync(HttpMethod.Delete, $"conversations/{id}/participants/8/ban", key: node.Key);
        return id;
    }

    private async Task VoteAsync(string id, string token, int statement, string vote, string? client = null)
    {
        using var answer = await node.VoteAsync(id, token, statement, vote, client);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<int> WriteAsync(string id, string token, string words) =>
        (await node.JsonAsync(HttpMethod.Post, $"conversations/{id}/statements", new { language = "en", words }, token)).GetProperty("number").GetInt32();

    private Task<JsonElement> DecideAsync(string id, int number, string state) =>
        node.JsonAsync(HttpMethod.Post, $"conversations/{id}/statements/{number}/decision", new { state, reason = "As the policy says" }, key: node.Key);

    private Task<JsonElement> MetaAsync(string id, int number, bool isMeta) => node.JsonAsync(HttpMethod.Put, $"conversations/{id}/statements/{number}/meta", new { isMeta }, key: node.Key);

    // The newest, once every vote and decision is in it.
    private async Task<JsonElement> ResultAsync(string id)
    {
        var decisions = (await node.Client.GetStringAsync(new Uri($"/api/dialogue/conversations/{id}/moderation.csv", UriKind.Relative), Cancel)).Count(letter => letter == '\n') - 1;
        for (var tries = 0; tries < 200; tries++)
        {
            var result = await node.GetAsync($"conversations/{id}/results");
            if (result.GetProperty("votesCast").GetInt64() == (26 * Statements) + 3 + 36 && result.GetProperty("decisions").GetInt32() == decisions) return result;
            await Task.Delay(50, Cancel);
        }
        throw new TimeoutException("The result did not come.");
    }

    // Of that result: asked while newer votes came in, they are those of an earlier one.
    private async Task<JsonElement> ViewsAsync(string id, JsonElement result)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            using var answer = await node.SendAsync(HttpMethod.Get, $"conversations/{id}/views");
            var views = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
            if (answer.StatusCode == HttpStatusCode.OK && views.GetProperty("inputDigest").GetString() == result.GetProperty("inputDigest").GetString()) return views;
            await Task.Delay(50, Cancel);
        }
        throw new TimeoutException("The views did not come.");
    }

    private static async Task DoneAsync(ParvisProgram program, params string[] arguments)
    {
        var (code, _, error) = await program.RunAsync(arguments);
        Assert.True(code == 0, error);
    }

    [GeneratedRegex("parvis dialogue recompute [^<\"]+", RegexOptions.None, 1000)]
    private static partial Regex Command();
}
