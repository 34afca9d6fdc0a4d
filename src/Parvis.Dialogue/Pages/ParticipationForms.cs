using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Parvis.Dialogue.Api;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>What those who take part post. Each form does one thing and redirects back, saying what came of it.</summary>
internal static class ParticipationForms
{
    private const int LongestForm = 64 * 1024;

    /// <summary>What a page may be told to say: ends of keys.</summary>
    public static readonly IReadOnlySet<string> Said = new HashSet<string>(StringComparer.Ordinal) { "counted", "written", "entered", "closed", "gone", "banned", "often", "busy", "token", "same", "full", "invite" };

    public static void Map(IEndpointRouteBuilder site)
    {
        var part = site.MapGroup("/dialogue/{id}").WithMetadata(new ShortForm()).ExcludeFromDescription();
        part.MapPost("/vote", VoteAsync);
        part.MapPost("/write", WriteAsync);
        part.MapPost("/enter", EnterAsync);
        EmbedForm.Map(part);
        site.MapGet("/dialogue.json", (HttpRequest request) => TypedResults.Redirect("/api/dialogue/conversations" + request.QueryString)).ExcludeFromDescription();
        site.MapGet("/dialogue/{id}.json", (string id) => TypedResults.Redirect($"/api/dialogue/conversations/{id}")).ExcludeFromDescription();
        site.MapGet("/dialogue/{id}/results.json", (string id) => TypedResults.Redirect($"/api/dialogue/conversations/{id}/results")).ExcludeFromDescription();
        site.MapGet("/dialogue/{id}/moderation-log.csv", (string id) => TypedResults.Redirect($"/api/dialogue/conversations/{id}/moderation.csv")).ExcludeFromDescription();
    }

    /// <summary>Names one vote, so that however often its form is sent it counts once.</summary>
    public static string NewClientId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Casts the vote that a form holds.</summary>
    /// <returns>What to say of it, and the statement it is about; nothing where there is no such conversation.</returns>
    public static async Task<(string? Said, int? Statement)> CastAsync(string id, string seat, IFormCollection form, HttpContext context, ParticipationLimits limits, VoteIntake intake)
    {
        var number = int.TryParse(form["statement"], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
        if (new ParticipationApi.VoteRequest(number, form["vote"], form["client"]).ToBallot(id, seat) is not { } ballot) return ("gone", null);
        if (limits.Take(Participation.Vote, seat, context.Connection.RemoteIpAddress) is not null) return ("often", ballot.Statement);
        return await intake.CastAsync(ballot) switch
        {
            VoteOutcome.Counted => ("counted", ballot.Statement),
            VoteOutcome.NotOpen => ("closed", null),
            VoteOutcome.UnknownStatement => ("gone", null),
            VoteOutcome.NotInvited => ("invite", null),
            VoteOutcome.Banned => ("banned", null),
            VoteOutcome.Busy => ("busy", ballot.Statement),
            VoteOutcome.UnknownConversation => (null, null),
            var other => throw new UnreachableException($"{other}"),
        };
    }

    // Forms are bound as such so that their antiforgery token is asked for: another site must not vote with its visitors' browsers.
    private static async Task<IResult> VoteAsync(string id, IFormCollection form, HttpContext context, RequestLanguage language, ParticipantIdentity identity, ParticipationLimits limits, VoteIntake intake)
    {
        if (identity.Read(context.Request) is not Participating.Known known) return Back(id, language, "token");
        return await CastAsync(id, identity.Seat(id, known.Token), form, context, limits, intake) switch
        {
            (null, _) => TypedResults.NotFound(),
            ("counted", { } statement) => To(id, language, new() { ["said"] = "counted", ["of"] = Text(statement) }),
            ({ } said, var statement) => Back(id, language, said, statement),
        };
    }

    private static async Task<IResult> WriteAsync(string id, IFormCollection form, HttpContext context, RequestLanguage language, ConversationRegister register, ParticipantIdentity identity, ParticipationLimits limits, Statements statements, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { State: not ConversationState.Draft } conversation) return TypedResults.NotFound();
        if (identity.Read(context.Request) is not Participating.Known known) return Back(id, language, "token");
        var (seat, words, tag) = (identity.Seat(id, known.Token), FoldedText.Kept(form["words"].ToString()), form["language"].ToString());
        // Longer than any conversation takes, it would not fit into the address.
        var typed = new Dictionary<string, string?>(StringComparer.Ordinal) { ["words"] = words.Length <= ConversationSettings.LongestOfAll ? words : words[..ConversationSettings.LongestOfAll], ["language"] = tag };
        if (words.Length > conversation.Settings.LongestStatement) return To(id, language, new(typed) { ["problem"] = "length" }, "write-title");
        if (form["differs"] != "yes" && (await Wordings.ReadAsync(conversation, statements, language.Tag, cancel)).Like(words).Count > 0) return To(id, language, typed, "write-title");
        if (limits.Take(Participation.Write, seat, context.Connection.RemoteIpAddress) is not null) return To(id, language, new(typed) { ["said"] = "often" });
        return await statements.WriteAsync(id, seat, tag, words, cancel) switch
        {
            WriteOutcome.Written => Back(id, language, "written"),
            WriteOutcome.Same same => Back(id, language, "same", same.Number),
            WriteOutcome.WrongLength => To(id, language, new(typed) { ["problem"] = "length" }, "write-title"),
            WriteOutcome.WrongLanguage => To(id, language, new(typed) { ["problem"] = "language" }, "write-title"),
            WriteOutcome.Full => Back(id, language, "full"),
            WriteOutcome.Banned => Back(id, language, "banned"),
            WriteOutcome.NotInvited => Back(id, language, "invite"),
            WriteOutcome.NotOpen or WriteOutcome.NotAllowed => Back(id, language, "closed"),
            WriteOutcome.UnknownConversation => TypedResults.NotFound(),
            var other => throw new UnreachableException($"{other}"),
        };
    }

    private static async Task<IResult> EnterAsync(string id, IFormCollection form, HttpContext context, RequestLanguage language, ConversationRegister register, ParticipantIdentity identity, ParticipationLimits limits, Invites invites, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is not { State: not ConversationState.Draft }) return TypedResults.NotFound();
        if (identity.Read(context.Request) is not Participating.Known known) return Back(id, language, "token");
        if (limits.Take(Participation.Come, "", context.Connection.RemoteIpAddress) is not null) return Back(id, language, "often");
        return await invites.EnterAsync(id, identity.Seat(id, known.Token), form["code"].ToString(), cancel) == InviteOutcome.Entered ? Back(id, language, "entered") : To(id, language, new() { ["problem"] = "code" }, "code-title");
    }

    private static RedirectHttpResult Back(string id, RequestLanguage language, string said, int? statement = null) =>
        To(id, language, statement is { } number ? new() { ["said"] = said, ["statement"] = Text(number) } : new() { ["said"] = said });

    private static RedirectHttpResult To(string id, RequestLanguage language, Dictionary<string, string?> query, string? fragment = null) =>
        TypedResults.Redirect(language.Link(QueryHelpers.AddQueryString($"/dialogue/{id}", query) + (fragment is null ? "#vote" : $"#{fragment}")));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class ShortForm : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LongestForm;
    }
}
