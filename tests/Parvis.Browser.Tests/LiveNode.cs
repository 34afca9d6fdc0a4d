using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parvis.Browser.Tests;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(LiveNode))]

namespace Parvis.Browser.Tests;

/// <summary>A node as people meet it, served over a real connection to a real browser; one for all tests, since both are slow to start.</summary>
public sealed class LiveNode : IAsyncLifetime
{
    private const string Executable = "chromium";
    private const int PatienceInMilliseconds = 60_000; // the machine may be busy with other builds
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("parvis-browser-").FullName);
    private OtherSite? _translator;
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _administrator;
    private Exhibits? _exhibits;

    /// <summary>Scheme, host and port. The host is a name, because a passkey belongs to a name.</summary>
    public string Origin { get; private set; } = "";

    internal IServiceProvider Services => _app!.Services;

    /// <summary>What there is to see; skips the test when there is no browser to see it with.</summary>
    internal Exhibits Exhibits
    {
        get
        {
            Need();
            return _exhibits!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Chromium() is not { } chromium) return;
        _translator = await OtherSite.ServeAsync(TranslateAsync);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "parvis.json"), JsonSerializer.Serialize(new { Parvis = new { Dialogue = new { Translation = new { Address = $"{_translator.Origin}/translate" } } } }));
        _app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(_folder.Path), "http://127.0.0.1:0", CancellationToken.None);
        await _app.StartAsync();
        Origin = $"http://localhost:{new Uri(_app.Urls.First()).Port}";
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceInMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Arguments, Timeout = PatienceInMilliseconds });
        var first = await Services.GetRequiredService<People>().FirstAdministratorLinkAsync(CancellationToken.None);
        _administrator = await SignInAsync(first!);
        _exhibits = await Exhibits.HangAsync(Services, _folder.Path);
    }

    /// <summary>A browser window of its own, without cookies and with nothing stored; skips the test when there is no browser.</summary>
    /// <param name="shape">What differs from the ordinary window of 1280 by 900.</param>
    public async Task<IBrowserContext> OpenAsync(Action<BrowserNewContextOptions>? shape = null)
    {
        Need();
        var options = new BrowserNewContextOptions { BaseURL = Origin, ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "en-GB" };
        shape?.Invoke(options);
        var window = await _browser!.NewContextAsync(options);
        window.SetDefaultTimeout(PatienceInMilliseconds);
        return window;
    }

    /// <summary>A window in which the administrator is signed in.</summary>
    public Task<IBrowserContext> OpenAsAdministratorAsync(Action<BrowserNewContextOptions>? shape = null) => OpenAsync(options =>
    {
        options.StorageState = _administrator;
        shape?.Invoke(options);
    });

    /// <summary>A conversation of one test's own, with ten statements; its id. Skips the test when there is no browser.</summary>
    internal Task<string> HoldAsync()
    {
        Need();
        return HeldConversations.OpenAsync(Services, new());
    }

    /// <summary>A one-time link for a new person.</summary>
    internal async Task<string> LinkForAsync(string email, Role role, CancellationToken cancel)
    {
        var (person, outcome) = await Services.GetRequiredService<People>().CreateAsync("Ana", email, role, cancel);
        Assert.True(person is not null, $"{email}: {outcome}");
        return OneTimeLinks.Path(await Services.GetRequiredService<OneTimeLinks>().CreateAsync(person!.Id, LinkPurpose.SignIn, cancel));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_app is not null)
        {
            var database = Services.GetRequiredService<Database>();
            await _app.StopAsync();
            await _app.DisposeAsync();
            await database.DisposeAsync();
        }
        if (_translator is not null) await _translator.DisposeAsync();
        Directory.Delete(_folder.Path, recursive: true);
    }

    private async Task<string> SignInAsync(string link)
    {
        await using var window = await OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en{link}");
        await page.ArriveAsync("**/en/account", () => page.Locator("main form button[type=submit]").ClickAsync());
        return await window.StorageStateAsync();
    }

    // LibreTranslate's request and answer; the words are only marked.
    private static async Task TranslateAsync(HttpContext context)
    {
        var asked = (await context.Request.ReadFromJsonAsync<Dictionary<string, string>>())!;
        await context.Response.WriteAsJsonAsync(new { translatedText = $"({asked["target"]}) {asked["q"]}" });
    }

    private void Need() => Assert.SkipWhen(_browser is null, $"Needs {Executable} on the PATH (Debian: chromium).");

    private static string? Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, Executable)).FirstOrDefault(File.Exists);
}
