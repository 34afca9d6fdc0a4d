using System.Data.Common;
using Dapper;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Sources;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Decisions;

/// <summary>What came of a decision of moderation.</summary>
internal enum QueueOutcome
{
    Done,

    /// <summary>There is no such conversation, statement or participant.</summary>
    Unknown,

    /// <summary>Whoever wrote it should learn why.</summary>
    NoReason,

    /// <summary>A closed conversation takes no other decision than to hide a statement's words.</summary>
    Closed,

    /// <summary>The words or the language are not such.</summary>
    NotWords,
}

/// <summary>A statement as those who moderate see it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Same">Others that say the same in the same words.</param>
/// <param name="Near">Others that say nearly the same; of one that waits.</param>
internal sealed record QueuedStatement(StatementEntry Statement, IReadOnlyList<StatementEntry> Same, IReadOnlyList<StatementEntry> Near);

/// <summary>One page of the statements of a conversation.</summary>
/// <param name="Counts">How many statements there are of each standing.</param>
/// <param name="Statements">Those of the page.</param>
internal sealed record QueuePage(IReadOnlyDictionary<Moderation, int> Counts, IReadOnlyList<QueuedStatement> Statements);

/// <summary>What people decide of statements and participants. Each decision is written down; authors see the reason.</summary>
internal sealed class StatementQueue(Database database, Statements statements, ITranslator translator, Arrivals arrivals, TimeProvider time)
{
    private const int LongestReason = 500;
    private const string SetStanding = "UPDATE dialogue_statement SET moderation = @moderation, is_meta = @isMeta, reason = @reason, changed_at = @now WHERE conversation_id = @conversation AND tid = @number";
    private const string SetBan = "UPDATE dialogue_participant SET is_banned = @isBanned WHERE conversation_id = @conversation AND pid = @participant";

    /// <summary>A page of statements with what is like them, those that wait first. Only those of the page are compared, with all.</summary>
    /// <param name="only">Only those of this standing; null for all.</param>
    /// <param name="skip">How many come before.</param>
    /// <param name="take">How many a page has.</param>
    public async Task<QueuePage> PageAsync(string conversation, Moderation? only, int skip, int take, CancellationToken cancel)
    {
        var all = await statements.ListAsync(conversation, cancel);
        var page = all.Where(statement => only is null || statement.Moderation == only).OrderBy(statement => statement.Moderation != Moderation.Pending).ThenBy(statement => statement.Number).Skip(skip).Take(take);
        return new(all.CountBy(statement => statement.Moderation).ToDictionary(), Compare([.. page], all));
    }

    /// <summary>One statement with what is like it, as on a page; of one that is not there, none.</summary>
    public async Task<QueuePage> PageAsync(string conversation, int number, CancellationToken cancel)
    {
        var all = await statements.ListAsync(conversation, cancel);
        return new(all.CountBy(statement => statement.Moderation).ToDictionary(), Compare([.. all.Where(statement => statement.Number == number)], all));
    }

    private static IReadOnlyList<QueuedStatement> Compare(IReadOnlyList<StatementEntry> few, IReadOnlyList<StatementEntry> all)
    {
        if (few.Count == 0) return [];
        var found = LikeWords.Find([.. few.Select(statement => FoldedText.Of(statement.Words))], [.. all.Select(statement => FoldedText.Of(statement.Words))]);
        return [.. few.Zip(found, (statement, alike) => new QueuedStatement(statement,
            [.. alike.Same.Select(place => all[place]).Where(other => other.Number != statement.Number)],
            statement.Moderation != Moderation.Pending ? [] : [.. alike.Near.Select(place => all[place])]))];
    }

    /// <summary>Accepts or rejects a statement, or puts it back among those that wait.</summary>
    /// <param name="reason">For its author; a rejection needs one.</param>
    public Task<QueueOutcome> DecideAsync(string conversation, int number, Moderation moderation, string reason, string by, CancellationToken cancel) => ChangeAsync(conversation, async transaction =>
    {
        if (await Statements.ReadAsync(transaction, conversation, number) is not { } statement) return QueueOutcome.Unknown;
        if (moderation == Moderation.Rejected && string.IsNullOrWhiteSpace(reason)) return QueueOutcome.NoReason;
        if (statement.Moderation == moderation && statement.Reason == Cut(reason)) return QueueOutcome.Done;
        var act = moderation switch { Moderation.Accepted => ModerationAct.Accept, Moderation.Rejected => ModerationAct.Reject, _ => ModerationAct.Reopen };
        return await SetAsync(transaction, conversation, act, statement with { Moderation = moderation, Reason = Cut(reason) }, by);
    }, afterClosing: moderation == Moderation.Rejected, cancel);

    /// <summary>Says that a statement describes people, or that it does not.</summary>
    public Task<QueueOutcome> SetMetaAsync(string conversation, int number, bool isMeta, string by, CancellationToken cancel) => ChangeAsync(conversation, async transaction =>
    {
        if (await Statements.ReadAsync(transaction, conversation, number) is not { } statement) return QueueOutcome.Unknown;
        return statement.IsMeta == isMeta ? QueueOutcome.Done : await SetAsync(transaction, conversation, ModerationAct.Meta, statement with { IsMeta = isMeta }, by);
    }, afterClosing: false, cancel);

    /// <summary>Takes a participant out, or lets them back in. Their votes count again from then on, too.</summary>
    public Task<QueueOutcome> BanAsync(string conversation, int participant, bool isBanned, string reason, string by, CancellationToken cancel) => ChangeAsync(conversation, async transaction =>
    {
        if (isBanned && string.IsNullOrWhiteSpace(reason)) return QueueOutcome.NoReason;
        if (await transaction.Connection!.ExecuteAsync(SetBan, new { conversation, participant, isBanned = isBanned ? 1 : 0 }, transaction) == 0) return QueueOutcome.Unknown;
        await ModerationLog.AddAsync(transaction, conversation, isBanned ? ModerationAct.Ban : ModerationAct.Unban, participant, Cut(reason), by, time.GetUtcNow());
        return QueueOutcome.Done;
    }, afterClosing: false, cancel);

    /// <summary>Keeps a translation that a person wrote or has read; empty words take it away.</summary>
    public async Task<QueueOutcome> TranslateAsync(string conversation, int number, string language, string words, string by, CancellationToken cancel)
    {
        var kept = FoldedText.Kept(words);
        if (!ConversationDraft.IsLanguage(language) || kept.Length > ConversationSettings.LongestOfAll * 2) return QueueOutcome.NotWords;
        if (await statements.ReadAsync(conversation, number, cancel) is null) return QueueOutcome.Unknown;
        if (kept.Length == 0) await statements.RemoveTranslationAsync(conversation, number, language, cancel);
        else await statements.TranslateAsync(conversation, new(number, language, kept, TranslationOrigin.Human, IsReviewed: true), cancel);
        return await NoteAsync(conversation, number, language, by, cancel);
    }

    /// <summary>Says that a machine's translation was read and stands.</summary>
    public async Task<QueueOutcome> ReviewAsync(string conversation, int number, string language, string by, CancellationToken cancel)
    {
        if (await statements.ReadAsync(conversation, number, cancel) is null) return QueueOutcome.Unknown;
        if ((await statements.TranslationsAsync(conversation, cancel)).FirstOrDefault(stands => stands.Statement == number && stands.Language == language) is not { } translation) return QueueOutcome.Unknown;
        await statements.TranslateAsync(conversation, translation with { IsReviewed = true }, cancel);
        return await NoteAsync(conversation, number, language, by, cancel);
    }

    /// <summary>Has the operator's machine say a statement in each language of a conversation in which it is not said yet.</summary>
    /// <returns>How many translations came; 0 without a machine.</returns>
    public async Task<int> TranslateByMachineAsync(Conversation conversation, StatementEntry statement, CancellationToken cancel)
    {
        if (!translator.IsConfigured || statement.Moderation == Moderation.Rejected) return 0;
        var said = (await statements.TranslationsAsync(conversation.Id, cancel)).Where(translation => translation.Statement == statement.Number).Select(translation => translation.Language).Append(statement.Language).ToHashSet(StringComparer.Ordinal);
        var came = 0;
        foreach (var language in conversation.Languages.Where(language => !said.Contains(language)))
        {
            if (await translator.TranslateAsync(statement.Words, statement.Language, language, cancel) is not { } words || FoldedText.Kept(words) is not { Length: > 0 and <= ConversationSettings.LongestOfAll * 2 } kept) continue;
            await statements.TranslateAsync(conversation.Id, new(statement.Number, language, kept, TranslationOrigin.Machine, IsReviewed: false), cancel);
            came++;
        }
        return came;
    }

    private Task<QueueOutcome> NoteAsync(string conversation, int number, string language, string by, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        // As it stands now: somebody may have decided since the translation was kept, and the log must not say otherwise.
        if (await Statements.ReadAsync(transaction, conversation, number) is not { } statement) return QueueOutcome.Unknown;
        await ModerationLog.AddAsync(transaction, conversation, ModerationAct.Translate, statement.Status, language, by, time.GetUtcNow());
        return QueueOutcome.Done;
    }, cancel);

    private async Task<QueueOutcome> ChangeAsync(string conversation, Func<DbTransaction, Task<QueueOutcome>> change, bool afterClosing, CancellationToken cancel)
    {
        var outcome = await database.WriteAsync(async transaction => await ConversationRegister.ReadAsync(transaction, conversation) switch
        {
            null => QueueOutcome.Unknown,
            { State: ConversationState.Closed } when !afterClosing => QueueOutcome.Closed,
            _ => await change(transaction),
        }, cancel);
        if (outcome == QueueOutcome.Done) arrivals.Tell(conversation);
        return outcome;
    }

    private async Task<QueueOutcome> SetAsync(DbTransaction transaction, string conversation, ModerationAct act, StatementEntry statement, string by)
    {
        var now = time.GetUtcNow();
        await transaction.Connection!.ExecuteAsync(SetStanding, new { conversation, number = statement.Number, moderation = (int)statement.Moderation, isMeta = statement.IsMeta ? 1 : 0, reason = statement.Reason, now }, transaction);
        await ModerationLog.AddAsync(transaction, conversation, act, statement.Status, act == ModerationAct.Meta ? "" : statement.Reason, by, now);
        return QueueOutcome.Done;
    }

    private static string Cut(string reason) => FoldedText.Kept(reason) is { Length: > LongestReason } longer ? longer[..LongestReason] : FoldedText.Kept(reason);
}
