using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>A node served by Kestrel on a free port, with a key that may convene and moderate.</summary>
public sealed class ServedConversation : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("parvis-dialogue-");
    private WebApplication? _app;
    private HttpClient? _client;

    public string Key { get; private set; } = "";

    public HttpClient Client => _client!;

    /// <summary>The node's data folder, for commands beside it.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    internal IServiceProvider Services => _app!.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(Data), "http://127.0.0.1:0", Cancel);
        Key = await KeyAsync(_app.Services);
        await _app.StartAsync(Cancel);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    /// <summary>A key of somebody who convenes and moderates.</summary>
    internal static async Task<string> KeyAsync(IServiceProvider services)
    {
        var person = (await services.GetRequiredService<People>().CreateAsync("Ana", "ana@example.org", Role.Administrator, Cancel)).Person!;
        return ((KeyOutcome.Created)await services.GetRequiredService<ApiKeys>().CreateAsync(person.Id, "test", ["dialogue.convene", "dialogue.moderate"], TimeSpan.FromDays(2), Cancel)).Token;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? participant = null, string? key = null, string? match = null)
    {
        var request = new HttpRequestMessage(method, $"/api/dialogue/{path}");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (participant is not null) request.Headers.Add("Parvis-Participant", participant);
        if (match is not null) request.Headers.TryAddWithoutValidation("If-None-Match", match);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return Client.SendAsync(request, Cancel);
    }

    public async Task<JsonElement> JsonAsync(HttpMethod method, string path, object? body = null, string? participant = null, string? key = null)
    {
        using var answer = await SendAsync(method, path, body, participant, key);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement> GetAsync(string path, string? participant = null, string? key = null) => JsonAsync(HttpMethod.Get, path, participant: participant, key: key);

    /// <summary>An open conversation with so many statements; its id.</summary>
    public async Task<string> OpenAsync(int statements = 10, object? settings = null)
    {
        var id = (await JsonAsync(HttpMethod.Post, "conversations", new { title = new { en = "The park", fr = "Le parc" }, languages = new[] { "en", "fr" }, settings }, key: Key)).GetProperty("id").GetString()!;
        await JsonAsync(HttpMethod.Post, $"conversations/{id}/seeds", Enumerable.Range(0, statements).Select(i => new { language = "en", words = $"Statement number {i} about the park" }), key: Key);
        await JsonAsync(HttpMethod.Post, $"conversations/{id}/open", key: Key);
        return id;
    }

    /// <summary>The token of somebody new.</summary>
    public async Task<string> ComeAsync(string id) => (await JsonAsync(HttpMethod.Post, $"conversations/{id}/participants", new { })).GetProperty("token").GetString()!;

    public Task<HttpResponseMessage> VoteAsync(string id, string? participant, int statement, string vote, string? clientId = null) =>
        SendAsync(HttpMethod.Post, $"conversations/{id}/votes", new { statement, vote, clientId = clientId ?? $"{statement}-{vote}" }, participant);

    /// <summary>Stops the node as a signal would.</summary>
    public Task StopAsync() => _app!.StopAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(Cancel);
            await _app.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _root.Delete(recursive: true);
    }
}
