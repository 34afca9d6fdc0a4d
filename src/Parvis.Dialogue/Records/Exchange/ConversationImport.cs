using System.Data.Common;
using System.Globalization;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>Takes a conversation that was held elsewhere into this node: all of it, or nothing. It is a draft until somebody opens it.</summary>
internal sealed class ConversationImport(Database database, ConversationRegister register, TimeProvider time)
{
    private const int AtOnce = 20_000;
    private static readonly string[] ParticipantColumns = ["conversation_id", "seat", "pid", "is_banned", "came_at"];
    private static readonly string[] StatementColumns = ["conversation_id", "tid", "pid", "language", "words", "is_meta", "moderation", "reason", "created_at", "changed_at", "folded"];
    private static readonly string[] VoteColumns = ["conversation_id", "seq", "pid", "tid", "vote", "cast_ms", "client_id"];
    private static readonly string[] DecisionColumns = ["conversation_id", "number", "after_votes", "act", "tid", "pid", "moderation", "is_meta", "reason", "decided_by", "decided_at"];

    /// <param name="conversation">What to take.</param>
    /// <param name="language">The language of its words where it does not say.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="cancel">Stops it; nothing is taken then.</param>
    /// <returns>The conversation, and how many votes it has.</returns>
    public Task<(Conversation Conversation, long Votes)> TakeAsync(IConversation conversation, string language, string by, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var heading = conversation.Heading;
        var draft = new ConversationDraft(
            new Dictionary<string, string> { [language] = Fit(heading.Topic, ConversationDraft.LongestTitle) is { Length: > 0 } topic ? topic : "?" },
            heading.Description.Length > 0 ? new Dictionary<string, string> { [language] = Fit(heading.Description, ConversationDraft.LongestText) } : null);
        var taken = await register.CreateAsync(transaction, draft, by);
        var came = Instant.Write(taken.CreatedAt);
        var banned = new List<int>();
        await InsertAsync(transaction, "dialogue_participant", ParticipantColumns, conversation.ParticipantsAsync(cancel).Select(person =>
        {
            if (person.IsBanned) banned.Add(person.Number);
            var instant = person.CameMilliseconds is { } milliseconds ? Instant.Write(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)) : came;
            return (object?[])[taken.Id, string.Create(CultureInfo.InvariantCulture, $"imported/{person.Number}"), person.Number, person.IsBanned ? 1 : 0, instant];
        }), cancel); // no token has such a seat: nobody can vote as somebody who was imported
        var statuses = new List<StatementStatus>();
        await InsertAsync(transaction, "dialogue_statement", StatementColumns, conversation.StatementsAsync(cancel).Select(statement =>
        {
            var status = statement.Text.Length > 0 ? statement.Status : statement.Status with { Moderation = Moderation.Rejected }; // nobody can answer what has no words
            if (status.Moderation != Moderation.Pending || status.IsMeta) statuses.Add(status);
            var written = Instant.Write(DateTimeOffset.FromUnixTimeMilliseconds(statement.Milliseconds));
            return (object?[])[taken.Id, status.Statement, statement.IsSeed == true ? null : statement.Author, statement.Language ?? language, statement.Text, status.IsMeta ? 1 : 0, (int)status.Moderation, "", written, written, FoldedText.Digest(statement.Text)];
        }), cancel);
        var votes = 0L;
        await InsertAsync(transaction, "dialogue_vote", VoteColumns, conversation.VotesAsync(VoteOrder.ByTime, cancel).Select(vote =>
            (object?[])[taken.Id, votes, vote.Vote.Participant, vote.Vote.Statement, (int)vote.Vote.Choice, vote.Milliseconds, string.Create(CultureInfo.InvariantCulture, $"imported/{votes++}")]), cancel);
        var decided = Instant.Write(time.GetUtcNow());
        var number = 0;
        IEnumerable<object?[]> decisions =
        [
            .. statuses.Select(status => (object?[])[taken.Id, number++, votes, Act(status).ToString(), status.Statement, null, (int)status.Moderation, status.IsMeta ? 1 : 0, "", by, decided]),
            .. banned.Select(person => (object?[])[taken.Id, number++, votes, nameof(ModerationAct.Ban), null, person, null, null, "", by, decided]),
        ];
        await BulkInsert.InsertAsync(transaction, "dialogue_moderation", DecisionColumns, decisions, cancel);
        return (taken, votes);
    }, cancel);

    private static ModerationAct Act(StatementStatus status) => status.Moderation switch
    {
        Moderation.Accepted => ModerationAct.Accept,
        Moderation.Rejected => ModerationAct.Reject,
        _ => ModerationAct.Meta,
    };

    private static async Task InsertAsync(DbTransaction transaction, string table, string[] columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancel)
    {
        await foreach (var piece in rows.Chunk(AtOnce).WithCancellation(cancel)) await BulkInsert.InsertAsync(transaction, table, columns, piece, cancel);
    }

    private static string Fit(string words, int longest) => words.Length <= longest ? words.Trim() : words[..longest].Trim();
}
