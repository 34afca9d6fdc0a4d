using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;

namespace Parvis.Identity;

/// <summary>Forms of one's own account.</summary>
internal static class AccountEndpoints
{
    private const string Page = "/account";

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/account/name", RenameAsync);
        auth.MapPost("/account/end-sessions", EndSessionsAsync);
        auth.MapPost("/account/passkey/remove", RemovePasskeyAsync);
        auth.MapPost("/account/key", CreateKeyAsync);
        auth.MapPost("/account/key/revoke", RevokeKeyAsync);
    }

    private static async Task<IResult> RenameAsync([FromForm] string? name, HttpContext context, RequestLanguage language, People people)
    {
        await people.RenameAsync(context.User.PersonId()!, name ?? "", context.RequestAborted);
        return FormMemory.Done("name", "identity.account.renamed").BackTo(context, language.Link(Page));
    }

    private static async Task<IResult> EndSessionsAsync([FromForm] IFormCollection form, HttpContext context, RequestLanguage language, People people)
    {
        _ = form; // bound so that the antiforgery token is asked for
        await people.EndSessionsAsync(context.User.PersonId()!, context.RequestAborted);
        await context.SignOutAsync(Schemes.Session);
        return FormMemory.Done("link", "identity.account.sessionsEnded").BackTo(context, language.Link("/sign-in"));
    }

    private static async Task<IResult> RemovePasskeyAsync([FromForm] string id, HttpContext context, RequestLanguage language, PasskeyStore passkeys)
    {
        await passkeys.RemoveAsync(context.User.PersonId()!, id, context.RequestAborted);
        return FormMemory.Done("passkey", "identity.account.passkeyRemoved").BackTo(context, language.Link(Page));
    }

    private static async Task<IResult> CreateKeyAsync([FromForm(Name = "key-name")] string? name, [FromForm] StringValues scope, [FromForm] string? days, HttpContext context, RequestLanguage language, ApiKeys keys)
    {
        (string, string)[] typed = [("key-name", name ?? ""), ("days", days ?? ""), ("scope", string.Join(' ', scope.AsEnumerable()))];
        IResult Again(string field, string error) => FormMemory.Wrong("key", field, error, typed).BackTo(context, language.Link(Page));
        if (string.IsNullOrWhiteSpace(name)) return Again("key-name", "identity.error.keyName");
        var lifetime = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? TimeSpan.FromDays(Math.Min(parsed, 10_000)) : TimeSpan.Zero;
        return await keys.CreateAsync(context.User.PersonId()!, name, [.. scope.OfType<string>()], lifetime, context.RequestAborted) switch
        {
            KeyOutcome.Created created => FormMemory.Done("key", "identity.account.keyCreated", ("token", created.Token)).BackTo(context, language.Link(Page)),
            KeyOutcome.LifetimeOutOfRange => Again("days", "identity.error.keyDays"),
            _ => Again("scope", "identity.error.keyScope"),
        };
    }

    private static async Task<IResult> RevokeKeyAsync([FromForm] string id, HttpContext context, RequestLanguage language, ApiKeys keys) =>
        await keys.RevokeAsync(id, context.User.PersonId()!, context.RequestAborted)
            ? FormMemory.Done("key", "identity.account.keyRevoked").BackTo(context, language.Link(Page))
            : TypedResults.NotFound();
}
