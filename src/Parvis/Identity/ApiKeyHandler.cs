using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Parvis.Kernel.Identity;

namespace Parvis.Identity;

/// <summary>Lets a program in by <c>Authorization: Bearer pvk_…</c> (RFC 6750, section 2.1).</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>Whether a request brings a bearer token.</summary>
    public static bool HasToken(HttpRequest request) => Token(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token(Request) is not { } token) return AuthenticateResult.NoResult();
        if (await keys.OpenAsync(token, Context.RequestAborted) is not var (key, owner, permissions)) return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        return AuthenticateResult.Success(new AuthenticationTicket(IdentityClaims.Of(owner, permissions, Scheme.Name, key.Id), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
    }

    private static string? Token(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization] is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : null;
}
