using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records.Exchange;

/// <summary>A conversation of this node. Whoever convenes stands as one more participant, who wrote the first statements and never votes.</summary>
/// <param name="database">The node's database.</param>
/// <param name="conversation">Which conversation.</param>
/// <param name="statements">Its statements.</param>
/// <param name="votes">The votes of all conversations.</param>
/// <param name="people">How many participants have a number.</param>
/// <param name="showsRejected">Rejected statements keep their words.</param>
/// <param name="standing">How statements stood when the result was computed, so that it can be again; null for how they stand now.</param>
internal sealed class StoredConversation(Database database, Conversation conversation, IReadOnlyList<StatementEntry> statements, Votes votes, int people, bool showsRejected, IReadOnlyDictionary<int, StatementStatus>? standing) : IConversation
{
    private const string People = "SELECT pid AS Number, came_at AS CameAt, is_banned AS IsBanned FROM dialogue_participant WHERE conversation_id = @conversation AND pid IS NOT NULL ORDER BY pid";

    public ConversationHeading Heading { get; } = new(conversation.Title.In(conversation.Languages[0]).Words, "", conversation.Description.In(conversation.Languages[0]).Words);

    public VoteDetail Detail => VoteDetail.Cast;

    public PublishedFigures? Published => null;

    /// <summary>Reads what is small; votes and participants wait until they are asked for.</summary>
    public static async Task<StoredConversation> OpenAsync(Database database, Conversation conversation, Statements statements, Votes votes, Seats seats, bool showsRejected, IReadOnlyDictionary<int, StatementStatus>? standing, CancellationToken cancel) =>
        new(database, conversation, await statements.ListAsync(conversation.Id, cancel), votes, await seats.CountAsync(conversation.Id, cancel), showsRejected, standing);

    public IAsyncEnumerable<WrittenStatement> StatementsAsync(CancellationToken cancel) => statements
        .Select(statement => new WrittenStatement(
            statement.CreatedAt.ToUnixTimeMilliseconds(), standing is null ? statement.Status : standing.GetValueOrDefault(statement.Number, new(statement.Number, Moderation.Pending)), statement.Author ?? people, statement.IsSeed,
            statement.Moderation == Moderation.Rejected && !showsRejected ? "" : statement.Words, statement.Language))
        .ToAsyncEnumerable();

    public async IAsyncEnumerable<Participant> ParticipantsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await using var reader = await connection.ExecuteReaderAsync(People, new { conversation = conversation.Id });
        while (await reader.ReadAsync(cancel)) yield return new(reader.GetInt32(0), DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(), IsBanned: reader.GetInt32(2) != 0);
        if (statements.Any(statement => statement.IsSeed)) yield return new(people, conversation.CreatedAt.ToUnixTimeMilliseconds());
    }

    public IAsyncEnumerable<VoteEvent> VotesAsync(VoteOrder order, CancellationToken cancel)
    {
        var byTime = votes.ReadAsync(conversation.Id, 0, cancel).Select(vote => new VoteEvent(vote.Milliseconds, vote.Cast, vote.Sequence));
        return order == VoteOrder.ByTime ? byTime : VoteSorting.ByStatementAsync(byTime, statements.Select(statement => statement.Number).Append(0).Max() + 1, cancel);
    }
}
