using System.Data.Common;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>What moderation can do.</summary>
internal enum ModerationAct
{
    /// <summary>Those who convene put a statement in.</summary>
    Seed,

    Accept,
    Reject,

    /// <summary>Back into the queue.</summary>
    Reopen,

    /// <summary>A statement describes people, or does not after all.</summary>
    Meta,

    /// <summary>A translation was written, read or taken away.</summary>
    Translate,

    Ban,
    Unban,
}

/// <summary>Something that moderation did.</summary>
/// <param name="Number">Its number in the conversation, from 0.</param>
/// <param name="AfterVotes">Votes that had been counted by then.</param>
/// <param name="Act">What was done.</param>
/// <param name="Statement">The statement, if it was about one.</param>
/// <param name="Participant">The participant, if it was about one. Never published.</param>
/// <param name="Status">How the statement stands since.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Id of the person; not published.</param>
/// <param name="At">When.</param>
internal sealed record ModerationEvent(int Number, long AfterVotes, ModerationAct Act, int? Statement, int? Participant, StatementStatus? Status, string Reason, string By, DateTimeOffset At);

/// <summary>What moderation did, in order. Nothing in it is ever changed.</summary>
internal sealed class ModerationLog(Database database)
{
    private const string Columns = "number AS Number, after_votes AS AfterVotes, act AS Act, tid AS Statement, pid AS Participant, moderation AS Moderation, is_meta AS IsMeta, reason AS Reason, decided_by AS DecidedBy, decided_at AS DecidedAt";
    private const string From = $"SELECT {Columns} FROM dialogue_moderation WHERE conversation_id = @conversation AND number >= @from ORDER BY number";
    private const string Next = "SELECT COALESCE(MAX(number), -1) + 1 FROM dialogue_moderation WHERE conversation_id = @conversation";
    private const string Insert = "INSERT INTO dialogue_moderation (conversation_id, number, after_votes, act, tid, pid, moderation, is_meta, reason, decided_by, decided_at) VALUES (@conversation, @number, @afterVotes, @act, @statement, @participant, @moderation, @isMeta, @reason, @by, @now)";

    /// <summary>Everything from the event <paramref name="from"/> on.</summary>
    public async Task<IReadOnlyList<ModerationEvent>> ReadAsync(string conversation, int from, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(From, new { conversation, from })).Select(row => row.ToEvent())];
    }

    /// <summary>How statements stood after so many decisions; one of which nothing had been decided is not there.</summary>
    public async Task<IReadOnlyDictionary<int, StatementStatus>> StandingAsync(string conversation, int decisions, CancellationToken cancel)
    {
        var standing = new Dictionary<int, StatementStatus>();
        foreach (var decision in (await ReadAsync(conversation, 0, cancel)).TakeWhile(decision => decision.Number < decisions))
        {
            if (decision.Status is { } status) standing[status.Statement] = status;
        }
        return standing;
    }

    /// <summary>Writes down what was done about a statement.</summary>
    public static Task AddAsync(DbTransaction transaction, string conversation, ModerationAct act, StatementStatus status, string reason, string by, DateTimeOffset now) =>
        AddAsync(transaction, conversation, act, status.Statement, null, status, reason, by, now);

    /// <summary>Writes down what was done about a participant.</summary>
    public static Task AddAsync(DbTransaction transaction, string conversation, ModerationAct act, int participant, string reason, string by, DateTimeOffset now) =>
        AddAsync(transaction, conversation, act, null, participant, null, reason, by, now);

    private static async Task AddAsync(DbTransaction transaction, string conversation, ModerationAct act, int? statement, int? participant, StatementStatus? status, string reason, string by, DateTimeOffset now)
    {
        var number = await transaction.Connection!.ExecuteScalarAsync<int>(Next, new { conversation }, transaction);
        var afterVotes = await Votes.CountAsync(transaction, conversation);
        int? isMeta = status is { } stands ? (stands.IsMeta ? 1 : 0) : null;
        await transaction.Connection!.ExecuteAsync(Insert, new { conversation, number, afterVotes, act = act.ToString(), statement, participant, moderation = (int?)status?.Moderation, isMeta, reason, by, now }, transaction);
    }

    private sealed class Row
    {
        public int Number { get; set; }
        public long AfterVotes { get; set; }
        public string Act { get; set; } = "";
        public int? Statement { get; set; }
        public int? Participant { get; set; }
        public int? Moderation { get; set; }
        public int? IsMeta { get; set; }
        public string Reason { get; set; } = "";
        public string DecidedBy { get; set; } = "";
        public DateTimeOffset DecidedAt { get; set; }

        public ModerationEvent ToEvent() => new(Number, AfterVotes, Enum.Parse<ModerationAct>(Act), Statement, Participant,
            Statement is { } tid && Moderation is { } moderation ? new(tid, (Moderation)moderation, IsMeta == 1) : null, Reason, DecidedBy, DecidedAt);
    }
}
