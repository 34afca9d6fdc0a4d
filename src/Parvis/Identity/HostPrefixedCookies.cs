using Microsoft.AspNetCore.Authentication.Cookies;

namespace Parvis.Identity;

/// <summary>Names the session cookie <c>__Host-…</c> over https, which ties it to this very host (RFC 6265bis, section 4.1.3.2); over plain http, on a machine of one's own, browsers refuse that prefix.</summary>
internal sealed class HostPrefixedCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    /// <summary>The name of <paramref name="cookie"/> in this request.</summary>
    public static string Name(HttpRequest request, string cookie) => request.IsHttps ? $"__Host-{cookie}" : cookie;

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context.Request, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context.Request, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context.Request, key), options);
}
