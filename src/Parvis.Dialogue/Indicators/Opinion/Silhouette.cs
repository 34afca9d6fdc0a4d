namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>How well points lie in their clusters, from -1 to 1: the mean silhouette (Rousseeuw 1987), Euclidean, without weights.</summary>
internal static class Silhouette
{
    /// <summary>The mean over all points; a point alone in its cluster counts 0.</summary>
    public static double Of(Points points, IReadOnlyList<Cluster> clusters)
    {
        if (points.Count == 0) return 0;
        var place = new Dictionary<int, int>();
        for (var point = 0; point < points.Count; point++) place[points.Keys[point]] = point;
        var members = clusters.Select(cluster => cluster.Members.Select(key => place[key]).ToArray()).ToArray();
        var sum = 0.0;
        for (var own = 0; own < members.Length; own++)
        {
            foreach (var point in members[own]) sum += Of(points, members, own, point);
        }
        return sum / points.Count;
    }

    private static double Of(Points points, int[][] members, int own, int point)
    {
        if (members[own].Length == 1) return 0;
        var inside = Distances(points, point, members[own]) / (members[own].Length - 1);
        var outside = double.PositiveInfinity;
        for (var other = 0; other < members.Length; other++)
        {
            if (other != own) outside = Math.Min(outside, Distances(points, point, members[other]) / members[other].Length);
        }
        if (double.IsInfinity(outside)) return 0;
        var larger = Math.Max(inside, outside);
        return larger == 0 ? 0 : (outside - inside) / larger;
    }

    private static double Distances(Points points, int from, int[] to)
    {
        var sum = 0.0;
        foreach (var point in to)
        {
            var (x, y) = (points.X[from] - points.X[point], points.Y[from] - points.Y[point]);
            sum += Math.Sqrt((x * x) + (y * y));
        }
        return sum;
    }
}
