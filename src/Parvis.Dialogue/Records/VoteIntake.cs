using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Records;

/// <summary>A vote that a participant hands in.</summary>
/// <param name="Conversation">Id of the conversation.</param>
/// <param name="Seat">Who, in it.</param>
/// <param name="Statement">The statement's number.</param>
/// <param name="Choice">What is said.</param>
/// <param name="ClientId">Chosen by whoever sends: the same again from the same participant is the same vote, however often it comes.</param>
internal sealed record Ballot(string Conversation, string Seat, int Statement, Vote Choice, string ClientId)
{
    /// <summary>Letters of the longest client id.</summary>
    public const int LongestClientId = 64;
}

/// <summary>What came of a vote.</summary>
internal abstract record VoteOutcome
{
    /// <summary>It is stored and survives whatever happens to the machine.</summary>
    /// <param name="Sequence">Its number in the conversation.</param>
    /// <param name="Participant">The participant's number.</param>
    /// <param name="IsNew">False when it was stored already.</param>
    internal sealed record Counted(long Sequence, int Participant, bool IsNew) : VoteOutcome;

    internal sealed record UnknownConversation : VoteOutcome;

    internal sealed record NotOpen(ConversationState State) : VoteOutcome;

    /// <summary>There is none, or none that is shown.</summary>
    internal sealed record UnknownStatement : VoteOutcome;

    internal sealed record NotInvited : VoteOutcome;

    internal sealed record Banned : VoteOutcome;

    /// <summary>More votes wait than can be stored soon.</summary>
    internal sealed record Busy : VoteOutcome;
}

/// <summary>
/// Stores votes. Those that come while a transaction is being written wait for the next and share it: one flush of the disk serves all of them.
/// Nobody is told that a vote counts before it is committed.
/// </summary>
internal sealed class VoteIntake(Database database, Arrivals arrivals, TimeProvider time)
{
    private const int MostAtOnce = 512;
    private const int MostWaiting = 20_000;
    private static readonly string[] Columns = ["conversation_id", "seq", "pid", "tid", "vote", "cast_ms", "client_id"];
    private const string Before = "SELECT seq FROM dialogue_vote WHERE conversation_id = @conversation AND pid = @pid AND client_id = @client";
    private const string Shown = "SELECT tid AS Number, moderation AS Moderation FROM dialogue_statement WHERE conversation_id = @conversation AND tid IN @tids";
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private int _writing;

    /// <summary>Stores a vote.</summary>
    /// <returns>After it is committed, or refused.</returns>
    public Task<VoteOutcome> CastAsync(Ballot ballot)
    {
        if (_waiting.Count >= MostWaiting) return Task.FromResult<VoteOutcome>(new VoteOutcome.Busy());
        var waiting = new Waiting(ballot);
        _waiting.Enqueue(waiting);
        Begin();
        return waiting.Outcome.Task;
    }

    private void Begin()
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0) _ = Task.Run(WriteAllAsync);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Waiting>(MostAtOnce);
        while (_waiting.TryDequeue(out var first))
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MostAtOnce && _waiting.TryDequeue(out var next)) batch.Add(next);
            await SettleAsync(batch);
        }
        Volatile.Write(ref _writing, 0);
        if (!_waiting.IsEmpty) Begin(); // one came between the last look and the end
    }

    private async Task SettleAsync(List<Waiting> batch)
    {
        var writing = database.WriteAsync(transaction => WriteAsync(transaction, batch), CancellationToken.None); // nobody's leaving undoes what others wait for
        await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!writing.IsCompletedSuccessfully)
        {
            foreach (var waiting in batch) waiting.Outcome.TrySetException(writing.Exception?.InnerException ?? new TaskCanceledException(writing));
            return;
        }
        var outcomes = writing.GetAwaiter().GetResult();
        for (var i = 0; i < batch.Count; i++) batch[i].Outcome.TrySetResult(outcomes[i]);
        foreach (var conversation in batch.Where((_, i) => outcomes[i] is VoteOutcome.Counted { IsNew: true }).Select(waiting => waiting.Ballot.Conversation).Distinct(StringComparer.Ordinal)) arrivals.Tell(conversation);
    }

    private async Task<VoteOutcome[]> WriteAsync(DbTransaction transaction, List<Waiting> batch)
    {
        var outcomes = new VoteOutcome[batch.Count];
        var rows = new List<object?[]>();
        foreach (var conversation in Enumerable.Range(0, batch.Count).GroupBy(i => batch[i].Ballot.Conversation, StringComparer.Ordinal))
            await WriteAsync(transaction, conversation.Key, [.. conversation], batch, outcomes, rows);
        if (rows.Count > 0) await BulkInsert.InsertAsync(transaction, "dialogue_vote", Columns, rows, CancellationToken.None);
        return outcomes;
    }

    private async Task WriteAsync(DbTransaction transaction, string id, int[] places, List<Waiting> batch, VoteOutcome[] outcomes, List<object?[]> rows)
    {
        var now = time.GetUtcNow();
        if (await ConversationRegister.ReadAsync(transaction, id) is not { State: not ConversationState.Draft } conversation)
        {
            foreach (var place in places) outcomes[place] = new VoteOutcome.UnknownConversation();
            return;
        }
        var seats = await Seats.ReadAsync(transaction, id, places.Select(place => batch[place].Ballot.Seat).Distinct(StringComparer.Ordinal));
        var shown = (await transaction.Connection!.QueryAsync<(int Number, int Moderation)>(Shown, new { conversation = id, tids = new Numbers(places.Select(place => batch[place].Ballot.Statement).Distinct(), database.Dialect) }, transaction))
            .Where(row => conversation.Shows((Moderation)row.Moderation)).Select(row => row.Number).ToHashSet();
        var (sequence, participant) = (await Votes.CountAsync(transaction, id), await Seats.NextAsync(transaction, id));
        var inThisBatch = new Dictionary<(int, string), long>();
        foreach (var place in places)
        {
            var ballot = batch[place].Ballot;
            var seat = seats.GetValueOrDefault(ballot.Seat);
            if (seat.Number is { } known && await BeforeAsync(transaction, id, known, ballot.ClientId, inThisBatch) is { } before)
            {
                outcomes[place] = new VoteOutcome.Counted(before, known, IsNew: false); // also where it is closed by now: it was counted
                continue;
            }
            if (Refusal(conversation, seat, shown.Contains(ballot.Statement), now) is { } refusal)
            {
                outcomes[place] = refusal;
                continue;
            }
            if (seat.Number is null)
            {
                seat = seat with { Number = participant++ };
                seats[ballot.Seat] = seat;
                await Seats.EnterAsync(transaction, id, ballot.Seat, seat.Number, invite: null, now);
            }
            inThisBatch[(seat.Number!.Value, ballot.ClientId)] = sequence;
            rows.Add([id, sequence, seat.Number.Value, ballot.Statement, (int)ballot.Choice, now.ToUnixTimeMilliseconds(), ballot.ClientId]);
            outcomes[place] = new VoteOutcome.Counted(sequence++, seat.Number.Value, IsNew: true);
        }
    }

    private static async Task<long?> BeforeAsync(DbTransaction transaction, string conversation, int pid, string client, Dictionary<(int, string), long> inThisBatch) =>
        inThisBatch.TryGetValue((pid, client), out var sequence) ? sequence : await transaction.Connection!.ExecuteScalarAsync<long?>(Before, new { conversation, pid, client }, transaction);

    private static VoteOutcome? Refusal(Conversation conversation, Seat seat, bool isShown, DateTimeOffset now)
    {
        if (!conversation.TakesPart(now)) return new VoteOutcome.NotOpen(conversation.State);
        if (seat.IsBanned) return new VoteOutcome.Banned();
        if (conversation.Settings.IsInviteOnly && !seat.IsInvited) return new VoteOutcome.NotInvited();
        return isShown ? null : new VoteOutcome.UnknownStatement();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Waiting(Ballot ballot)
    {
        public Ballot Ballot { get; } = ballot;

        public TaskCompletionSource<VoteOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
