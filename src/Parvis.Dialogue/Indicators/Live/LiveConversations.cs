using System.Collections.Concurrent;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>The mathematics of every conversation that somebody has asked for since the node began.</summary>
internal sealed class LiveConversations(ConversationRegister register, Votes votes, ModerationLog log, Statements statements, Snapshots snapshots) : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveConversation> _live = new(StringComparer.Ordinal);
    private volatile bool _ended;

    /// <summary>All that are in memory.</summary>
    public IEnumerable<(string Id, LiveConversation Live)> Loaded => _live.Select(pair => (pair.Key, pair.Value));

    /// <summary>The mathematics of one conversation, which must exist.</summary>
    public LiveConversation Of(string conversation)
    {
        var live = _live.GetOrAdd(conversation, id => new(id, register, votes, log, statements, snapshots));
        if (_ended) live.Broadcast.End();
        return live;
    }

    /// <summary>The newest result of a conversation: of one that has just been asked for the first time, computed now. Of a closed one, what it closed with.</summary>
    public async Task<LiveResult?> CurrentAsync(Conversation conversation, CancellationToken cancel)
    {
        var live = Of(conversation.Id);
        return (live.Current ?? await live.AdvanceAsync(cancel)) is { } result ? await FinalAsync(conversation, result, cancel) : null;
    }

    /// <summary>The same with a copy of the state it was computed from, to be read again.</summary>
    public async Task<(byte[] State, LiveResult Result)> FrozenAsync(Conversation conversation, CancellationToken cancel)
    {
        var (state, result) = await Of(conversation.Id).FrozenAsync(cancel);
        return (state, await FinalAsync(conversation, result, cancel));
    }

    private async Task<LiveResult> FinalAsync(Conversation conversation, LiveResult result, CancellationToken cancel) =>
        conversation.Closing is { } closing && closing.Result != result.Digest && await snapshots.ReadAsync(conversation.Id, cancel) is { IsFinal: true } final
            ? result with { Public = PublicResult.Read(final.Result), Bytes = final.Result, Digest = final.Digest }
            : result;

    /// <summary>Ends all streams of news, also of conversations that are asked for later: the node stops.</summary>
    public void End()
    {
        _ended = true;
        foreach (var live in _live.Values) live.Broadcast.End();
    }

    public void Dispose()
    {
        foreach (var live in _live.Values) live.Dispose();
    }
}
