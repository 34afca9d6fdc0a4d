using System.Runtime.CompilerServices;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// k-means in the plane by Lloyd's steps, begun from the first distinct points or from earlier clusters, stopped as Polis does.
/// Points whose cluster cannot have changed are passed over; the result is that of the plain algorithm.
/// </summary>
internal static class KMeans
{
    /// <summary>Centres that moved less than this, each, are at rest.</summary>
    private const double AtRest = 0.01;

    /// <summary>Clusters points.</summary>
    /// <param name="points">The points in their order.</param>
    /// <param name="k">Clusters wanted; fewer when fewer points differ.</param>
    /// <param name="iterations">Steps at most, and one more.</param>
    /// <param name="previous">Clusters of an earlier update to begin from; null or none begins from the first distinct points.</param>
    /// <returns>The clusters in their order, which is that of ids.</returns>
    public static IReadOnlyList<Cluster> Find(Points points, int k, int iterations, IReadOnlyList<Cluster>? previous = null)
    {
        if (points.Count == 0) return [];
        return From(points, previous is { Count: > 0 } ? WarmStart.Of(points, k, previous) : Cold(points, k), iterations);
    }

    /// <summary>Steps from given centres.</summary>
    public static IReadOnlyList<Cluster> From(Points points, IReadOnlyList<(int Id, double X, double Y)> start, int iterations, double atRest = AtRest)
    {
        var (ids, x, y) = (start.Select(c => c.Id).ToArray(), start.Select(c => c.X).ToArray(), start.Select(c => c.Y).ToArray());
        var nearest = new int[points.Count];
        Array.Fill(nearest, -1);
        for (var step = 0; step <= iterations; step++)
        {
            Assign(points, x, y, nearest);
            var (oldX, oldY) = (x, y);
            (ids, x, y) = Recentre(points, ids, nearest);
            if (Rests(oldX, oldY, x, y, atRest)) break;
        }
        return Clusters(points, ids, x, y, nearest);
    }

    private static List<(int, double, double)> Cold(Points points, int k) =>
        [.. points.Distinct().Take(k).Index().Select(point => (point.Index, points.X[point.Item], points.Y[point.Item]))];

    // Each point goes to the nearest centre, of equally near ones to the last.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Assign(Points points, double[] x, double[] y, int[] nearest)
    {
        var safe = SafeRadii(x, y);
        var order = new int[x.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var sortedX = (double[])x.Clone();
        Array.Sort(sortedX, order);
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++) rank[order[i]] = i;
        var sortedY = new double[order.Length];
        for (var i = 0; i < order.Length; i++) sortedY[i] = y[order[i]];

        for (var point = 0; point < nearest.Length; point++)
        {
            var (px, py, own) = (points.X[point], points.Y[point], nearest[point]);
            int middle;
            if (own >= 0)
            {
                var (ownX, ownY) = (px - x[own], py - y[own]);
                if ((ownX * ownX) + (ownY * ownY) < safe[own]) continue;
                middle = rank[own];
            }
            else
            {
                middle = Array.BinarySearch(sortedX, px);
                middle = Math.Min(middle < 0 ? ~middle : middle, order.Length - 1);
            }
            var best = middle;
            var (dx, dy) = (px - sortedX[middle], py - sortedY[middle]);
            var least = (dx * dx) + (dy * dy);
            for (var i = middle - 1; i >= 0; i--)
            {
                dx = px - sortedX[i];
                if (dx > 0 && dx * dx > least) break;
                dy = py - sortedY[i];
                var distance = (dx * dx) + (dy * dy);
                if (distance < least || (distance == least && order[i] > order[best])) (best, least) = (i, distance);
            }
            for (var i = middle + 1; i < order.Length; i++)
            {
                dx = px - sortedX[i];
                if (dx < 0 && dx * dx > least) break;
                dy = py - sortedY[i];
                var distance = (dx * dx) + (dy * dy);
                if (distance < least || (distance == least && order[i] > order[best])) (best, least) = (i, distance);
            }
            nearest[point] = order[best];
        }
    }

    // A point nearer to its centre than half the way to the next centre stays: squared, a little less to be safe from rounding.
    private static double[] SafeRadii(double[] x, double[] y)
    {
        var safe = new double[x.Length];
        Array.Fill(safe, double.PositiveInfinity);
        for (var a = 0; a < x.Length; a++)
        {
            for (var b = a + 1; b < x.Length; b++)
            {
                var distance = ((x[a] - x[b]) * (x[a] - x[b])) + ((y[a] - y[b]) * (y[a] - y[b]));
                if (distance < safe[a]) safe[a] = distance;
                if (distance < safe[b]) safe[b] = distance;
            }
        }
        for (var a = 0; a < x.Length; a++) safe[a] *= 0.25 * (1 - 1e-6);
        return safe;
    }

    // Centres become the means of their points; a cluster without points is dropped.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] Ids, double[] X, double[] Y) Recentre(Points points, int[] ids, int[] nearest)
    {
        var (sumX, sumY, weight) = (new double[ids.Length], new double[ids.Length], new double[ids.Length]);
        if (points.Weights is not { } weights)
        {
            for (var point = 0; point < nearest.Length; point++)
            {
                var cluster = nearest[point];
                sumX[cluster] += points.X[point];
                sumY[cluster] += points.Y[point];
                weight[cluster]++;
            }
        }
        else
        {
            for (var point = 0; point < nearest.Length; point++)
            {
                var cluster = nearest[point];
                sumX[cluster] += weights[point] * points.X[point];
                sumY[cluster] += weights[point] * points.Y[point];
                weight[cluster] += weights[point];
            }
        }
        var place = new int[ids.Length];
        var kept = 0;
        for (var cluster = 0; cluster < ids.Length; cluster++)
        {
            if (weight[cluster] == 0) continue;
            place[cluster] = kept;
            (ids[kept], sumX[kept], sumY[kept]) = (ids[cluster], sumX[cluster] / weight[cluster], sumY[cluster] / weight[cluster]);
            kept++;
        }
        if (kept == ids.Length) return (ids, sumX, sumY);
        for (var point = 0; point < nearest.Length; point++) nearest[point] = place[nearest[point]];
        return (ids[..kept], sumX[..kept], sumY[..kept]);
    }

    private static bool Rests(double[] oldX, double[] oldY, double[] x, double[] y, double atRest) =>
        Sorted(oldX, oldY).Zip(Sorted(x, y)).All(pair => Distance(pair.First, pair.Second) < atRest);

    private static List<(double X, double Y)> Sorted(double[] x, double[] y)
    {
        var centres = x.Zip(y).ToList();
        centres.Sort();
        return centres;
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static Cluster[] Clusters(Points points, int[] ids, double[] x, double[] y, int[] nearest)
    {
        var members = ids.Select(_ => new List<int>()).ToArray();
        for (var point = 0; point < nearest.Length; point++) members[nearest[point]].Add(points.Keys[point]);
        return [.. ids.Select((id, i) => new Cluster(id, x[i], y[i], [.. members[i]]))];
    }
}
