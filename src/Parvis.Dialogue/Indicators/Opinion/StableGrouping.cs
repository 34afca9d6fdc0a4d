namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Groups that do not depend on where one begins: the best of many seeded starts, over base clusters of the weight of their members.</summary>
internal static class StableGrouping
{
    private const int Iterations = 100;

    /// <summary>Base clusters and the groups for each number tried.</summary>
    /// <param name="points">People in an order that follows from their votes alone.</param>
    /// <param name="settings">Seed, restarts and range.</param>
    public static (IReadOnlyList<Cluster> Base, SortedDictionary<int, (IReadOnlyList<Cluster> Clusters, double Silhouette)> Tried) Of(Points points, OpinionSettings settings)
    {
        var baseClusters = Numbered(KMeans.Find(points, settings.BaseClusters, Iterations));
        var centres = OpinionAnalysis.Centres(baseClusters);
        var tried = new SortedDictionary<int, (IReadOnlyList<Cluster>, double)>();
        for (var k = settings.FewestGroups; k <= OpinionAnalysis.MostGroups(settings, baseClusters.Count) && centres.Count > 0; k++)
        {
            var found = Numbered(Best(centres, k, settings), centres);
            tried[k] = (found, Silhouette.Of(centres, found));
        }
        return (baseClusters, tried);
    }

    private static IReadOnlyList<Cluster> Best(Points points, int k, OpinionSettings settings)
    {
        var random = new SeededRandom(SeededRandom.Mix(settings.Seed + (ulong)k));
        IReadOnlyList<Cluster> best = [];
        var least = double.PositiveInfinity;
        for (var start = 0; start < settings.Restarts; start++)
        {
            var found = KMeans.From(points, Spread(points, k, ref random), Iterations, atRest: 1e-9);
            var inertia = Inertia(points, found);
            if (inertia < least) (best, least) = (found, inertia);
        }
        return best;
    }

    // k-means++ (Arthur and Vassilvitskii 2007): each next centre with a chance in proportion to its squared distance.
    private static List<(int Id, double X, double Y)> Spread(Points points, int k, ref SeededRandom random)
    {
        var nearest = new double[points.Count];
        for (var point = 0; point < nearest.Length; point++) nearest[point] = points.Weight(point);
        var centres = new List<(int Id, double X, double Y)>();
        while (centres.Count < k)
        {
            var total = 0.0;
            foreach (var chance in nearest) total += chance;
            if (total == 0) break;
            var drawn = random.NextDouble() * total;
            var taken = 0;
            for (var point = 0; point < nearest.Length; point++)
            {
                if (nearest[point] == 0) continue;
                taken = point;
                drawn -= nearest[point];
                if (drawn < 0) break;
            }
            centres.Add((centres.Count, points.X[taken], points.Y[taken]));
            for (var point = 0; point < nearest.Length; point++)
            {
                var (x, y) = (points.X[point] - points.X[taken], points.Y[point] - points.Y[taken]);
                var distance = points.Weight(point) * ((x * x) + (y * y));
                nearest[point] = centres.Count == 1 ? distance : Math.Min(nearest[point], distance);
            }
        }
        return centres;
    }

    private static double Inertia(Points points, IReadOnlyList<Cluster> clusters)
    {
        var place = points.Keys.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var sum = 0.0;
        foreach (var cluster in clusters)
        {
            foreach (var key in cluster.Members)
            {
                var (x, y) = (points.X[place[key]] - cluster.X, points.Y[place[key]] - cluster.Y);
                sum += points.Weight(place[key]) * ((x * x) + (y * y));
            }
        }
        return sum;
    }

    private static IReadOnlyList<Cluster> Numbered(IReadOnlyList<Cluster> clusters, Points? weighed = null)
    {
        var weight = weighed?.Keys.Index().ToDictionary(pair => pair.Item, pair => weighed.Weight(pair.Index));
        return [.. clusters
            .OrderByDescending(cluster => weight is null ? cluster.Members.Length : cluster.Members.Sum(key => weight[key])).ThenBy(cluster => cluster.X).ThenBy(cluster => cluster.Y)
            .Select((cluster, id) => cluster with { Id = id })];
    }
}
