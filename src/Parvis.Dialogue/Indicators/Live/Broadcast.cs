namespace Parvis.Dialogue.Indicators.Live;

/// <summary>One message to however many are listening. Each waits for the same task: a listener costs nothing until there is something to say.</summary>
internal sealed class Broadcast
{
    private TaskCompletionSource<ReadOnlyMemory<byte>?> _next = New();

    /// <summary>The next message; null when there will be none any more. Taken before looking at what is there, nothing is missed.</summary>
    public Task<ReadOnlyMemory<byte>?> Next => Volatile.Read(ref _next).Task;

    /// <summary>Says something to all who wait; nothing once it has ended.</summary>
    public void Send(ReadOnlyMemory<byte> message)
    {
        var next = New();
        while (Volatile.Read(ref _next) is { Task.IsCompleted: false } current)
        {
            if (Interlocked.CompareExchange(ref _next, next, current) != current) continue; // somebody else said something just now
            current.TrySetResult(message);
            return;
        }
    }

    /// <summary>Sends all who wait, and who come later, away.</summary>
    public void End() => Volatile.Read(ref _next).TrySetResult(null);

    private static TaskCompletionSource<ReadOnlyMemory<byte>?> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
