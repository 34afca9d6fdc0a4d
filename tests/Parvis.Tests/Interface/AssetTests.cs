using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Parvis.Interface.Serving;
using Xunit;

namespace Parvis.Tests.Interface;

public sealed class AssetTests
{
    [Fact]
    public async Task An_asset_is_served_compressed_and_kept_for_ever()
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, AssetFiles.Link("parvis.css"));
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response = await app.GetTestClient().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Equal(("text/css", "br"), (response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentEncoding.Single()));
        await using var unpacked = new BrotliStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal(SourceTree.Read("src/Parvis.Interface/Assets/parvis.css"), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_browser_that_reads_no_coding_gets_the_bytes_as_they_are()
    {
        await using var app = await StartAsync();
        var script = await app.GetTestClient().GetStringAsync(new Uri(AssetFiles.Link("parvis.js"), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(SourceTree.Read("src/Parvis.Interface/Assets/parvis.js"), script);
    }

    [Fact]
    public async Task An_asset_of_another_version_is_not_found_and_still_carries_the_policy()
    {
        await using var app = await StartAsync();
        using var response = await app.GetTestClient().GetAsync(new Uri("/assets/parvis.00000000.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.UseSecurityHeaders();
        AssetEndpoints.Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
