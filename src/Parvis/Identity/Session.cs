using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Parvis.Kernel.Identity;

namespace Parvis.Identity;

/// <summary>The session of a person in a browser: a cookie that is checked against the person on every request.</summary>
internal sealed class Session(People people, PersonCache cache, PermissionTable permissions) : CookieAuthenticationEvents
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    /// <summary>Signs a person in, in this browser.</summary>
    /// <returns>False when they are unknown or disabled.</returns>
    public async Task<bool> BeginAsync(HttpContext context, string person)
    {
        if (await people.SignInAsync(person, context.RequestAborted) is not { } signedIn) return false;
        await context.SignInAsync(Schemes.Session, Principal(signedIn), new AuthenticationProperties { IsPersistent = true });
        return true;
    }

    /// <summary>What a session of this person may do now.</summary>
    public System.Security.Claims.ClaimsPrincipal Principal(Person person) => IdentityClaims.Of(person, permissions.Of(person.Role), Schemes.Session);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var person = context.Principal?.PersonId() is { } id ? await cache.EnabledAsync(id, context.HttpContext.RequestAborted) : null;
        if (person is not null && context.Principal!.HasClaim(IdentityClaims.Stamp, person.Stamp))
        {
            context.ReplacePrincipal(Principal(person)); // a changed role counts from the next request on
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Session);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Refusal.IsForProgram(context.Request)) return Refusal.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
        var request = context.Request;
        var back = HttpMethods.IsGet(request.Method) ? QueryString.Create("return", $"{request.PathBase}{request.Path}{request.QueryString}").Value : "";
        context.Response.Redirect($"{request.PathBase}/sign-in{back}");
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Refusal.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden);
}
