namespace Parvis.Dialogue.Records;

/// <summary>
/// Finds for each of a few texts which of many say the same or nearly the same. The runs of letters of the few are an index; the many are gone through once and not once for each of the few.
/// What it finds is what comparing each with each by <see cref="FoldedText.IsNear(string, string)"/> would find.
/// </summary>
internal static class LikeWords
{
    /// <param name="few">Folded texts.</param>
    /// <param name="many">Folded texts.</param>
    /// <returns>For each of the few, places among the many of those that are the same, and of others that are near.</returns>
    public static IReadOnlyList<(List<int> Same, List<int> Near)> Find(IReadOnlyList<string> few, IReadOnlyList<string> many)
    {
        var holders = new Dictionary<ulong, List<int>>();
        var (counts, shared, runs) = (new int[few.Count], new int[few.Count], new HashSet<ulong>());
        for (var one = 0; one < few.Count; one++)
        {
            FoldedText.Runs(few[one], runs);
            counts[one] = runs.Count;
            foreach (var run in runs)
            {
                if (!holders.TryGetValue(run, out var who)) holders.Add(run, who = []);
                who.Add(one);
            }
        }
        IReadOnlyList<(List<int> Same, List<int> Near)> found = [.. few.Select(_ => (new List<int>(), new List<int>()))];
        for (var other = 0; other < many.Count; other++)
        {
            FoldedText.Runs(many[other], runs);
            Array.Clear(shared);
            foreach (var run in runs)
            {
                if (!holders.TryGetValue(run, out var who)) continue;
                foreach (var one in who) shared[one]++;
            }
            for (var one = 0; one < few.Count; one++)
            {
                if (few[one] == many[other]) found[one].Same.Add(other);
                else if (FoldedText.IsNear(shared[one], counts[one], runs.Count)) found[one].Near.Add(other);
            }
        }
        return found;
    }
}
