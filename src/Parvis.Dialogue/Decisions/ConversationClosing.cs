using System.Text.Json;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Decisions;

/// <summary>Ends a conversation: no vote after it, its result kept as it is, and attested in the ledger: all of it or nothing.</summary>
internal sealed class ConversationClosing(Database database, LiveConversations live, LiveViews views, Snapshots snapshots, IEvidenceLog ledger, TimeProvider time)
{
    /// <summary>The predicate type of a statement that attests with what a conversation ended.</summary>
    public const string PredicateType = "urn:parvis:predicate:dialogue-tally:v1";

    /// <summary>Closes a conversation that is open.</summary>
    public Task<ConversationOutcome> CloseAsync(string id, CancellationToken cancel) => database.WriteAsync<ConversationOutcome>(async transaction =>
    {
        if (await ConversationRegister.ReadAsync(transaction, id) is not { } conversation) return new ConversationOutcome.Unknown();
        if (conversation.After(ConversationAct.Close) is null) return new ConversationOutcome.NotNow(conversation.State);
        // Nobody else writes while this transaction stands, so what is committed is all there will be.
        var result = (await live.Of(id).AdvanceAsync(cancel))!;
        var kept = (await live.Of(id).SnapshotAsync(isFinal: true, cancel))!;
        await snapshots.KeepAsync(transaction, id, kept);
        if (views.Said(id, result.Digest) is { } said) await Snapshots.KeepViewsAsync(transaction, id, said);
        var now = time.GetUtcNow();
        var index = await ledger.StageAsync(transaction, [Attest(conversation, result, now)], cancel);
        await ConversationRegister.EndAsync(transaction, id, new(now, result.Digest, index));
        return new ConversationOutcome.Changed((await ConversationRegister.ReadAsync(transaction, id))!);
    }, cancel);

    private static Statement Attest(Conversation conversation, LiveResult result, DateTimeOffset now) => new(
        [new($"dialogue/{conversation.Id}/result", result.Digest)],
        PredicateType,
        JsonSerializer.SerializeToElement(new Tally(
            conversation.Id, conversation.Title.Texts, conversation.TiedTo, result.Public.Algorithm, result.Public.InputDigest,
            result.Public.VotesCast, result.Public.Participants, result.Public.Statements.Count, result.Public.GroupsFound, Instant.Write(now)), JsonSerializerOptions.Web));

    private sealed record Tally(string Conversation, IReadOnlyDictionary<string, string> Title, string? TiedTo, string Algorithm, string InputDigest, long Votes, int Participants, int Statements, int Groups, string ClosedAt);
}
