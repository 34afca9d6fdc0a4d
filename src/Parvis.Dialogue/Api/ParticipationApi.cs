using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Api;

/// <summary>Taking part: come, be asked, vote, write. It needs a participant's token and no permission.</summary>
internal static class ParticipationApi
{
    private const int LongestBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var part = api.MapGroup("/conversations/{id}").WithMetadata(new ShortBody());
        part.MapPost("/participants", ComeAsync).WithSummary("Take part: gives a token, to be sent as the header Parvis-Participant; with {\"code\"} where one needs an invitation")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        part.MapGet("/statements", StatementsAsync).WithSummary("The statements that are shown, with their translations");
        part.MapGet("/next", NextAsync).WithSummary("The statement to vote on next, and how many are left");
        part.MapGet("/votes", OwnVotesAsync).WithSummary("Your votes: statement → agree, disagree or pass");
        part.MapPost("/votes", VoteAsync).WithSummary("Vote: {\"statement\", \"vote\": agree|disagree|pass, \"clientId\"}. The answer comes when the vote is safe; the same clientId again counts once")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        part.MapPost("/statements", WriteAsync).WithSummary("Write a statement: {\"language\", \"words\"}. It is shown once accepted, or at once where moderation is open")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        part.MapGet("/statements/mine", OwnStatementsAsync).WithSummary("What you wrote, and what became of it");
    }

    private static async Task<IResult> ComeAsync(string id, ComeRequest? request, HttpContext context, ConversationRegister register, Invites invites, ParticipantTokens tokens, ParticipantIdentity identity, ParticipationLimits limits, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { State: not ConversationState.Draft } conversation) return Problems.UnknownConversation(id);
        if (identity.Read(context.Request) is Participating.Forged) return Problems.ForgedToken();
        if (limits.Take(Participation.Come, "", context.Connection.RemoteIpAddress) is { } wait) return Problems.TooOften(context, wait);
        var token = identity.Read(context.Request) is Participating.Known known ? known.Token : tokens.New();
        if (conversation.Settings.IsInviteOnly)
        {
            if (string.IsNullOrWhiteSpace(request?.Code)) return Problems.NotInvited();
            if (await invites.EnterAsync(id, tokens.Seat(id, token), request.Code, cancel) == InviteOutcome.Refused) return Problems.WrongCode();
        }
        return TypedResults.Json(new Come(token), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<Results<Ok<IReadOnlyList<StatementView>>, ProblemHttpResult>> StatementsAsync(string id, ClaimsPrincipal who, ConversationRegister register, Statements statements, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, who, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        var translations = (await statements.TranslationsAsync(id, cancel)).ToLookup(translation => translation.Statement);
        return TypedResults.Ok<IReadOnlyList<StatementView>>([.. (await statements.ListAsync(id, cancel)).Where(statement => conversation.Shows(statement.Moderation)).Select(statement => StatementView.Of(statement, translations[statement.Number]))]);
    }

    private static Task<IResult> NextAsync(string id, HttpContext context, ConversationRegister register, ParticipantIdentity identity, Seats seats, NextStatement next, Statements statements, CancellationToken cancel) =>
        AsParticipantAsync(id, context, register, identity, async (conversation, seat) =>
        {
            var (number, left) = await next.DrawAsync(conversation, seat, (await seats.ReadAsync(id, seat, cancel)).Number, cancel);
            if (number is not { } drawn || await statements.ReadAsync(id, drawn, cancel) is not { } statement) return TypedResults.Ok(new Next(null, 0));
            var translations = (await statements.TranslationsAsync(id, cancel)).Where(translation => translation.Statement == drawn);
            return TypedResults.Ok(new Next(StatementView.Of(statement, translations), left));
        }, cancel);

    private static Task<IResult> OwnVotesAsync(string id, HttpContext context, ConversationRegister register, ParticipantIdentity identity, Seats seats, Votes votes, CancellationToken cancel) =>
        AsParticipantAsync(id, context, register, identity, async (_, seat) =>
        {
            var own = (await seats.ReadAsync(id, seat, cancel)).Number is { } number ? await votes.OfAsync(id, number, cancel) : new Dictionary<int, Vote>();
            return TypedResults.Ok(new SortedDictionary<int, string>(own.ToDictionary(vote => vote.Key, vote => vote.Value.ToString().ToLowerInvariant())));
        }, cancel);

    private static async Task<IResult> VoteAsync(string id, VoteRequest vote, HttpContext context, ParticipantIdentity identity, ParticipationLimits limits, VoteIntake intake)
    {
        var (seat, refusal) = Seat(id, context, identity);
        if (seat is null) return refusal!;
        if (limits.Take(Participation.Vote, seat, context.Connection.RemoteIpAddress) is { } wait) return Problems.TooOften(context, wait);
        if (vote.ToBallot(id, seat) is not { } ballot) return Problems.Invalid("vote", $"Send {{statement, vote, clientId}}: a number, one of agree, disagree and pass, and up to {Ballot.LongestClientId} visible letters that you never use for another vote.");
        return await intake.CastAsync(ballot) switch
        {
            VoteOutcome.Counted counted => TypedResults.Ok(new Counted(ballot.Statement, vote.Vote!, counted.IsNew)),
            VoteOutcome.NotOpen closed => Problems.NotOpen(closed.State),
            VoteOutcome.UnknownStatement => Problems.UnknownStatement(),
            VoteOutcome.NotInvited => Problems.NotInvited(),
            VoteOutcome.Banned => Problems.Banned(),
            VoteOutcome.Busy => Problems.Busy(context),
            VoteOutcome.UnknownConversation => Problems.UnknownConversation(id),
            var other => throw new UnreachableException($"{other}"),
        };
    }

    private static async Task<IResult> WriteAsync(string id, StatementRequest draft, HttpContext context, ParticipantIdentity identity, ParticipationLimits limits, Statements statements, CancellationToken cancel)
    {
        var (seat, refusal) = Seat(id, context, identity);
        if (seat is null) return refusal!;
        if (limits.Take(Participation.Write, seat, context.Connection.RemoteIpAddress) is { } wait) return Problems.TooOften(context, wait);
        return await statements.WriteAsync(id, seat, draft.Language ?? "", draft.Words ?? "", cancel) switch
        {
            WriteOutcome.Written written => TypedResults.Json(OwnStatementView.Of(written.Statement), statusCode: StatusCodes.Status201Created),
            WriteOutcome.Same same => Problems.SameStatement(same.Number),
            WriteOutcome.NotOpen closed => Problems.NotOpen(closed.State),
            WriteOutcome.Banned => Problems.Banned(),
            WriteOutcome.NotInvited => Problems.NotInvited(),
            WriteOutcome.NotAllowed => Problems.NotAnAuthor(),
            WriteOutcome.WrongLength length => Problems.Invalid("words", $"Write 3 to {length.Longest} letters."),
            WriteOutcome.WrongLanguage => Problems.Invalid("language", "Send a BCP 47 language tag, such as fr or sw-KE."),
            WriteOutcome.Full => Problems.Full(),
            WriteOutcome.UnknownConversation => Problems.UnknownConversation(id),
            var other => throw new UnreachableException($"{other}"),
        };
    }

    private static Task<IResult> OwnStatementsAsync(string id, HttpContext context, ConversationRegister register, ParticipantIdentity identity, Seats seats, Statements statements, CancellationToken cancel) =>
        AsParticipantAsync(id, context, register, identity, async (_, seat) =>
        {
            IReadOnlyList<StatementEntry> own = (await seats.ReadAsync(id, seat, cancel)).Number is { } number ? await statements.OfAuthorAsync(id, number, cancel) : [];
            return TypedResults.Ok<IReadOnlyList<OwnStatementView>>([.. own.Select(OwnStatementView.Of)]);
        }, cancel);

    private static async Task<IResult> AsParticipantAsync(string id, HttpContext context, ConversationRegister register, ParticipantIdentity identity, Func<Conversation, string, Task<IResult>> answer, CancellationToken cancel)
    {
        if (await ConversationsApi.FindAsync(id, context.User, register, cancel) is not { } conversation) return Problems.UnknownConversation(id);
        var (seat, refusal) = Seat(id, context, identity);
        return seat is null ? refusal! : await answer(conversation, seat);
    }

    private static (string? Seat, IResult? Refusal) Seat(string id, HttpContext context, ParticipantIdentity identity) => identity.Read(context.Request) switch
    {
        Participating.Known known => (identity.Seat(id, known.Token), null),
        Participating.Forged => (null, Problems.ForgedToken()),
        _ => (null, Problems.NoToken()),
    };

    /// <summary>The code of an invitation, where one is needed.</summary>
    internal sealed record ComeRequest(string? Code);

    /// <summary>The token of a participant.</summary>
    internal sealed record Come(string Token);

    /// <summary>What to vote on next.</summary>
    /// <param name="Statement">Null when nothing is left.</param>
    internal sealed record Next(StatementView? Statement, int Left);

    /// <summary>A vote that is safe.</summary>
    /// <param name="IsNew">False when it had been counted before.</param>
    internal sealed record Counted(int Statement, string Vote, bool IsNew);

    /// <summary>A statement that somebody writes.</summary>
    internal sealed record StatementRequest(string? Language, string? Words);

    /// <summary>A vote that somebody casts.</summary>
    internal sealed record VoteRequest(int? Statement, string? Vote, string? ClientId)
    {
        public Ballot? ToBallot(string conversation, string seat)
        {
            Vote? choice = Vote switch { "agree" => Records.Vote.Agree, "disagree" => Records.Vote.Disagree, "pass" => Records.Vote.Pass, _ => null };
            return choice is { } said && Statement is >= 0 and { } number && ClientId is { Length: > 0 and <= Ballot.LongestClientId } client && client.All(letter => letter is > ' ' and < '\x7F') ? new(conversation, seat, number, said, client) : null;
        }
    }

    private sealed class ShortBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => LongestBody;
    }
}
