using System.Text;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>The mathematics of one conversation, which follows its votes and decisions. How often it looks, and whether the node was started again between, changes no result by a bit.</summary>
internal sealed class LiveConversation(string id, ConversationRegister register, Votes votes, ModerationLog log, Statements statements, Snapshots snapshots) : IDisposable
{
    private const int AtOnce = 4096;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private OpinionState? _state;
    private ConversationSettings? _settings;
    private long _votes;
    private int _decisions;
    private long _kept;
    private volatile LiveResult? _current;

    /// <summary>Tells of new versions.</summary>
    public Broadcast Broadcast { get; } = new();

    /// <summary>The newest result; null before the first.</summary>
    public LiveResult? Current => _current;

    /// <summary>What a listener is told of a result: a server-sent event.</summary>
    public static ReadOnlyMemory<byte> Message(LiveResult result) =>
        Encoding.UTF8.GetBytes($"event: version\nid: {result.Version}\ndata: {{\"version\":{result.Version},\"votes\":{result.Public.VotesCast},\"participants\":{result.Public.Participants},\"digest\":\"{result.Digest}\"}}\n\n");

    /// <summary>Takes what is new and says what it means; nothing new gives the result that stands.</summary>
    /// <returns>Null when there is no such conversation.</returns>
    public async Task<LiveResult?> AdvanceAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (await register.ReadAsync(id, cancel) is not { } conversation) return null;
            var state = await StateAsync(conversation, cancel);
            if (await TakeAsync(state, await LastDecisionAsync(conversation, cancel), cancel) || _current is null || _settings != conversation.Settings)
            {
                _settings = conversation.Settings;
                _current = await ComputeAsync(conversation, state, cancel);
                Broadcast.Send(Message(_current));
            }
            return _current;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A copy of the state as it stands, and the result of it, which must have been asked for.</summary>
    public async Task<(byte[] State, LiveResult Result)> FrozenAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return (_state!.ToBytes(), _current!);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The state as it stands, to be kept.</summary>
    /// <param name="isFinal">It is that of the closing; else it is only worth keeping when much is new.</param>
    /// <returns>Null when there is nothing worth keeping.</returns>
    public async Task<Snapshot?> SnapshotAsync(bool isFinal, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_state is null || _current is not { } result || (!isFinal && _votes - _kept < 1000 + (_kept / 10))) return null;
            _kept = _votes;
            return new(_votes, _decisions, _state.ToBytes(), result.Bytes, result.Digest, isFinal);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>How a conversation's groups are sought.</summary>
    public static OpinionSettings SettingsOf(ConversationSettings settings) =>
        (settings.IsStable ? OpinionSettings.Stable : OpinionSettings.Compatible) with { FewestGroups = settings.FewestGroups, MostGroups = settings.MostGroups };

    private async Task<OpinionState> StateAsync(Conversation conversation, CancellationToken cancel)
    {
        var settings = SettingsOf(conversation.Settings);
        if (_state is null && await snapshots.ReadAsync(id, cancel) is { } kept && Read(kept.State) is { } read)
            (_state, _votes, _decisions, _kept) = (read, kept.Votes, kept.Decisions, kept.Votes);
        _state ??= new OpinionState(settings, MatrixCaps.None);
        if (_state.Settings != settings) _state = OpinionState.Of(settings, _state.Votes, _state.Moderation.All, _state.Banned, memory: null); // nothing is kept between results, so nothing is lost
        return _state;
    }

    // A state of an earlier version of the mathematics is counted anew from the votes.
    private static OpinionState? Read(byte[] bytes)
    {
        try
        {
            return OpinionState.Read(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // What is rejected after the closing only loses its words: the result is that of the closing.
    private async Task<int> LastDecisionAsync(Conversation conversation, CancellationToken cancel) =>
        conversation.State == ConversationState.Closed && await snapshots.ReadAsync(id, cancel) is { IsFinal: true } final ? final.Decisions : int.MaxValue;

    private async Task<bool> TakeAsync(OpinionState state, int until, CancellationToken cancel)
    {
        var (votesBefore, decisionsBefore) = (_votes, _decisions);
        var piece = new List<VoteCast>(AtOnce);
        await foreach (var vote in votes.ReadAsync(id, _votes, cancel))
        {
            piece.Add(vote.Cast);
            if (piece.Count == AtOnce) Cast(state, piece);
        }
        Cast(state, piece);
        foreach (var decision in (await log.ReadAsync(id, _decisions, cancel)).TakeWhile(decision => decision.Number < until))
        {
            if (decision.Status is { } status) state.Moderate(status);
            if (decision.Participant is { } participant) state.Ban(participant, decision.Act == ModerationAct.Ban);
            _decisions = decision.Number + 1;
        }
        return _votes > votesBefore || _decisions > decisionsBefore;
    }

    private void Cast(OpinionState state, List<VoteCast> piece)
    {
        state.Cast([.. piece]);
        _votes += piece.Count;
        piece.Clear();
    }

    private async Task<LiveResult> ComputeAsync(Conversation conversation, OpinionState state, CancellationToken cancel)
    {
        var shown = (await statements.ListAsync(id, cancel)).Where(statement => conversation.Shows(state.Moderation.Of(statement.Number))).Select(statement => statement.Number).ToHashSet();
        var (whole, published) = Publishing.Of(conversation, state, _decisions, shown.Contains);
        var bytes = published.ToBytes();
        return new(_votes + _decisions, published, bytes, PublicResult.Digest(bytes), whole, shown, [.. state.Banned]);
    }
}
