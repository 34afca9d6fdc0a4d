namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>What a computation begins from when there was one before.</summary>
/// <param name="Components">Its components.</param>
/// <param name="BaseClusters">Its base clusters.</param>
/// <param name="Groups">Its groups for each number of groups tried.</param>
/// <param name="Smoothing">The number of groups over time.</param>
internal sealed record OpinionMemory(PrincipalComponents Components, IReadOnlyList<Cluster> BaseClusters, IReadOnlyDictionary<int, IReadOnlyList<Cluster>> Groups, Smoothing Smoothing);

/// <summary>The number of groups changes only when another was best four times in a row.</summary>
/// <param name="Last">The best number last time.</param>
/// <param name="Times">How often in a row it was.</param>
/// <param name="Chosen">The number in use.</param>
internal sealed record Smoothing(int Last, int Times, int Chosen)
{
    private const int Enough = 4;

    /// <summary>The next state.</summary>
    /// <param name="previous">The state before; null at first.</param>
    /// <param name="best">The number with the best silhouette.</param>
    /// <param name="tried">Numbers that were tried: a number in use that is not among them gives way.</param>
    public static Smoothing Next(Smoothing? previous, int best, IEnumerable<int> tried)
    {
        var times = previous?.Last == best ? previous.Times + 1 : 1;
        var chosen = times >= Enough || previous is null ? best : previous.Chosen;
        return new(best, times, tried.Contains(chosen) ? chosen : best);
    }
}
