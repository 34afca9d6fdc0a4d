using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Parvis.Kernel.Identity;

namespace Parvis.Identity;

/// <summary>Signing in with an account elsewhere, from <c>Parvis:OpenIdConnect</c>.</summary>
internal sealed record OpenIdConnectProvider
{
    /// <summary>Issuer identifier; empty when there is no such provider.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientSecret { get; init; }

    /// <summary>What the button calls the provider.</summary>
    public string Name { get; init; } = "OpenID Connect";

    /// <summary>Whether somebody with a verified e-mail who is unknown here becomes a member.</summary>
    public bool CreateMembers { get; init; }

    public bool IsConfigured => Authority.Length > 0;
}

/// <summary>OpenID Connect Core 1.0, authorization code flow (§3.1) with PKCE (RFC 7636).</summary>
internal sealed class OpenIdConnectSignIn(OpenIdConnectProvider provider, People people, Session session) : OpenIdConnectEvents
{
    private const string Callback = "/auth/oidc/callback";

    public static void Configure(OpenIdConnectOptions options, OpenIdConnectProvider provider)
    {
        options.Authority = provider.Authority;
        options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        (options.CallbackPath, options.SignInScheme, options.EventsType) = (Callback, Schemes.Session, typeof(OpenIdConnectSignIn));
        (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint, options.DisableTelemetry) = (false, true, true);
        options.Scope.Add("email");
        options.ClaimActions.Remove("iss"); // the framework drops it, but (iss, sub) is what names an account
        options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            (cookie.Path, cookie.SameSite, cookie.SecurePolicy) = ("/", SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        }
    }

    // The address registered with the provider is one, whatever language the reader has.
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = $"{context.Request.Scheme}://{context.Request.Host}{Callback}";
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var person = await PersonAsync(context.Principal!, context.HttpContext.RequestAborted);
        var signedIn = person is null ? null : await people.SignInAsync(person.Id, context.HttpContext.RequestAborted);
        if (signedIn is null)
        {
            await RefuseAsync(context.HttpContext, "identity.error.external", context.Properties);
            context.HandleResponse();
            return;
        }
        context.Principal = session.Principal(signedIn);
        context.Properties = new AuthenticationProperties { IsPersistent = true };
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        await RefuseAsync(context.HttpContext, "identity.error.externalFailed", context.Properties);
        context.HandleResponse();
    }

    private async Task<Person?> PersonAsync(ClaimsPrincipal account, CancellationToken cancel)
    {
        var (issuer, subject) = (account.FindFirstValue("iss"), account.FindFirstValue("sub"));
        if (issuer is null || subject is null) return null;
        if (await people.FindByExternalAsync(issuer, subject, cancel) is { } linked) return linked;
        if (account.FindFirstValue("email") is not { } email || !bool.TryParse(account.FindFirstValue("email_verified"), out var verified) || !verified) return null;
        var person = await people.FindByEmailAsync(email, cancel);
        if (person is null && provider.CreateMembers) (person, _) = await people.CreateAsync(account.FindFirstValue("name") ?? "", email, Role.Member, cancel);
        if (person is { DisabledAt: null }) await people.LinkExternalAsync(person.Id, issuer, subject, cancel);
        return person;
    }

    private static Task RefuseAsync(HttpContext context, string error, AuthenticationProperties? properties)
    {
        var page = properties?.Items.TryGetValue("page", out var from) == true && ReturnPath.Local(from) is { } local ? local : "/sign-in";
        return FormMemory.Wrong("external", "email", error).BackTo(context, page).ExecuteAsync(context);
    }
}
