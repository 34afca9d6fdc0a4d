namespace Parvis.Dialogue.Records;

/// <summary>Counts what each does in a window of time, and forgets everybody when the next begins.</summary>
/// <param name="most">What each may do in a window.</param>
internal sealed class WindowCounter(int most, TimeSpan window, TimeProvider time)
{
    private readonly Lock _turn = new();
    private Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _number = -1;

    /// <summary>Counts one more of <paramref name="who"/>.</summary>
    /// <returns>Null when it is within the limit; else how long until the window is over.</returns>
    public TimeSpan? Take(string who)
    {
        var now = time.GetUtcNow().Ticks;
        lock (_turn)
        {
            if (now / window.Ticks != _number) (_number, _counts) = (now / window.Ticks, new(StringComparer.Ordinal));
            var count = _counts.GetValueOrDefault(who);
            if (count >= most) return TimeSpan.FromTicks(window.Ticks - (now % window.Ticks));
            _counts[who] = count + 1;
            return null;
        }
    }
}
