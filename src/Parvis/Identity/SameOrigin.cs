using Microsoft.Net.Http.Headers;

namespace Parvis.Identity;

/// <summary>Refuses what another site makes a browser send: a change that rides on the session cookie must come from this origin.</summary>
/// <remarks>Browsers say where a request comes from in <c>Sec-Fetch-Site</c> (W3C Fetch Metadata) and <c>Origin</c> (RFC 6454); a page of another site can forge neither. Programs use keys.</remarks>
internal sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        IsAtRisk(context.Request) && !IsFromHere(context.Request) ? Refusal.WriteAsync(context, StatusCodes.Status403Forbidden) : next(context);

    private static bool IsAtRisk(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method))
        && !ApiKeyHandler.HasToken(request)
        && (request.Path.StartsWithSegments("/auth", StringComparison.Ordinal) || request.Cookies.ContainsKey(HostPrefixedCookies.Name(request, IdentityServices.SessionCookie)));

    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site]) return site is "same-origin" or "none";
        if (request.Headers[HeaderNames.Origin] is [{ } origin]) return string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return !Refusal.IsForProgram(request); // an old browser's form: the antiforgery token decides
    }
}
