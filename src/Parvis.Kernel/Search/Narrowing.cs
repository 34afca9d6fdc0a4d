namespace Parvis.Kernel.Search;

/// <summary>What the reader's choices leave of the records of one segment.</summary>
/// <param name="All">Records that meet every choice.</param>
/// <param name="WithoutOne">For each choice, records that meet every other: what its own facet is counted over.</param>
internal sealed record Narrowing(ulong[] All, IReadOnlyList<ulong[]> WithoutOne)
{
    /// <summary>Narrows <paramref name="records"/> by <paramref name="choices"/>, one set of records for each facet with a choice.</summary>
    public static Narrowing Of(ulong[] records, IReadOnlyList<ulong[]> choices)
    {
        var all = (ulong[])records.Clone();
        foreach (var choice in choices) RecordBits.Intersect(all, choice);
        return new Narrowing(all, [.. Enumerable.Range(0, choices.Count).Select(own => Others(records, choices, own))]);
    }

    private static ulong[] Others(ulong[] records, IReadOnlyList<ulong[]> choices, int own)
    {
        var bits = (ulong[])records.Clone();
        for (var i = 0; i < choices.Count; i++)
        {
            if (i != own) RecordBits.Intersect(bits, choices[i]);
        }
        return bits;
    }
}
