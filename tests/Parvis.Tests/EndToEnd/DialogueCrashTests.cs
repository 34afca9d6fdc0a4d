using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>A node that is killed while people vote.</summary>
public sealed class DialogueCrashTests
{
    private const int Voters = 24;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_people_vote_a_node_has_every_vote_that_it_acknowledged_and_what_is_sent_again_counts_once()
    {
        using var program = new ParvisProgram();
        program.Write("data/parvis.json", """{"Parvis":{"Dialogue":{"Limits":{"VotesAMinute":100000,"NetworkVotesAMinute":10000000,"NetworkParticipantsAnHour":100000}}}}""");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var (key, random) = (await PrepareAsync(program), new Random(20261124));
        string? id = null;
        string[]? tokens = null;
        var acknowledged = new ConcurrentBag<(int Voter, string Client)>();
        for (var round = 0; round < 3; round++)
        {
            using var process = program.Start("serve", "--urls", address.AbsoluteUri);
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            using var http = new HttpClient { BaseAddress = address };
            await UntilAnsweredAsync(http);
            id ??= await OpenAsync(http, key);
            tokens ??= await TokensAsync(http, id);
            using var killed = new CancellationTokenSource();
            var voting = Enumerable.Range(0, Voters).Select(voter => VoteAsync(http, id, tokens[voter], voter, round, acknowledged, killed.Token)).ToArray();
            var enough = acknowledged.Count + 50;
            while (acknowledged.Count < enough && !voting.Any(voter => voter.IsCompleted)) await Task.Delay(10, Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(600)), Cancel);
            process.Kill();
            await killed.CancelAsync();
            await Task.WhenAll(voting);
            await process.WaitForExitAsync(Cancel);
        }
        Assert.True(acknowledged.Count > 100, $"Only {acknowledged.Count} votes were acknowledged.");
        await using var database = Database.Sqlite(new DataFolder(program.Data).DatabaseFile);
        await using var connection = await database.OpenAsync(Cancel);
        var stored = (await connection.QueryAsync<string>("SELECT client_id FROM dialogue_vote WHERE conversation_id = @id", new { id })).ToList();
        Assert.Empty(acknowledged.Select(vote => vote.Client).Except(stored));
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(stored.Count, await connection.ExecuteScalarAsync<long>("SELECT MAX(seq) + 1 FROM dialogue_vote WHERE conversation_id = @id", new { id }));
    }

    private static async Task<string> PrepareAsync(ParvisProgram program)
    {
        await using var app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(program.Data), "http://127.0.0.1:0", Cancel);
        return await ServedConversation.KeyAsync(app.Services);
    }

    private static async Task<string> OpenAsync(HttpClient http, string key)
    {
        async Task<JsonElement> PostAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dialogue/conversations{path}") { Content = JsonContent.Create(body) };
            request.Headers.Authorization = new("Bearer", key);
            using var answer = await http.SendAsync(request, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.IsSuccessStatusCode, text);
            return JsonDocument.Parse(text).RootElement;
        }
        var id = (await PostAsync("", new { title = new { en = "The park" } })).GetProperty("id").GetString()!;
        await PostAsync($"/{id}/seeds", Enumerable.Range(0, 20).Select(i => new { language = "en", words = $"Statement number {i} about the park" }));
        await PostAsync($"/{id}/open", new { });
        return id;
    }

    private static async Task<string[]> TokensAsync(HttpClient http, string id) => await Task.WhenAll(Enumerable.Range(0, Voters).Select(async _ =>
    {
        using var answer = await http.PostAsJsonAsync($"/api/dialogue/conversations/{id}/participants", new { }, Cancel);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("token").GetString()!;
    }));

    // Each voter goes on until the node is gone; the vote it waits for then is sent again in the next round, with the same client id.
    private static async Task VoteAsync(HttpClient http, string id, string token, int voter, int round, ConcurrentBag<(int, string)> acknowledged, CancellationToken killed)
    {
        for (var i = Math.Max(0, acknowledged.Count(vote => vote.Item1 == voter) - 1); !killed.IsCancellationRequested; i++)
        {
            var client = $"v{voter}-{i}";
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dialogue/conversations/{id}/votes") { Content = JsonContent.Create(new { statement = (i + round) % 20, vote = "agree", clientId = client }) };
                request.Headers.Add("Parvis-Participant", token);
                using var answer = await http.SendAsync(request, Cancel);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                acknowledged.Add((voter, client));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task UntilAnsweredAsync(HttpClient http)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            try
            {
                using var answer = await http.GetAsync("/health", Cancel);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, Cancel); // not listening yet
            }
        }
        throw new TimeoutException("The node does not answer.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
