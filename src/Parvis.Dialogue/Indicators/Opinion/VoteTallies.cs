namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Agreements, disagreements and all votes on each statement, by statement number.</summary>
internal sealed class VoteTallies(int width)
{
    public int[] Agrees { get; } = new int[width];

    public int[] Disagrees { get; } = new int[width];

    public int[] Seen { get; } = new int[width];

    /// <summary>Passes on a statement.</summary>
    public int Passes(int statement) => Seen[statement] - Agrees[statement] - Disagrees[statement];

    /// <summary>Counts a row of cells.</summary>
    public void Add(ReadOnlySpan<int> cells)
    {
        foreach (var cell in cells)
        {
            var (statement, vote) = (VoteMatrix.StatementOf(cell), VoteMatrix.VoteOf(cell));
            Seen[statement]++;
            if (vote < 0) Agrees[statement]++;
            else if (vote > 0) Disagrees[statement]++;
        }
    }

    /// <summary>Counts all that <paramref name="other"/> counted.</summary>
    public void Add(VoteTallies other)
    {
        for (var statement = 0; statement < Seen.Length; statement++)
        {
            Agrees[statement] += other.Agrees[statement];
            Disagrees[statement] += other.Disagrees[statement];
            Seen[statement] += other.Seen[statement];
        }
    }
}
