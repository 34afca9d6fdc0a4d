using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parvis.Commons;
using Parvis.Identity;
using Parvis.Identity.Pages;
using Parvis.Interface.Components;
using Parvis.Interface.Serving;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Identity;

/// <summary>A node with this room only, over a real database in a folder of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const string Harvest = "commons.harvest";
    public const string Curate = "commons.curate";
    private readonly WebApplication _app;

    private TestNode(WebApplication app, DataFolder folder, Clock clock) => (_app, Folder, Clock) = (app, folder, clock);

    public Clock Clock { get; }

    public DataFolder Folder { get; }

    public IServiceProvider Services => _app.Services;

    public People People => Services.GetRequiredService<People>();

    public ApiKeys Keys => Services.GetRequiredService<ApiKeys>();

    public OneTimeLinks Links => Services.GetRequiredService<OneTimeLinks>();

    public static async Task<TestNode> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("parvis-identity-").FullName);
        var clock = new Clock();
        var database = Database.Sqlite(folder.DatabaseFile);
        await Migrator.MigrateAsync(database, [typeof(People).Assembly], TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        IReadOnlyList<Permission> permissions = [new(Harvest, Role.Curator), new(Curate, Role.Curator)];
        builder.Services.AddSingleton(permissions).AddSingleton(database).AddSingleton(folder).AddSingleton<TimeProvider>(clock);
        builder.Services.AddInterface(new Texts(typeof(IdentityServices).Assembly, typeof(Field).Assembly, typeof(CommonsModule).Assembly));
        builder.Services.AddParvisIdentity(builder.Configuration);
        var app = builder.Build();
        app.UseLanguagePath(["/auth", "/api", "/test"]).UseRouting().UseParvisIdentity();
        IdentityEndpoints.Map(app);
        MapProbes(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestNode(app, folder, clock);
    }

    /// <summary>A browser without cookies.</summary>
    public Browser Browser(string origin = "https://node.example") => new(_app.GetTestServer().CreateHandler(), new Uri(origin));

    /// <summary>Somebody with an account.</summary>
    public async Task<Person> PersonAsync(Role role, string email = "ana@example.org") =>
        (await People.CreateAsync("Ana", email, role, TestContext.Current.CancellationToken)).Person!;

    /// <summary>A browser in which this person is signed in.</summary>
    public async Task<Browser> SignedInAsync(Person person, string origin = "https://node.example")
    {
        var browser = Browser(origin);
        var token = await Links.CreateAsync(person.Id, LinkPurpose.SignIn, TestContext.Current.CancellationToken);
        using var answer = await browser.PostAsync("/en/auth/link/use", ("t", token));
        Assert.Equal("/en/account", answer.Headers.Location?.OriginalString);
        return browser;
    }

    /// <summary>The messages in the outbox, once there are at least so many.</summary>
    public async Task<IReadOnlyList<string>> MailAsync(int least)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var files = Directory.Exists(Folder.Outbox) ? Directory.GetFiles(Folder.Outbox, "*.eml") : [];
            if (files.Length >= least && files.All(file => new FileInfo(file).Length > 0)) return files;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"No {least} messages in {Folder.Outbox}.");
    }

    public async ValueTask DisposeAsync()
    {
        var database = Services.GetRequiredService<Database>();
        await _app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(Folder.Path, recursive: true);
    }

    private static void MapProbes(WebApplication app)
    {
        app.MapGet("/test/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapGet("/test/memory", (HttpContext context, SealedCookie cookies) => FormMemory.Take(context, cookies));
        app.MapGet("/sign-in", () => new RazorComponentResult<SignInPage>());
        app.MapGet("/sign-in/link", () => new RazorComponentResult<ConfirmPage>());
        app.MapGet("/account", () => new RazorComponentResult<AccountPage>()).RequireAuthorization();
        app.MapGet("/admin/people", () => new RazorComponentResult<PeoplePage>()).RequireAuthorization(PermissionTable.ManagePeople);
        app.MapGet("/admin/keys", () => new RazorComponentResult<KeysPage>()).RequireAuthorization(PermissionTable.ManageKeys);
        app.MapGet("/page", (HttpContext context) => context.User.PersonId()).RequireAuthorization();
        app.MapGet("/api/who", (HttpContext context) => context.User.PersonId()).RequireAuthorization();
        app.MapPost("/api/harvest", () => "harvested").RequireAuthorization(Harvest);
        app.MapGet("/api/people", () => "people").RequireAuthorization(PermissionTable.ManagePeople);
    }
}
