namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Points of the plane to be clustered, in their order.</summary>
/// <param name="Keys">What a point is called: a participant's number, or a base cluster's id.</param>
/// <param name="X">Along the first component.</param>
/// <param name="Y">Along the second.</param>
/// <param name="Weights">How much a point counts for its cluster's centre; null when all count alike.</param>
internal sealed record Points(int[] Keys, double[] X, double[] Y, int[]? Weights = null)
{
    public int Count => Keys.Length;

    /// <summary>What a point counts.</summary>
    public double Weight(int point) => Weights is null ? 1 : Weights[point];

    /// <summary>The first points that differ from all before them.</summary>
    public IEnumerable<int> Distinct()
    {
        var seen = new HashSet<(double, double)>();
        for (var point = 0; point < Count; point++)
        {
            if (seen.Add((X[point], Y[point]))) yield return point;
        }
    }
}

/// <summary>A cluster of points.</summary>
/// <param name="Id">Its number, kept from one update to the next.</param>
/// <param name="X">Its centre along the first component.</param>
/// <param name="Y">Its centre along the second.</param>
/// <param name="Members">Keys of its points in their order.</param>
internal sealed record Cluster(int Id, double X, double Y, int[] Members);
