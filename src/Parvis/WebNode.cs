using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Parvis.Api;
using Parvis.Identity;
using Parvis.Interface.Serving;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;
using Parvis.Ledger;
using Parvis.Pages;

namespace Parvis;

/// <summary>The node's web server: pages below a language, everything else beside it.</summary>
internal static class WebNode
{
    private const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Addresses that are in no language.</summary>
    private static readonly string[] WithoutLanguage = ["/api", "/openapi", "/scalar", "/ledger/checkpoint", "/ledger/tile", "/ledger/key", "/ledger/entries", "/ledger/proof", "/health", "/sitemap.xml", "/sitemap", "/robots.txt", "/favicon.ico", "/assets", "/auth"];

    /// <summary>Serves until stopped; prints the address, and the administrator's one-time link while there is no administrator.</summary>
    public static async Task<int> RunAsync(Node node, NodeSettings settings, string? urls, TextWriter output, CancellationToken cancel)
    {
        await using var app = await BuildAsync(node, settings, urls, cancel);
        await app.StartAsync(cancel);
        var address = settings.Address?.AbsoluteUri.TrimEnd('/') ?? app.Urls.First();
        await output.WriteLineAsync($"Parvis serves {settings.Name} at {address}  (data: {settings.Data}; Ctrl-C stops it)");
        if (await app.Services.GetRequiredService<People>().FirstAdministratorLinkAsync(cancel) is { } link)
            await output.WriteLineAsync($"There is no administrator yet. This link makes you one; it works once: {address}{link}");
        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Done;
    }

    /// <summary>Makes the server, its data folder prepared, not started.</summary>
    public static async Task<WebApplication> BuildAsync(Node node, NodeSettings settings, string? urls, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var modules = NodeServices.Add(builder.Services, settings, node);
        AddWeb(builder.Services, settings, node);
        var app = builder.Build();
        foreach (var url in (urls ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? DefaultUrls).Split(';', StringSplitOptions.RemoveEmptyEntries)) app.Urls.Add(url);
        await NodeStart.PrepareAsync(app.Services, modules, cancel);
        Use(app);
        Map(app, modules);
        return app;
    }

    private static void AddWeb(IServiceCollection services, NodeSettings settings, Node node)
    {
        services.AddInterface(new Texts(NodeServices.Assemblies(node)));
        services.AddParvisIdentity(settings.Configuration);
        services.AddHttpContextAccessor();
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto); // from a proxy on this machine alone
        services.AddProblemDetails().AddExceptionHandler<UnreadableRequests>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that the answer can say what is wrong
        services.AddOpenApi("v1", NodeOpenApi.Describe);
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true; // pages hold no secret beside text that a stranger chose; antiforgery tokens differ each time
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/ld+json", "application/atom+xml", "application/problem+json"];
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.Converters.Add(new InstantJson());
        });
        services.AddSingleton<JobRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFollower>());
        services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
    }

    private static void Use(WebApplication app)
    {
        app.Use(HeadAsGet.AnswerAsync);
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseLanguagePath(WithoutLanguage); // before the error pages, which run the rest of the pipeline again
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), pages => pages.UseExceptionHandler("/error", createScopeForErrors: true).UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.Use(KeepLanguage);
        app.UseMiddleware<AcceptedTwin>();
        app.UseRouting();
        app.UseParvisIdentity();
    }

    // An error page is drawn in a new scope, whose language is not chosen yet; and it is read, even where something was posted.
    private static Task KeepLanguage(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null) context.Request.Method = HttpMethods.Get;
        var tag = context.Request.PathBase.Value is { Length: > 1 } language ? language[1..] : InterfaceLanguages.Source;
        var chosen = context.RequestServices.GetRequiredService<RequestLanguage>();
        if (chosen.Origin.Length == 0 && InterfaceLanguages.Contains(tag)) chosen.Choose(tag, $"{context.Request.Scheme}://{context.Request.Host}");
        return next(context);
    }

    private static void Map(WebApplication app, IReadOnlyList<ModuleBuilder> modules)
    {
        AssetEndpoints.Map(app);
        LedgerEndpoints.Map(app);
        IdentityEndpoints.Map(app);
        SiteEndpoints.Map(app);
        KeptEndpoints.Map(app);
        JobsApi.Map(app);
        foreach (var module in modules)
        {
            var api = app.MapGroup($"/api/{module.Name}").WithTags(module.Name);
            foreach (var map in module.EndpointMaps) map(api);
            foreach (var map in module.SiteMaps) map(app);
        }
        app.MapOpenApi("/openapi/{documentName}.json");
        ApiReader.Map(app);
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. modules.Select(module => module.Assembly)]);
    }
}
