namespace Parvis.Dialogue.Records;

/// <summary>Which conversations have something new that the mathematics has not seen.</summary>
internal sealed class Arrivals
{
    private readonly Lock _turn = new();
    private HashSet<string> _conversations = new(StringComparer.Ordinal);
    private TaskCompletionSource _some = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says that a conversation has something new.</summary>
    public void Tell(string conversation)
    {
        lock (_turn)
        {
            if (_conversations.Add(conversation) && _conversations.Count == 1) _some.TrySetResult();
        }
    }

    /// <summary>Takes all that were told of since the last time; waits until there is one.</summary>
    public async Task<IReadOnlySet<string>> TakeAsync(CancellationToken cancel)
    {
        await _some.Task.WaitAsync(cancel);
        lock (_turn)
        {
            var told = _conversations;
            (_conversations, _some) = (new(StringComparer.Ordinal), new(TaskCreationOptions.RunContinuationsAsynchronously));
            return told;
        }
    }
}
