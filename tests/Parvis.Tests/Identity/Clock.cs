namespace Parvis.Tests.Identity;

/// <summary>A clock that a test can move forward.</summary>
internal sealed class Clock : TimeProvider
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private TimeSpan _ahead;

    public void Advance(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => _start + _ahead;
}
