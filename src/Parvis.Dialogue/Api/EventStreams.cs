namespace Parvis.Dialogue.Api;

/// <summary>How many streams of news are open, held below what a node can carry.</summary>
internal sealed class EventStreams
{
    /// <summary>Streams at most, over all conversations.</summary>
    public const int Most = 20_000;

    private int _open;

    /// <summary>Takes a place, if one is left.</summary>
    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= Most) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Close() => Interlocked.Decrement(ref _open);
}
