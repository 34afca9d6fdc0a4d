using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>What came of writing a statement.</summary>
internal abstract record WriteOutcome
{
    /// <summary>It is kept; whether it is shown already says <see cref="StatementEntry.Moderation"/> with the conversation.</summary>
    internal sealed record Written(StatementEntry Statement) : WriteOutcome;

    /// <summary>An accepted statement says the same.</summary>
    internal sealed record Same(int Number) : WriteOutcome;

    internal sealed record UnknownConversation : WriteOutcome;

    /// <summary>It does not take statements now.</summary>
    internal sealed record NotOpen(ConversationState State) : WriteOutcome;

    /// <summary>Only those who convene write here.</summary>
    internal sealed record NotAllowed : WriteOutcome;

    internal sealed record NotInvited : WriteOutcome;

    internal sealed record Banned : WriteOutcome;

    /// <summary>Nothing is left of its words, or too much.</summary>
    internal sealed record WrongLength(int Longest) : WriteOutcome;

    internal sealed record WrongLanguage : WriteOutcome;

    /// <summary>The conversation has as many as the mathematics takes.</summary>
    internal sealed record Full : WriteOutcome;
}

/// <summary>The statements of conversations, with their translations.</summary>
internal sealed class Statements(Database database, TimeProvider time)
{
    /// <summary>Statements a conversation takes.</summary>
    public const int Most = 10_000;

    private const int Fewest = 3; // letters of the shortest statement
    private const string Columns = "tid AS Number, pid AS Author, language AS Language, words AS Words, is_meta AS IsMeta, moderation AS Moderation, reason AS Reason, created_at AS CreatedAt, changed_at AS ChangedAt";
    private const string All = $"SELECT {Columns} FROM dialogue_statement WHERE conversation_id = @conversation ORDER BY tid";
    private const string One = $"SELECT {Columns} FROM dialogue_statement WHERE conversation_id = @conversation AND tid = @number";
    private const string OfAuthor = $"SELECT {Columns} FROM dialogue_statement WHERE conversation_id = @conversation AND pid = @author ORDER BY tid";
    private const string Unseen = "SELECT tid FROM dialogue_statement WHERE conversation_id = @conversation AND moderation >= @from AND tid NOT IN (SELECT tid FROM dialogue_vote WHERE conversation_id = @conversation AND pid = @pid) ORDER BY tid";
    private const string Accepted = "SELECT tid FROM dialogue_statement WHERE conversation_id = @conversation AND folded = @folded AND moderation = 1 ORDER BY tid LIMIT 1";
    private const string Next = "SELECT COALESCE(MAX(tid), -1) + 1 FROM dialogue_statement WHERE conversation_id = @conversation";
    private const string Insert = "INSERT INTO dialogue_statement (conversation_id, tid, pid, language, words, is_meta, moderation, reason, created_at, changed_at, folded) VALUES (@conversation, @Number, @Author, @Language, @Words, @isMeta, @moderation, '', @CreatedAt, @CreatedAt, @folded)";
    private const string OthersWords = "SELECT tid AS Statement, language AS Language, words AS Words, origin AS Origin, is_reviewed AS IsReviewed FROM dialogue_translation WHERE conversation_id = @conversation ORDER BY tid, language";
    private const string Say = "INSERT INTO dialogue_translation (conversation_id, tid, language, words, origin, is_reviewed, changed_at) VALUES (@conversation, @Statement, @Language, @Words, @origin, @isReviewed, @now) ON CONFLICT (conversation_id, tid, language) DO UPDATE SET words = excluded.words, origin = excluded.origin, is_reviewed = excluded.is_reviewed, changed_at = excluded.changed_at";
    private const string Unsay = "DELETE FROM dialogue_translation WHERE conversation_id = @conversation AND tid = @number AND language = @language";

    /// <summary>Every statement of a conversation, rejected ones too, by number.</summary>
    public async Task<IReadOnlyList<StatementEntry>> ListAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(All, new { conversation })).Select(row => row.ToEntry())];
    }

    /// <summary>One statement, or null.</summary>
    public async Task<StatementEntry?> ReadAsync(string conversation, int number, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(One, new { conversation, number }))?.ToEntry();
    }

    /// <summary>One statement as the writer sees it, or null.</summary>
    public static async Task<StatementEntry?> ReadAsync(DbTransaction transaction, string conversation, int number) =>
        (await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(One, new { conversation, number }, transaction))?.ToEntry();

    /// <summary>What a participant wrote, with what became of it.</summary>
    public async Task<IReadOnlyList<StatementEntry>> OfAuthorAsync(string conversation, int author, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(OfAuthor, new { conversation, author })).Select(row => row.ToEntry())];
    }

    /// <summary>Numbers of the statements that are shown in a conversation and that a participant has not voted on, ascending.</summary>
    /// <param name="participant">Their number; null for somebody without votes.</param>
    public async Task<IReadOnlyList<int>> UnseenAsync(Conversation conversation, int? participant, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var from = (int)(conversation.Settings.IsStrict ? Moderation.Accepted : Moderation.Pending);
        return [.. await connection.QueryAsync<int>(Unseen, new { conversation = conversation.Id, from, pid = participant ?? -1 })];
    }

    /// <summary>The translations of a conversation's statements, of rejected ones too.</summary>
    public async Task<IReadOnlyList<Translation>> TranslationsAsync(string conversation, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<TranslationRow>(OthersWords, new { conversation })).Select(row => new Translation(row.Statement, row.Language, row.Words, Enum.Parse<TranslationOrigin>(row.Origin), row.IsReviewed != 0))];
    }

    /// <summary>Keeps a translation in the place of one that stands; the words are not checked here.</summary>
    public Task TranslateAsync(string conversation, Translation translation, CancellationToken cancel) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(Say, new { conversation, translation.Statement, translation.Language, translation.Words, origin = translation.Origin.ToString(), isReviewed = translation.IsReviewed ? 1 : 0, now = time.GetUtcNow() }, transaction), cancel);

    /// <summary>Takes a translation away.</summary>
    public Task<bool> RemoveTranslationAsync(string conversation, int number, string language, CancellationToken cancel) =>
        database.WriteAsync(async transaction => await transaction.Connection!.ExecuteAsync(Unsay, new { conversation, number, language }, transaction) == 1, cancel);

    /// <summary>Keeps what a participant writes, until moderation decides.</summary>
    public Task<WriteOutcome> WriteAsync(string conversation, string seat, string language, string words, CancellationToken cancel) => database.WriteAsync<WriteOutcome>(async transaction =>
    {
        var now = time.GetUtcNow();
        if (await ConversationRegister.ReadAsync(transaction, conversation) is not { } held || held.State == ConversationState.Draft) return new WriteOutcome.UnknownConversation();
        if (!held.TakesPart(now)) return new WriteOutcome.NotOpen(held.State);
        var known = (await Seats.ReadAsync(transaction, conversation, [seat])).GetValueOrDefault(seat);
        if (known.IsBanned) return new WriteOutcome.Banned();
        if (held.Settings.IsInviteOnly && !known.IsInvited) return new WriteOutcome.NotInvited();
        if (held.Settings.Authors != Authors.Participants) return new WriteOutcome.NotAllowed();
        if (!ConversationDraft.IsLanguage(language)) return new WriteOutcome.WrongLanguage();
        var kept = FoldedText.Kept(words);
        if (kept.Length < Fewest || kept.Length > held.Settings.LongestStatement) return new WriteOutcome.WrongLength(held.Settings.LongestStatement);
        if (await transaction.Connection!.ExecuteScalarAsync<int?>(Accepted, new { conversation, folded = FoldedText.Digest(kept) }, transaction) is { } same) return new WriteOutcome.Same(same);
        var author = known.Number ?? await Seats.NextAsync(transaction, conversation);
        if (await AddAsync(transaction, conversation, author, language, kept, isMeta: false, Moderation.Pending, now) is not { } statement) return new WriteOutcome.Full();
        if (known.Number is null) await Seats.EnterAsync(transaction, conversation, seat, author, invite: null, now);
        return new WriteOutcome.Written(statement);
    }, cancel);

    /// <summary>Puts in statements of those who convene, accepted at once. Those that say what an accepted one says are left out.</summary>
    /// <returns>What was put in; null when there is no such conversation, or it is closed.</returns>
    public Task<IReadOnlyList<StatementEntry>?> SeedAsync(string conversation, IReadOnlyList<(string Language, string Words, bool IsMeta)> seeds, string by, CancellationToken cancel) => database.WriteAsync<IReadOnlyList<StatementEntry>?>(async transaction =>
    {
        if (await ConversationRegister.ReadAsync(transaction, conversation) is not { State: not ConversationState.Closed } held) return null;
        var added = new List<StatementEntry>();
        foreach (var (language, words, isMeta) in seeds)
        {
            var kept = FoldedText.Kept(words);
            if (kept.Length < Fewest || kept.Length > ConversationSettings.LongestOfAll || !ConversationDraft.IsLanguage(language)) continue;
            if (await transaction.Connection!.ExecuteScalarAsync<int?>(Accepted, new { conversation, folded = FoldedText.Digest(kept) }, transaction) is not null) continue;
            var now = time.GetUtcNow();
            if (await AddAsync(transaction, held.Id, author: null, language, kept, isMeta, Moderation.Accepted, now) is not { } statement) break;
            await ModerationLog.AddAsync(transaction, conversation, ModerationAct.Seed, statement.Status, "", by, now);
            added.Add(statement);
        }
        return added;
    }, cancel);

    private static async Task<StatementEntry?> AddAsync(DbTransaction transaction, string conversation, int? author, string language, string words, bool isMeta, Moderation moderation, DateTimeOffset now)
    {
        var number = await transaction.Connection!.ExecuteScalarAsync<int>(Next, new { conversation }, transaction);
        if (number >= Most) return null;
        var entry = new StatementEntry(number, author, language, words, isMeta, moderation, "", now, now);
        await transaction.Connection!.ExecuteAsync(Insert, new { conversation, entry.Number, entry.Author, entry.Language, entry.Words, isMeta = isMeta ? 1 : 0, moderation = (int)moderation, entry.CreatedAt, folded = FoldedText.Digest(words) }, transaction);
        return entry;
    }

    private sealed class Row
    {
        public int Number { get; set; }
        public int? Author { get; set; }
        public string Language { get; set; } = "";
        public string Words { get; set; } = "";
        public int IsMeta { get; set; }
        public int Moderation { get; set; }
        public string Reason { get; set; } = "";
        public DateTimeOffset CreatedAt { get; set; }
        public DateTimeOffset ChangedAt { get; set; }

        public StatementEntry ToEntry() => new(Number, Author, Language, Words, IsMeta != 0, (Moderation)Moderation, Reason, CreatedAt, ChangedAt);
    }

    private sealed class TranslationRow
    {
        public int Statement { get; set; }
        public string Language { get; set; } = "";
        public string Words { get; set; } = "";
        public string Origin { get; set; } = "";
        public int IsReviewed { get; set; }
    }
}
