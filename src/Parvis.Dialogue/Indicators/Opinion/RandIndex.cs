namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>How far two groupings of the same people agree: the adjusted Rand index (Hubert and Arabie 1985), 1 when they are one but for names, about 0 when by chance.</summary>
internal static class RandIndex
{
    /// <summary>The index over people whom both group.</summary>
    public static double Adjusted(IReadOnlyDictionary<int, int> one, IReadOnlyDictionary<int, int> other)
    {
        var cells = new Dictionary<(int, int), long>();
        var (rows, columns, people) = (new Dictionary<int, long>(), new Dictionary<int, long>(), 0L);
        foreach (var (person, group) in one)
        {
            if (!other.TryGetValue(person, out var second)) continue;
            people++;
            cells[(group, second)] = cells.GetValueOrDefault((group, second)) + 1;
            rows[group] = rows.GetValueOrDefault(group) + 1;
            columns[second] = columns.GetValueOrDefault(second) + 1;
        }
        var (together, inOne, inOther) = (cells.Values.Sum(Pairs), rows.Values.Sum(Pairs), columns.Values.Sum(Pairs));
        var chance = people < 2 ? 0 : (double)inOne * inOther / Pairs(people);
        var most = (inOne + inOther) / 2.0;
        return most == chance ? 1 : (together - chance) / (most - chance);
    }

    private static long Pairs(long count) => count * (count - 1) / 2;
}
