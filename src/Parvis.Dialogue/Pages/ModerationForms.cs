using System.Globalization;
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

/// <summary>What those who moderate post.</summary>
internal static class ModerationForms
{
    /// <summary>What the page may be told to say: ends of keys.</summary>
    public static readonly IReadOnlySet<string> Said = new HashSet<string>(Enum.GetNames<QueueOutcome>().Select(name => name.ToLowerInvariant()), StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder site)
    {
        var moderate = site.MapGroup("/dialogue/{id}/moderate").RequireAuthorization(DialoguePermissions.Moderate.Name).ExcludeFromDescription();
        moderate.MapPost("/decide", DecideAsync);
        moderate.MapPost("/meta", MetaAsync);
        moderate.MapPost("/translate", TranslateAsync);
        moderate.MapPost("/machine", MachineAsync);
        moderate.MapPost("/ban", BanAsync);
    }

    private static async Task<IResult> DecideAsync(string id, IFormCollection form, RequestLanguage language, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel)
    {
        if (Number(form, "number") is not { } number || !Enum.TryParse<Moderation>(form["decision"], ignoreCase: true, out var decision) || !Enum.IsDefined(decision)) return Back(id, language, QueueOutcome.Unknown);
        var outcome = await queue.DecideAsync(id, number, decision, form[string.Create(CultureInfo.InvariantCulture, $"reason-{number}")].ToString(), who.PersonId()!, cancel);
        return outcome == QueueOutcome.Done
            ? TypedResults.Redirect(language.Link($"/dialogue/{id}/moderate?state={Uri.EscapeDataString(form["state"].ToString())}&page={Number(form, "page") ?? 1}&said=done"))
            : Back(id, language, outcome, number);
    }

    private static async Task<IResult> MetaAsync(string id, IFormCollection form, RequestLanguage language, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) => Number(form, "number") is { } number
        ? Back(id, language, await queue.SetMetaAsync(id, number, form["meta"] == "yes", who.PersonId()!, cancel), number)
        : Back(id, language, QueueOutcome.Unknown);

    private static async Task<IResult> TranslateAsync(string id, IFormCollection form, RequestLanguage language, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel)
    {
        if (Number(form, "number") is not { } number) return Back(id, language, QueueOutcome.Unknown);
        var tag = form["language"].ToString();
        var outcome = form["do"] == "review"
            ? await queue.ReviewAsync(id, number, tag, who.PersonId()!, cancel)
            : await queue.TranslateAsync(id, number, tag, form[$"words-{tag}"].ToString(), who.PersonId()!, cancel);
        return Back(id, language, outcome, number);
    }

    private static async Task<IResult> MachineAsync(string id, IFormCollection form, RequestLanguage language, ConversationRegister register, Statements statements, StatementQueue queue, CancellationToken cancel)
    {
        if (Number(form, "number") is not { } number || await register.ReadAsync(id, cancel) is not { } conversation || await statements.ReadAsync(id, number, cancel) is not { } statement) return Back(id, language, QueueOutcome.Unknown);
        return Back(id, language, await queue.TranslateByMachineAsync(conversation, statement, cancel) > 0 ? QueueOutcome.Done : QueueOutcome.NotWords, number);
    }

    private static async Task<IResult> BanAsync(string id, IFormCollection form, RequestLanguage language, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) => Number(form, "participant") is { } participant
        ? Back(id, language, await queue.BanAsync(id, participant, form["ban"] == "yes", form["ban-reason"].ToString(), who.PersonId()!, cancel))
        : Back(id, language, QueueOutcome.Unknown);

    private static RedirectHttpResult Back(string id, RequestLanguage language, QueueOutcome outcome, int? statement = null) =>
        TypedResults.Redirect(language.Link($"/dialogue/{id}/moderate?{(statement is { } number ? string.Create(CultureInfo.InvariantCulture, $"statement={number}&") : "")}said={outcome.ToString().ToLowerInvariant()}"));

    private static int? Number(IFormCollection form, string field) => int.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
