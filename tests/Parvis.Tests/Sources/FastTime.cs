using System.Diagnostics;

namespace Parvis.Tests.Sources;

/// <summary>Time that runs a thousand times as fast, so that minutes of politeness pass in a test.</summary>
/// <param name="rings">After which share of its time a timer rings: below 1 for timers that come early, as real ones do by some milliseconds.</param>
internal sealed class FastTime(double rings = 1) : TimeProvider
{
    private const int Speed = 1000;
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public override DateTimeOffset GetUtcNow() => Start + (_watch.Elapsed * Speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(this, System.CreateTimer(callback, state, Faster(dueTime), Faster(period)));

    private TimeSpan Faster(TimeSpan span) => span < TimeSpan.Zero ? span : span * rings / Speed;

    private sealed class FastTimer(FastTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Faster(dueTime), time.Faster(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
