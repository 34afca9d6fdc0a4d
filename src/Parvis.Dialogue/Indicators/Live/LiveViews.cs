using System.Collections.Concurrent;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>The votes of one version of a result, read in two more ways.</summary>
/// <param name="Public">What everybody may know.</param>
/// <param name="Bytes">The same as bytes.</param>
/// <param name="Digest">SHA-256 of these: its ETag.</param>
/// <param name="Result">SHA-256 of the result.</param>
internal sealed record ViewsOfResult(PublicViews Public, byte[] Bytes, string Digest, string Result);

/// <summary>
/// Reads votes in two more ways when somebody asks, once for each version of a result, on a copy and a thread of its own: no vote and no result waits for it. One conversation at a time, and never more than a third of the time,
/// since bridging takes seconds where there are millions of votes. What was said of a closed conversation stays as it was said.
/// </summary>
internal sealed class LiveViews(LiveConversations live, Snapshots snapshots, TimeProvider time) : IDisposable
{
    /// <summary>How long whoever asks waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _ended;
    private TimeSpan _rest;

    /// <summary>Those of a conversation's result; of an earlier version while they are being computed; null while there are none yet.</summary>
    public async Task<ViewsOfResult?> CurrentAsync(Conversation conversation, LiveResult result, CancellationToken cancel)
    {
        var asked = _asked.GetOrAdd(conversation.Id, _ => new());
        try
        {
            return await asked.Of(conversation, result.Digest, () => FindAsync(conversation, result.Digest, asked)).WaitAsync(Patience, time, cancel);
        }
        catch (TimeoutException)
        {
            return asked.Newest;
        }
    }

    /// <summary>What was said of a version of a result; null when nobody asked for it.</summary>
    public byte[]? Said(string conversation, string result) => _asked.TryGetValue(conversation, out var asked) ? asked.NewestOf(result)?.Bytes : null;

    public void Dispose() => _turn.Dispose();

    private async Task<ViewsOfResult> FindAsync(Conversation conversation, string result, Asked asked)
    {
        if (conversation.Closing is null) return asked.Newest = await ComputeAsync(conversation);
        if (await snapshots.ViewsAsync(conversation.Id, CancellationToken.None) is { } kept) asked.Newest = new(PublicViews.Read(kept), kept, PublicResult.Digest(kept), result);
        else
        {
            var views = asked.NewestOf(result) ?? await ComputeAsync(conversation);
            await snapshots.KeepViewsAsync(conversation.Id, views.Bytes, CancellationToken.None);
            asked.Newest = views;
        }
        asked.IsFinal = true;
        return asked.Newest;
    }

    private async Task<ViewsOfResult> ComputeAsync(Conversation conversation)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_rest - time.GetElapsedTime(_ended) is { Ticks: > 0 } left) await Task.Delay(left, time, CancellationToken.None);
            var began = time.GetTimestamp();
            var (state, result) = await live.FrozenAsync(conversation, CancellationToken.None);
            var views = await Task.Factory.StartNew(() => PublicViews.Of(OpinionState.Read(state), result.Public), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            (_ended, _rest) = (time.GetTimestamp(), time.GetElapsedTime(began) * 2);
            var bytes = views.ToBytes();
            return new(views, bytes, PublicResult.Digest(bytes), result.Digest);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What was asked of one conversation.</summary>
    private sealed class Asked
    {
        private readonly Lock _gate = new();
        private Task<ViewsOfResult>? _finding;
        private volatile ViewsOfResult? _newest;
        private volatile bool _isFinal;

        public ViewsOfResult? Newest { get => _newest; set => _newest = value; }

        /// <summary>The newest, when it is of this result; else null.</summary>
        public ViewsOfResult? NewestOf(string result) => Newest is { } newest && newest.Result == result ? newest : null;

        /// <summary>The newest is kept for ever.</summary>
        public bool IsFinal { get => _isFinal; set => _isFinal = value; }

        // What is being computed is soon there, and says of which votes it is.
        public Task<ViewsOfResult> Of(Conversation conversation, string result, Func<Task<ViewsOfResult>> find)
        {
            lock (_gate)
            {
                if (_finding is { IsCompleted: false } finding) return finding;
                if (NewestOf(result) is { } newest && (conversation.Closing is null || IsFinal)) return Task.FromResult(newest);
                return _finding = Task.Run(find);
            }
        }
    }
}
