namespace Parvis.Audit.Indicators;

/// <summary>Sums of counts that strangers' files state: as much as a number holds, rather than an error.</summary>
internal static class LongSum
{
    /// <summary>The sum, at most 2⁶³ − 1; counts below 0 count as 0.</summary>
    public static long Of(IEnumerable<long> counts) => counts.Aggregate(0L, (sum, count) => sum > long.MaxValue - Math.Max(0, count) ? long.MaxValue : sum + Math.Max(0, count));
}
