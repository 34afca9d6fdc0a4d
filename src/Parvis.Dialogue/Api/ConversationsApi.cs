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
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Api;

/// <summary>Conversations as wholes: <c>/api/dialogue/conversations</c>.</summary>
internal static class ConversationsApi
{
    private const int MostOnAPage = 100;
    private const int UsualOnAPage = 20;
    private const int MostSeeds = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var convene = DialoguePermissions.Convene.Name;
        api.MapGet("/conversations", ListAsync).WithSummary("Conversations, open ones first: ?tiedTo=address, page, size ≤ 100. Drafts are listed for those who convene");
        api.MapGet("/conversations/{id}", ReadAsync).WithSummary("One conversation");
        api.MapPost("/conversations", CreateAsync).RequireAuthorization(convene).WithSummary("Make a conversation; it is a draft until it is opened");
        api.MapPut("/conversations/{id}", ChangeAsync).RequireAuthorization(convene).WithSummary("Change a conversation that is not closed");
        api.MapPost("/conversations/{id}/open", OpenAsync).RequireAuthorization(convene).WithSummary("Open a draft");
        api.MapPost("/conversations/{id}/close", CloseAsync).RequireAuthorization(convene).WithSummary("Close a conversation: its tally is kept and enters the ledger");
        api.MapPost("/conversations/{id}/seeds", SeedAsync).RequireAuthorization(convene).WithSummary("Put in statements to begin with, accepted at once");
        api.MapGet("/conversations/{id}/invites", InvitesAsync).RequireAuthorization(convene).WithSummary("Invitations; codes are not kept");
        api.MapPost("/conversations/{id}/invites", InviteAsync).RequireAuthorization(convene).WithSummary("Make an invitation; its code is shown once");
        api.MapDelete("/conversations/{id}/invites/{invite}", RevokeAsync).RequireAuthorization(convene).WithSummary("Let nobody more in by an invitation");
    }

    /// <summary>A conversation that whoever asks may know of, or null: drafts are for those who convene.</summary>
    public static async Task<Conversation?> FindAsync(string id, ClaimsPrincipal who, ConversationRegister register, CancellationToken cancel) =>
        await register.ReadAsync(id, cancel) is { } conversation && (conversation.State != ConversationState.Draft || who.May(DialoguePermissions.Convene.Name)) ? conversation : null;

    private static async Task<Ok<ConversationList>> ListAsync(HttpRequest request, ClaimsPrincipal who, ConversationRegister register, NodeProfile node, TimeProvider time, CancellationToken cancel)
    {
        var (page, size) = (Number(request, "page", 1, 1_000_000), Number(request, "size", UsualOnAPage, MostOnAPage));
        var (conversations, total) = await register.ListAsync(who.May(DialoguePermissions.Convene.Name), request.Query["tiedTo"], (page - 1) * size, size, cancel);
        return TypedResults.Ok(new ConversationList(total, page, size, [.. conversations.Select(conversation => ConversationView.Of(conversation, time.GetUtcNow(), node.BaseOf(request)))]));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> ReadAsync(string id, HttpRequest request, ClaimsPrincipal who, ConversationRegister register, NodeProfile node, TimeProvider time, CancellationToken cancel) =>
        await FindAsync(id, who, register, cancel) is { } conversation ? TypedResults.Ok(ConversationView.Of(conversation, time.GetUtcNow(), node.BaseOf(request))) : Problems.UnknownConversation(id);

    private static async Task<Results<Created<ConversationView>, ValidationProblem>> CreateAsync(ConversationRequest draft, HttpRequest request, ClaimsPrincipal who, ConversationRegister register, NodeProfile node, Texts texts, TimeProvider time, CancellationToken cancel)
    {
        if (draft.Problems() is { Count: > 0 } problems) return Problems.Invalid(problems, texts);
        var conversation = await register.CreateAsync(draft.ToDraft().Within(node.BaseOf(request)), who.PersonId()!, cancel);
        return TypedResults.Created($"/api/dialogue/conversations/{conversation.Id}", ConversationView.Of(conversation, time.GetUtcNow(), node.BaseOf(request)));
    }

    private static async Task<Results<Ok<ConversationView>, ValidationProblem, ProblemHttpResult>> ChangeAsync(string id, ConversationRequest draft, HttpRequest request, ConversationRegister register, Arrivals arrivals, NodeProfile node, Texts texts, TimeProvider time, CancellationToken cancel)
    {
        if (draft.Problems() is { Count: > 0 } problems) return Problems.Invalid(problems, texts);
        var outcome = await register.ChangeAsync(id, draft.ToDraft().Within(node.BaseOf(request)), cancel);
        if (outcome is not ConversationOutcome.Changed changed) return Refusal(id, outcome);
        if (changed.Conversation.State == ConversationState.Open) arrivals.Tell(id);
        return TypedResults.Ok(ConversationView.Of(changed.Conversation, time.GetUtcNow(), node.BaseOf(request)));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> OpenAsync(string id, HttpRequest request, ConversationRegister register, NodeProfile node, TimeProvider time, CancellationToken cancel) =>
        Answer(id, await register.OpenAsync(id, cancel), request, node, time);

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> CloseAsync(string id, HttpRequest request, ConversationClosing closing, NodeProfile node, TimeProvider time, CancellationToken cancel) =>
        Answer(id, await closing.CloseAsync(id, cancel), request, node, time);

    private static async Task<Results<Ok<IReadOnlyList<StatementView>>, ValidationProblem, ProblemHttpResult>> SeedAsync(string id, IReadOnlyList<SeedRequest> seeds, ClaimsPrincipal who, Statements statements, Arrivals arrivals, ConversationRegister register, CancellationToken cancel)
    {
        if (seeds.Count > MostSeeds || seeds.Any(seed => seed is not { Language: { } language, Words: { } words } || !ConversationDraft.IsLanguage(language) || FoldedText.Kept(words).Length is < 3 or > ConversationSettings.LongestOfAll))
            return Problems.Invalid("seeds", $"Send up to {MostSeeds} of {{language, words, isMeta}}: a BCP 47 tag and 3 to {ConversationSettings.LongestOfAll} letters.");
        if (await register.ReadAsync(id, cancel) is null) return Problems.UnknownConversation(id);
        if (await statements.SeedAsync(id, [.. seeds.Select(seed => (seed.Language!, seed.Words!, seed.IsMeta))], who.PersonId()!, cancel) is not { } added) return Problems.NotNow(ConversationState.Closed);
        arrivals.Tell(id);
        return TypedResults.Ok<IReadOnlyList<StatementView>>([.. added.Select(statement => StatementView.Of(statement, []))]);
    }

    private static async Task<Results<Ok<IReadOnlyList<Invite>>, ProblemHttpResult>> InvitesAsync(string id, ConversationRegister register, Invites invites, CancellationToken cancel) =>
        await register.ReadAsync(id, cancel) is null ? Problems.UnknownConversation(id) : TypedResults.Ok(await invites.ListAsync(id, cancel));

    private static async Task<Results<Ok<InviteMade>, ProblemHttpResult>> InviteAsync(string id, InviteRequest request, ConversationRegister register, Invites invites, CancellationToken cancel)
    {
        if (await register.ReadAsync(id, cancel) is null) return Problems.UnknownConversation(id);
        var (invite, code) = await invites.CreateAsync(id, FoldedText.Kept(request.Label ?? ""), request.MostUses ?? 1, cancel);
        return TypedResults.Ok(new InviteMade(invite, code));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, string invite, Invites invites, CancellationToken cancel) =>
        await invites.RevokeAsync(id, invite, cancel) ? TypedResults.NoContent() : Problems.Of(QueueOutcome.Unknown);

    private static Results<Ok<ConversationView>, ProblemHttpResult> Answer(string id, ConversationOutcome outcome, HttpRequest request, NodeProfile node, TimeProvider time) => outcome is ConversationOutcome.Changed changed
        ? TypedResults.Ok(ConversationView.Of(changed.Conversation, time.GetUtcNow(), node.BaseOf(request)))
        : Refusal(id, outcome);

    private static ProblemHttpResult Refusal(string id, ConversationOutcome outcome) => outcome is ConversationOutcome.NotNow now ? Problems.NotNow(now.State) : Problems.UnknownConversation(id);

    public static int Number(HttpRequest request, string field, int usual, int most) =>
        int.TryParse(request.Query[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, most) : usual;

    /// <summary>A statement to begin with.</summary>
    internal sealed record SeedRequest(string? Language, string? Words, bool IsMeta = false);

    /// <summary>An invitation that is wanted.</summary>
    internal sealed record InviteRequest(string? Label, int? MostUses);

    /// <summary>An invitation with its code, which is not shown again.</summary>
    internal sealed record InviteMade(Invite Invite, string Code);
}
