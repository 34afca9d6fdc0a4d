using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parvis.Browser.Tests;

/// <summary>A site that is not the node's: to a browser, <c>127.0.0.1</c> and <c>localhost</c> are two.</summary>
internal sealed class OtherSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherSite(WebApplication app) => _app = app;

    public string Origin => _app.Urls.First();

    /// <summary>One that answers whatever it is asked.</summary>
    public static async Task<OtherSite> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>One with a page that holds <paramref name="html"/>.</summary>
    public static Task<OtherSite> ServeAsync(string html) => ServeAsync(context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!DOCTYPE html><html lang=\"en\"><head><title>News</title></head><body><p><a href=\"/\">News</a></p>{html}</body></html>");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
