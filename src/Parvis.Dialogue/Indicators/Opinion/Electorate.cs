namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>The votes that one computation looks at: rows in its order, without those left out, and what moderation took out.</summary>
internal sealed class Electorate
{
    private readonly bool[] _isOut;

    /// <param name="votes">All votes.</param>
    /// <param name="moderation">What moderation decided.</param>
    /// <param name="excluded">Participants whose votes do not count.</param>
    /// <param name="order">Decides a random order that follows from rows' votes alone; null keeps the order of first votes.</param>
    public Electorate(VoteMatrix votes, ModerationSets moderation, IReadOnlySet<int> excluded, ulong? order = null)
    {
        (Votes, Moderation) = (votes, moderation);
        _isOut = new bool[votes.Width];
        foreach (var statement in moderation.Out)
        {
            if (statement < votes.Width) _isOut[statement] = true;
        }
        OutColumns = votes.Statements.Count(statement => _isOut[statement]);
        var rows = Enumerable.Range(0, votes.RowCount);
        Rows = [.. excluded.Count == 0 ? rows : rows.Where(row => !excluded.Contains(votes.Participants[row]))];
        Excluded = excluded.Count == 0 ? [] : [.. rows.Where(row => excluded.Contains(votes.Participants[row]))];
        Statements = [.. votes.Statements];
        if (order is { } seed)
        {
            SortByContent(votes, Rows, seed);
            Array.Sort(Statements);
        }
        Totals = new VoteTallies(votes.Width);
        foreach (var row in Rows) Totals.Add(votes.Row(row));
    }

    public VoteMatrix Votes { get; }

    public ModerationSets Moderation { get; }

    /// <summary>Rows that count, in the order of computation.</summary>
    public int[] Rows { get; }

    /// <summary>Rows that do not count.</summary>
    public int[] Excluded { get; }

    /// <summary>Statement numbers in the order of computation.</summary>
    public int[] Statements { get; }

    /// <summary>Columns among T that moderation took out.</summary>
    public int OutColumns { get; }

    /// <summary>Tallies of the rows that count, statements that are out among them.</summary>
    public VoteTallies Totals { get; }

    /// <summary>Whether moderation took a statement out.</summary>
    public bool IsOut(int statement) => _isOut[statement];

    /// <summary>The mean vote on each statement, by number; 0 where it is out or has no vote.</summary>
    public double[] Means()
    {
        var means = new double[Votes.Width];
        foreach (var statement in Statements)
        {
            if (_isOut[statement] || Totals.Seen[statement] == 0) continue;
            means[statement] = (double)(Totals.Disagrees[statement] - Totals.Agrees[statement]) / Totals.Seen[statement];
        }
        return means;
    }

    private static void SortByContent(VoteMatrix votes, int[] rows, ulong seed)
    {
        var keys = new ulong[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var key = SeededRandom.Mix(seed);
            foreach (var cell in votes.Row(rows[i])) key = SeededRandom.Mix(key ^ (uint)cell);
            keys[i] = key;
        }
        Array.Sort(keys, rows);
        for (var i = 0; i < rows.Length;)
        {
            var end = i + 1;
            while (end < rows.Length && keys[end] == keys[i]) end++;
            if (end - i > 1) rows.AsSpan(i, end - i).Sort((a, b) => votes.Row(a).SequenceCompareTo(votes.Row(b)));
            i = end;
        }
    }
}
