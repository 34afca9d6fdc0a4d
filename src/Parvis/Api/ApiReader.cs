using System.Buffers.Text;
using System.Security.Cryptography;
using Parvis.Interface.Serving;
using Scalar.AspNetCore;

namespace Parvis.Api;

/// <summary>The page on which people read and try the interface for programs, at <c>/scalar</c>. It is Scalar's; all it loads comes from this node.</summary>
internal static class ApiReader
{
    private const int NonceBytes = 16; // 128 bits: W3C Content Security Policy Level 3, section 7.1

    public static void Map(IEndpointRouteBuilder app) => app.MapScalarApiReference("/scalar", Configure);

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        options.WithTitle("Parvis API").WithOpenApiRoutePattern("/openapi/{documentName}.json").WithNonce(nonce).DisableDefaultFonts().DisableTelemetry().DisableAgent();
        context.Response.Headers.ContentSecurityPolicy = Policy(nonce);
    }

    // Its first script and its styles are written into the page; everything else stays as strict as on our own pages.
    private static string Policy(string nonce) => SecurityHeaders.ContentSecurityPolicy
        .Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
        .Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal);
}
