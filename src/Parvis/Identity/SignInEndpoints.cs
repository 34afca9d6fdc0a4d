using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;

namespace Parvis.Identity;

/// <summary>Forms of the sign-in pages. Each does one thing and shows a page again.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/link", AskForLink).AllowAnonymous();
        auth.MapPost("/link/use", UseLinkAsync).AllowAnonymous();
        auth.MapGet("/oidc", GoElsewhereAsync).AllowAnonymous();
        auth.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
    }

    private static IResult AskForLink([FromForm] string? email, [FromForm(Name = "return")] string? back, HttpContext context, RequestLanguage language, LinkMail mail, SignInLimits limits, NodeAddress address, MailServer server)
    {
        var page = WithReturn(language.Link("/sign-in"), back);
        var typed = (email ?? "").Trim();
        if (!MailAddress.TryParse(typed, out var mailbox)) return FormMemory.Wrong("link", "email", "identity.error.email", ("email", typed)).BackTo(context, page);
        if (!limits.AllowsLink(mailbox.Key, context.Connection.RemoteIpAddress)) return FormMemory.Wrong("link", "email", "identity.error.tooMany", ("email", typed)).BackTo(context, page);
        mail.Ask(new LinkWish(typed, LinkPurpose.SignIn, language.Tag, address.Of(context.Request), ReturnPath.Local(back)));
        return FormMemory.Done("link", server.IsConfigured ? "identity.signIn.asked" : "identity.signIn.askedNoServer", ("email", typed)).BackTo(context, page);
    }

    private static async Task<IResult> UseLinkAsync([FromForm(Name = "t")] string? token, [FromForm(Name = "return")] string? back, HttpContext context, RequestLanguage language, OneTimeLinks links, Session session, SignInLimits limits)
    {
        if (!limits.AllowsAttempt(context.Connection.RemoteIpAddress)) return FormMemory.Wrong("link", "email", "identity.error.tooMany").BackTo(context, language.Link("/sign-in"));
        var person = await links.UseAsync(token ?? "", context.RequestAborted);
        if (person is null || !await session.BeginAsync(context, person)) return FormMemory.Wrong("link", "email", "identity.error.link").BackTo(context, WithReturn(language.Link("/sign-in"), back));
        return TypedResults.LocalRedirect(ReturnPath.Local(back) ?? language.Link("/account"));
    }

    // A link, not a form: the policy form-action 'self' also covers where a form is redirected.
    private static async Task<IResult> GoElsewhereAsync([FromQuery(Name = "return")] string? back, HttpContext context, RequestLanguage language, OpenIdConnectProvider provider)
    {
        if (!provider.IsConfigured) return TypedResults.NotFound();
        var properties = new AuthenticationProperties { RedirectUri = ReturnPath.Local(back) ?? language.Link("/account") };
        properties.Items["page"] = language.Link("/sign-in");
        try
        {
            await context.ChallengeAsync(Schemes.OpenIdConnect, properties);
            return TypedResults.Empty;
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted) // the provider's discovery document cannot be read
        {
            return FormMemory.Wrong("external", "email", "identity.error.externalUnreachable").BackTo(context, language.Link("/sign-in"));
        }
    }

    private static async Task<RedirectHttpResult> SignOutAsync([FromForm] IFormCollection form, HttpContext context, RequestLanguage language)
    {
        _ = form; // bound so that the antiforgery token is asked for
        await context.SignOutAsync(Schemes.Session);
        return TypedResults.LocalRedirect(language.Link("/"));
    }

    private static string WithReturn(string page, string? back) => ReturnPath.Local(back) is { } local ? $"{page}?return={Uri.EscapeDataString(local)}" : page;
}
