using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Sources;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Api;

/// <summary>Deciding about statements and participants, and the public log of it.</summary>
internal static class ModerationApi
{
    private const int MostOnAPage = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/conversations/{id}/moderation.csv", LogAsync).WithSummary("What moderation did, in order: public, without persons and without the words of statements").Produces<string>(contentType: "text/csv");
        var moderate = api.MapGroup("/conversations/{id}").RequireAuthorization(DialoguePermissions.Moderate.Name);
        moderate.MapGet("/queue", QueueAsync).WithSummary("Statements with what is like them, those that wait first: ?state=pending|accepted|rejected, page, size ≤ 100 (the default). A Link header (RFC 8288) leads to the next page");
        moderate.MapPost("/statements/{number:int}/decision", DecideAsync).WithSummary("Accept or reject a statement: {\"state\": accepted|rejected|pending, \"reason\"}; a rejection needs a reason, which its author sees");
        moderate.MapPut("/statements/{number:int}/meta", MetaAsync).WithSummary("Say whether a statement describes people: {\"isMeta\"}");
        moderate.MapPut("/statements/{number:int}/translations/{language}", TranslateAsync).WithSummary("Write a translation: {\"words\"}; empty words take it away");
        moderate.MapPost("/statements/{number:int}/translations/{language}/review", ReviewAsync).WithSummary("Say that a machine's translation was read and stands");
        moderate.MapPost("/statements/{number:int}/translations", ByMachineAsync).WithSummary("Have the operator's machine say a statement in the conversation's languages that lack");
        moderate.MapPost("/participants/{participant:int}/ban", BanAsync).WithSummary("Take a participant out: {\"reason\"}; the mathematics leaves their votes out");
        moderate.MapDelete("/participants/{participant:int}/ban", UnbanAsync).WithSummary("Let a participant back in");
    }

    private static async Task<Results<Ok<IReadOnlyList<QueuedView>>, ProblemHttpResult>> QueueAsync(string id, string? state, HttpContext context, ConversationRegister register, StatementQueue queue, Statements statements, NodeProfile node, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is null) return Problems.UnknownConversation(id);
        var (only, page, size) = (Standing(state), ConversationsApi.Number(context.Request, "page", 1, Statements.Most), ConversationsApi.Number(context.Request, "size", MostOnAPage, MostOnAPage));
        var queued = await queue.PageAsync(id, only, (page - 1) * size, size, cancel);
        var total = only is { } one ? queued.Counts.GetValueOrDefault(one) : queued.Counts.Values.Sum();
        if ((long)page * size < total) context.Response.Headers.Link = Next(context.Request, node, page + 1);
        var translations = (await statements.TranslationsAsync(id, cancel)).ToLookup(translation => translation.Statement);
        return TypedResults.Ok<IReadOnlyList<QueuedView>>([.. queued.Statements.Select(item => QueuedView.Of(item, translations[item.Statement.Number]))]);
    }

    private static string Next(HttpRequest request, NodeProfile node, int page)
    {
        var query = request.Query.Where(field => field.Key is "state" or "size").Select(field => new KeyValuePair<string, string?>(field.Key, field.Value)).Append(new("page", page.ToString(CultureInfo.InvariantCulture)));
        return $"<{QueryHelpers.AddQueryString($"{node.BaseOf(request)}{request.Path}", query)}>; rel=\"next\"";
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> DecideAsync(string id, int number, DecisionRequest decision, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel)
    {
        if (Standing(decision.State) is not { } moderation) return Problems.Invalid("state", "Send one of accepted, rejected and pending.");
        return Answer(await queue.DecideAsync(id, number, moderation, decision.Reason ?? "", who.PersonId()!, cancel));
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> MetaAsync(string id, int number, MetaRequest request, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) =>
        Answer(await queue.SetMetaAsync(id, number, request.IsMeta, who.PersonId()!, cancel));

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> TranslateAsync(string id, int number, string language, WordsRequest request, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) =>
        Answer(await queue.TranslateAsync(id, number, language, request.Words ?? "", who.PersonId()!, cancel));

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ReviewAsync(string id, int number, string language, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) =>
        Answer(await queue.ReviewAsync(id, number, language, who.PersonId()!, cancel));

    private static async Task<Results<Ok<Came>, ProblemHttpResult>> ByMachineAsync(string id, int number, ConversationRegister register, Statements statements, StatementQueue queue, ITranslator translator, CancellationToken cancel)
    {
        if (!translator.IsConfigured) return Problems.NoTranslator();
        if (await register.ReadAsync(id, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        if (await statements.ReadAsync(id, number, cancel) is not { } statement) return Problems.UnknownStatement();
        return TypedResults.Ok(new Came(await queue.TranslateByMachineAsync(conversation, statement, cancel)));
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> BanAsync(string id, int participant, ReasonRequest request, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) =>
        Answer(await queue.BanAsync(id, participant, isBanned: true, request.Reason ?? "", who.PersonId()!, cancel));

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> UnbanAsync(string id, int participant, ClaimsPrincipal who, StatementQueue queue, CancellationToken cancel) =>
        Answer(await queue.BanAsync(id, participant, isBanned: false, "", who.PersonId()!, cancel));

    private static async Task<IResult> LogAsync(string id, ClaimsPrincipal who, ConversationRegister register, ModerationLog log, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, who, register, cancel) is null) return Problems.UnknownConversation(id);
        return TypedResults.File(Encoding.UTF8.GetBytes(Csv(await log.ReadAsync(id, 0, cancel))), "text/csv; charset=utf-8; header=present", $"{id}-moderation.csv");
    }

    private static string Csv(IReadOnlyList<ModerationEvent> events)
    {
        var csv = new StringBuilder("number,decided_at,after_votes,act,statement,reason\r\n");
        foreach (var done in events)
            csv.Append(CultureInfo.InvariantCulture, $"{done.Number},{Instant.Write(done.At)},{done.AfterVotes},{done.Act.ToString().ToLowerInvariant()},{done.Statement},{Cell(done.Reason)}\r\n");
        return csv.ToString();
    }

    // A spreadsheet runs what begins like a formula; an apostrophe keeps it text.
    private static string Cell(string words) => words.Length == 0 ? "" : $"\"{(words[0] is '=' or '+' or '-' or '@' ? "'" : "")}{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Results<NoContent, ValidationProblem, ProblemHttpResult> Answer(QueueOutcome outcome) => outcome == QueueOutcome.Done ? TypedResults.NoContent() : Problems.Of(outcome);

    private static Moderation? Standing(string? word) => word switch { "accepted" => Moderation.Accepted, "rejected" => Moderation.Rejected, "pending" => Moderation.Pending, _ => null };

    /// <summary>What is decided of a statement.</summary>
    internal sealed record DecisionRequest(string? State, string? Reason);

    /// <summary>Whether a statement describes people.</summary>
    internal sealed record MetaRequest(bool IsMeta);

    /// <summary>A translation's words.</summary>
    internal sealed record WordsRequest(string? Words);

    /// <summary>Why.</summary>
    internal sealed record ReasonRequest(string? Reason);

    /// <summary>How many translations came.</summary>
    internal sealed record Came(int Translations);
}

/// <summary>A statement as those who moderate see it.</summary>
/// <param name="Author">The participant's number; null for one of those who convene.</param>
/// <param name="Same">Numbers of others in the same words.</param>
/// <param name="Near">Numbers of others in nearly the same words.</param>
internal sealed record QueuedView(int Number, int? Author, string Language, string Words, bool IsMeta, string State, string Reason, DateTimeOffset WrittenAt, DateTimeOffset ChangedAt, IReadOnlyList<int> Same, IReadOnlyList<int> Near, IReadOnlyList<TranslationView> Translations)
{
    public static QueuedView Of(QueuedStatement queued, IEnumerable<Translation> translations) => new(
        queued.Statement.Number, queued.Statement.Author, queued.Statement.Language, queued.Statement.Words, queued.Statement.IsMeta, queued.Statement.Moderation.ToString().ToLowerInvariant(), queued.Statement.Reason,
        queued.Statement.CreatedAt, queued.Statement.ChangedAt, [.. queued.Same.Select(other => other.Number)], [.. queued.Near.Select(other => other.Number)], [.. translations.Select(TranslationView.Of)]);
}
