using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Parvis.Browser.Tests;

/// <summary>The node behind a proxy with TLS, as operators run it. Its certificate is nobody's.</summary>
internal sealed class SecureFront : IAsyncDisposable
{
    private static readonly string[] Passed = ["Cookie", "Sec-Fetch-Site", "Accept"];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly string _node;
    private WebApplication? _app;

    private SecureFront(string node) => _node = node;

    public string Origin => $"https://localhost:{new Uri(_app!.Urls.First()).Port}";

    public static async Task<SecureFront> ServeAsync(string node)
    {
        var front = new SecureFront(node);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate())).UseUrls("https://127.0.0.1:0");
        front._app = builder.Build();
        front._app.Run(front.PassAsync);
        await front._app.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), _node + context.Request.GetEncodedPathAndQuery());
        foreach (var name in Passed.Where(context.Request.Headers.ContainsKey)) request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
        (request.Headers.Host, request.Content) = (context.Request.Host.Value, HttpMethods.IsPost(context.Request.Method) ? new StreamContent(context.Request.Body) : null);
        request.Headers.Add("X-Forwarded-Proto", "https");
        if (context.Request.ContentType is { } type) request.Content?.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Transfer-Encoding")) context.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) { CertificateExtensions = { names.Build() } };
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
