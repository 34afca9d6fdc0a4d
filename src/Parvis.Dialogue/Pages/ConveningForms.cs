using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>What those who convene post beside the conversation itself.</summary>
internal static class ConveningForms
{
    private const int MostSeeds = 1000;

    /// <summary>What the page may be told to say: ends of keys.</summary>
    public static readonly IReadOnlySet<string> Said = new HashSet<string>(StringComparer.Ordinal) { "saved", "opened", "seeded", "noseeds", "revoked", "notnow" };

    public static void Map(IEndpointRouteBuilder site)
    {
        var convene = site.MapGroup("/dialogue/{id}/convene").RequireAuthorization(DialoguePermissions.Convene.Name).ExcludeFromDescription();
        convene.MapPost("/open", OpenAsync);
        convene.MapPost("/close", CloseAsync);
        convene.MapPost("/seed", SeedAsync);
        convene.MapPost("/revoke", RevokeAsync);
    }

    private static async Task<IResult> OpenAsync(string id, IFormCollection form, RequestLanguage language, ConversationRegister register, CancellationToken cancel)
    {
        _ = form; // bound so that the antiforgery token is asked for
        return Back(id, language, await register.OpenAsync(id, cancel) is ConversationOutcome.Changed ? "opened" : "notnow");
    }

    private static async Task<IResult> CloseAsync(string id, IFormCollection form, RequestLanguage language, ConversationClosing closing, CancellationToken cancel)
    {
        _ = form; // bound so that the antiforgery token is asked for
        return await closing.CloseAsync(id, cancel) is ConversationOutcome.Changed ? TypedResults.Redirect(language.Link($"/dialogue/{id}/results")) : Back(id, language, "notnow");
    }

    private static async Task<IResult> SeedAsync(string id, IFormCollection form, RequestLanguage language, ClaimsPrincipal who, Statements statements, Arrivals arrivals, CancellationToken cancel)
    {
        var tag = form["seed-language"].ToString();
        var added = await statements.SeedAsync(id, [.. form["seeds"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostSeeds).Select(words => (tag, words, false))], who.PersonId()!, cancel);
        if (added is { Count: > 0 }) arrivals.Tell(id);
        return Back(id, language, added switch { null => "notnow", { Count: 0 } => "noseeds", _ => "seeded" });
    }

    private static async Task<IResult> RevokeAsync(string id, IFormCollection form, RequestLanguage language, Invites invites, CancellationToken cancel)
    {
        await invites.RevokeAsync(id, form["invite"].ToString(), cancel);
        return Back(id, language, "revoked");
    }

    private static RedirectHttpResult Back(string id, RequestLanguage language, string said) => TypedResults.Redirect(language.Link($"/dialogue/{id}/edit?said={said}"));
}
