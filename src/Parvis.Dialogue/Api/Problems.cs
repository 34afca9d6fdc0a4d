using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Api;

/// <summary>The refusals of this module's API, as problem details (RFC 9457). They speak English, as the API does.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnknownConversation(string id) => Of(StatusCodes.Status404NotFound, "unknown-conversation", "There is no such conversation.", $"This node holds no conversation '{id}'; /api/dialogue/conversations lists them.");

    public static ProblemHttpResult UnknownStatement() => Of(StatusCodes.Status404NotFound, "unknown-statement", "There is no such statement.", "None of that number is shown in this conversation.");

    public static ProblemHttpResult NotOpen(ConversationState state) => Of(StatusCodes.Status409Conflict, state == ConversationState.Closed ? "conversation-closed" : "conversation-not-open",
        state == ConversationState.Closed ? "The conversation is closed." : "The conversation is not open now.", "It takes no statements and no votes; what was counted before stands.");

    public static ProblemHttpResult NotNow(ConversationState state) => Of(StatusCodes.Status409Conflict, "not-now", "That cannot be done with the conversation now.", $"It is {state.ToString().ToLowerInvariant()}.");

    public static ProblemHttpResult NoToken() => Of(StatusCodes.Status401Unauthorized, "participant-needed", "Who takes part needs a token.", "POST /api/dialogue/conversations/{id}/participants gives one; send it as the header Parvis-Participant.");

    public static ProblemHttpResult ForgedToken() => Of(StatusCodes.Status401Unauthorized, "participant-forged", "The participant's token is not one of this node's.", "Ask for a new one; votes cast with another token stay with that one.");

    public static ProblemHttpResult NotInvited() => Of(StatusCodes.Status403Forbidden, "not-invited", "This conversation is for those invited.", "Send the code you were given to /api/dialogue/conversations/{id}/participants.");

    public static ProblemHttpResult WrongCode() => Of(StatusCodes.Status403Forbidden, "wrong-code", "The code lets nobody in.", "It is not one of this conversation's, or it has been used up or revoked.");

    public static ProblemHttpResult NotAnAuthor() => Of(StatusCodes.Status403Forbidden, "not-an-author", "Only those who convene write statements here.", "You can vote on theirs.");

    public static ProblemHttpResult Banned() => Of(StatusCodes.Status403Forbidden, "banned", "You were taken out of this conversation.", "Its policy says why that is done; those who convene can undo it.");

    public static ProblemHttpResult SameStatement(int number) => Of(StatusCodes.Status409Conflict, "same-statement", "Somebody has said the same.", string.Create(CultureInfo.InvariantCulture, $"Vote on statement {number} instead."));

    public static ProblemHttpResult Full() => Of(StatusCodes.Status409Conflict, "conversation-full", "The conversation has as many statements as it takes.", "You can vote on those there are.");

    public static ProblemHttpResult ResultsLater() => Of(StatusCodes.Status403Forbidden, "results-later", "Results are shown when the conversation is closed.", "Those who convene chose so.");

    public static ProblemHttpResult ResultsNotForYou(Audience audience) => Of(StatusCodes.Status403Forbidden, "results-restricted", "These results are not for everybody.",
        audience == Audience.Participants ? "They are shown to those who have voted." : "They are shown to those who convene.");

    public static ProblemHttpResult NoTally(string id) => Of(StatusCodes.Status409Conflict, "no-tally", "The conversation has no final tally yet.", $"It gets one when it is closed; /api/dialogue/conversations/{id} says where it stands.");

    public static ProblemHttpResult NotYetLogged(string id) => Of(StatusCodes.Status503ServiceUnavailable, "not-yet-logged", "The tally is not in a checkpoint yet.", $"Ask again for '{id}' in a second.");

    public static ProblemHttpResult NoTranslator() => Of(StatusCodes.Status409Conflict, "no-translator", "This node has no machine that translates.", "Its operator can name one: Parvis:Dialogue:Translation:Address.");

    /// <summary>Too often; says when to come again.</summary>
    public static ProblemHttpResult TooOften(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, "too-often", "That was too often.", "Come again when Retry-After says; nothing that was counted is lost.");
    }

    /// <summary>More is asked than can be done; says when to come again.</summary>
    public static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Of(StatusCodes.Status503ServiceUnavailable, "busy", "The node is busy.", "Send the same again in a second, with the same client id: it counts once.");
    }

    public static ProblemHttpResult Of(QueueOutcome outcome) => outcome switch
    {
        QueueOutcome.NoReason => Of(StatusCodes.Status400BadRequest, "no-reason", "A reason is missing.", "Say why: whoever is concerned, and the public log, have a right to it."),
        QueueOutcome.Closed => NotNow(ConversationState.Closed),
        QueueOutcome.NotWords => Of(StatusCodes.Status400BadRequest, "not-words", "The words or the language cannot be kept.", "Send at most 2000 letters and a BCP 47 language tag."),
        _ => Of(StatusCodes.Status404NotFound, "unknown", "There is no such statement or participant.", "Look at the queue of this conversation."),
    };

    /// <summary>What is wrong with fields, in words.</summary>
    public static ValidationProblem Invalid(IReadOnlyDictionary<string, string[]> problems, Texts texts) =>
        TypedResults.ValidationProblem(problems.ToDictionary(field => field.Key, field => field.Value.Select(key => texts.In(InterfaceLanguages.Source)[key]).ToArray(), StringComparer.Ordinal));

    public static ValidationProblem Invalid(string field, string words) => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [words] });

    private static ProblemHttpResult Of(int status, string type, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title, type: $"urn:parvis:problem:{type}");
}
