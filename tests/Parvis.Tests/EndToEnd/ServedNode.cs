using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Evidence;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>A node served by Kestrel on a free port, with the founding collection and two small catalogues that speak of one thing.</summary>
public sealed class ServedNode : IAsyncLifetime
{
    public const string Formula = "=HYPERLINK(\"https://evil.example\")";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("parvis-served-");
    private WebApplication? _app;
    private HttpClient? _client;

    /// <summary>The record in which the bees of both catalogues are shown.</summary>
    public static string Bees => Thing.HomeIdOf("alpha", "bees");

    /// <summary>The id of the thing that moved into <see cref="Bees"/>.</summary>
    public static string Moved => Thing.HomeIdOf("beta", "b");

    /// <summary>The id of a record whose source fell silent.</summary>
    public static string Gone => Thing.HomeIdOf("alpha", "gone");

    /// <summary>The id of a record whose first source fell silent, while another speaks on.</summary>
    public static string Handed => Thing.HomeIdOf("alpha", "wasps");

    /// <summary>Where what was shown at <see cref="Handed"/> is shown now.</summary>
    public static string Heir => Thing.HomeIdOf("beta", "w");

    public string Data => Path.Combine(_root.FullName, "data");

    public string Key { get; private set; } = "";

    public Uri Address => new(_app!.Urls.First());

    public HttpClient Client => _client!;

    internal IServiceProvider Services => _app!.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(Data), "http://127.0.0.1:0", Cancel);
        var bees = new { key = "bees", kind = "dataset", title = new { en = "Bees & \"North\" 3 < 4", fr = "Abeilles", ar = "نحل" }, description = new { en = Formula }, identifiers = new[] { "https://bees.org" }, licence = new { spdx = "CC-BY-4.0" }, languages = new[] { "sw" }, sdgs = new[] { 15 } };
        await HarvestAsync("one", "alpha", bees, new { key = "gone", kind = "model", title = new { en = "Gone" } }, new { key = "wasps", kind = "model", title = new { en = "Wasps" }, identifiers = new[] { "https://wasps.org" } });
        await HarvestAsync("two", "beta", new { key = "b", kind = "dataset", title = new { en = "The bees" }, identifiers = new[] { "https://bees.org" } }, new { key = "w", kind = "model", title = new { en = "The wasps" }, identifiers = new[] { "https://wasps.org" } });
        await HarvestAsync("one", "alpha", bees);
        await Services.GetRequiredService<ChangeFollower>().CatchUpAsync(Cancel);
        var person = (await Services.GetRequiredService<People>().CreateAsync("Ana", "ana@example.org", Role.Administrator, Cancel)).Person!;
        Key = ((KeyOutcome.Created)await Services.GetRequiredService<ApiKeys>().CreateAsync(person.Id, "test", ["commons.harvest", "commons.curate"], TimeSpan.FromDays(2), Cancel)).Token;
        await _app.StartAsync(Cancel);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? language = null, string? match = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (language is not null) request.Headers.TryAddWithoutValidation("Accept-Language", language);
        if (match is not null) request.Headers.TryAddWithoutValidation("If-None-Match", match);
        return Client.SendAsync(request, Cancel);
    }

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    public async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse(await ReadAsync(path)).RootElement;

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        return Client.SendAsync(request, Cancel);
    }

    /// <summary>Publishes a record of another module.</summary>
    internal async Task<Kernel.Records.Record> PublishAsync(string module, string kind, string id)
    {
        var draft = new RecordDraft(id, new(module, kind), Kernel.Languages.LocalizedText.Empty, "{}"u8.ToArray());
        await Services.GetRequiredService<Database>().WriteAsync(transaction => Services.GetRequiredService<RecordPublisher>().PublishAsync(transaction, [(draft, JsonSerializer.SerializeToElement("test"))], Cancel), Cancel);
        return (await Services.GetRequiredService<RecordRegistry>().ReadAsync(id, Cancel))!;
    }

    /// <summary>Makes every reading of the registry fail.</summary>
    internal Task BreakAsync() => Services.GetRequiredService<Database>().WriteAsync(async transaction =>
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "ALTER TABLE kernel_record RENAME TO broken";
        await command.ExecuteNonQueryAsync(Cancel);
    }, Cancel);

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

    private async Task HarvestAsync(string source, string authority, params object[] entries)
    {
        var folder = Path.Combine(_root.FullName, source);
        Directory.CreateDirectory(Path.Combine(folder, authority));
        await File.WriteAllTextAsync(Path.Combine(folder, authority, "things.yaml"), JsonSerializer.Serialize(entries), Cancel);
        var register = await Services.GetRequiredService<SourceRegister>().FindOrAddAsync("collection", folder, source, everyHours: null, "test", Cancel);
        await Services.GetRequiredService<Harvest>().RunAsync(register, _ => { }, _ => { }, Cancel);
    }
}
