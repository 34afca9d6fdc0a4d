namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Where k-means begins when there are clusters of an earlier update: their members' new places, merged or split to as many as are wanted.</summary>
internal static class WarmStart
{
    /// <summary>Centres to begin from.</summary>
    public static IReadOnlyList<(int Id, double X, double Y)> Of(Points points, int k, IReadOnlyList<Cluster> previous)
    {
        var place = new Dictionary<int, int>(points.Count);
        for (var point = 0; point < points.Count; point++) place[points.Keys[point]] = point;
        var clusters = previous.Select(cluster => new Group(cluster.Id, [.. cluster.Members.Where(place.ContainsKey).Select(key => place[key])])).Where(group => group.Members.Count > 0).ToList();
        if (clusters.Count == 0) clusters.Add(new(previous.Max(cluster => cluster.Id) + 1, [.. Enumerable.Range(0, points.Count)]));
        foreach (var group in clusters) group.Recentre(points);
        clusters = Merge(clusters, points);
        Split(clusters, points, Math.Min(k, points.Distinct().Take(k).Count()));
        return [.. clusters.Select(group => (group.Id, group.X, group.Y))];
    }

    // Of clusters at one place the larger keeps its id, of equally large ones the later.
    private static List<Group> Merge(List<Group> clusters, Points points)
    {
        var merged = new List<Group>();
        foreach (var group in clusters)
        {
            var twin = merged.FindIndex(other => other.X == group.X && other.Y == group.Y);
            if (twin < 0)
            {
                merged.Add(group);
                continue;
            }
            var other = merged[twin];
            merged[twin] = new(group.Members.Count >= other.Members.Count ? group.Id : other.Id, [.. other.Members, .. group.Members]);
            merged[twin].Recentre(points);
        }
        return merged;
    }

    private static void Split(List<Group> clusters, Points points, int wanted)
    {
        while (clusters.Count < wanted)
        {
            var (farthest, most) = (-1, 0.0);
            for (var point = 0; point < points.Count; point++)
            {
                var distance = clusters.Min(group => group.SquaredDistance(points, point));
                if (distance > most) (farthest, most) = (point, distance);
            }
            if (farthest < 0) return;
            foreach (var group in clusters) group.Members.Remove(farthest);
            clusters.Add(new(clusters.Max(group => group.Id) + 1, [farthest]));
            foreach (var group in clusters.Where(group => group.Members.Count > 0)) group.Recentre(points);
        }
    }

    private sealed class Group(int id, List<int> members)
    {
        public int Id => id;

        public List<int> Members => members;

        public double X { get; private set; }

        public double Y { get; private set; }

        public double SquaredDistance(Points points, int point) =>
            ((points.X[point] - X) * (points.X[point] - X)) + ((points.Y[point] - Y) * (points.Y[point] - Y));

        public void Recentre(Points points)
        {
            var (x, y, weight) = (0.0, 0.0, 0.0);
            foreach (var point in members)
            {
                x += points.Weight(point) * points.X[point];
                y += points.Weight(point) * points.Y[point];
                weight += points.Weight(point);
            }
            (X, Y) = (x / weight, y / weight);
        }
    }
}
