namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>A statement compared with others by those who voted on both.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Strength">Bradley and Terry's, of mean 1: a meets b and wins with chance a / (a + b).</param>
/// <param name="WinShare">(wins + 1) / (comparisons + 2).</param>
/// <param name="Comparisons">How often somebody voted on it and on another.</param>
internal sealed record PairwiseScore(int Statement, double Strength, double WinShare, long Comparisons);

/// <summary>
/// Votes read as choices between two statements (Bradley and Terry 1952): who agrees with one and disagrees with the other prefers the first; a pass lies between, and equal votes are half a win each.
/// </summary>
internal static class PairwiseStrength
{
    /// <summary>Steps after which it ends.</summary>
    public const int MostSteps = 200;

    /// <summary>It ends before, once no strength moved by more than this.</summary>
    public const double AtRest = 1e-10;

    /// <summary>Drawn meetings of each statement with one of mean strength, so that one that always wins has a strength.</summary>
    public const double Prior = 1;

    // Of a conversation with more statements than pairs are counted, so many of each person's pairs are drawn, and no more than so many in all: what it costs stays bounded.
    private const int DrawnOfEach = 200;
    private const int MostDrawn = 2_000_000;

    /// <summary>Statements that are not out, the strongest first.</summary>
    public static IReadOnlyList<PairwiseScore> Of(Electorate electorate, ulong seed)
    {
        int[] statements = [.. electorate.Statements.Where(statement => !electorate.IsOut(statement)).Order()];
        var pairs = IsDrawn(electorate.Votes) ? Drawn(electorate, statements, seed) : Counted(electorate, statements);
        var (wins, meetings) = (new double[statements.Length], new double[statements.Length]);
        foreach (var (a, b, count, won) in pairs)
        {
            wins[a] += won;
            wins[b] += count - won;
            meetings[a] += count;
            meetings[b] += count;
        }
        var strength = Strengths(pairs, wins);
        return [.. statements.Select((statement, i) => new PairwiseScore(statement, strength[i], (wins[i] + 1) / (meetings[i] + 2), (long)meetings[i])).OrderByDescending(score => score.Strength).ThenBy(score => score.Statement)];
    }

    /// <summary>There are too many statements to count every pair.</summary>
    public static bool IsDrawn(VoteMatrix votes) => votes.Width > CoVotes.MostStatements;

    // Hunter's minorise-maximise steps (2004).
    private static double[] Strengths(List<(int A, int B, double Count, double Won)> pairs, double[] wins)
    {
        var strength = new double[wins.Length];
        Array.Fill(strength, 1);
        for (var step = 0; step < MostSteps; step++)
        {
            var shares = new double[wins.Length];
            foreach (var (a, b, count, _) in pairs)
            {
                var share = count / (strength[a] + strength[b]);
                shares[a] += share;
                shares[b] += share;
            }
            var (next, sum, most) = (new double[wins.Length], 0.0, 0.0);
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = (wins[i] + (Prior / 2)) / (shares[i] + (Prior / (strength[i] + 1)));
                sum += next[i];
            }
            for (var i = 0; i < next.Length; i++)
            {
                next[i] *= next.Length / sum;
                most = Math.Max(most, Math.Abs(next[i] - strength[i]));
            }
            strength = next;
            if (most < AtRest) break;
        }
        return strength;
    }

    private static List<(int, int, double, double)> Counted(Electorate electorate, int[] statements)
    {
        var (all, excluded) = (electorate.Votes.CountTogether(), new CoVotes(electorate.Excluded.Length == 0 ? 0 : electorate.Votes.Width));
        foreach (var row in electorate.Excluded) excluded.Add(electorate.Votes.Row(row));
        var pairs = new List<(int, int, double, double)>();
        for (var a = 0; a < statements.Length; a++)
        {
            for (var b = a + 1; b < statements.Length; b++)
            {
                var pair = all.Pair(statements[a], statements[b]) - excluded.Pair(statements[a], statements[b]);
                // A vote of -1 on a against 1 on b is a whole win; each step apart is a quarter beyond a half.
                if (pair[0] > 0) pairs.Add((a, b, pair[0], (pair[0] / 2.0) + ((pair[3] - pair[2]) / 4.0)));
            }
        }
        return pairs;
    }

    private static List<(int, int, double, double)> Drawn(Electorate electorate, int[] statements, ulong seed)
    {
        var place = new int[electorate.Votes.Width];
        foreach (var (i, statement) in statements.Index()) place[statement] = i;
        var ofEach = Math.Clamp(MostDrawn / Math.Max(1, electorate.Rows.Length), 1, DrawnOfEach);
        var met = new List<ulong>(Math.Min(MostDrawn, electorate.Rows.Length * ofEach)); // two places, and quarters of a win of the first: a pair that was drawn often stands there often
        foreach (var row in electorate.Rows)
        {
            int[] cells = [.. electorate.Votes.Row(row).ToArray().Where(cell => !electorate.IsOut(VoteMatrix.StatementOf(cell)))];
            if (cells.Length < 2) continue;
            var random = new SeededRandom(SeededRandom.Mix(seed ^ (ulong)electorate.Votes.Participants[row]));
            for (var drawn = 0; drawn < ofEach; drawn++)
            {
                var (first, second) = (cells[random.Next(cells.Length)], cells[random.Next(cells.Length)]);
                if (first == second) continue;
                if (first > second) (first, second) = (second, first);
                var quarters = 2 + VoteMatrix.VoteOf(second) - VoteMatrix.VoteOf(first);
                met.Add(((ulong)place[VoteMatrix.StatementOf(first)] << 35) | ((ulong)place[VoteMatrix.StatementOf(second)] << 3) | (uint)quarters);
            }
        }
        met.Sort();
        var pairs = new List<(int, int, double, double)>();
        for (var i = 0; i < met.Count;)
        {
            var (pair, count, won) = (met[i] >> 3, 0, 0.0);
            for (; i < met.Count && met[i] >> 3 == pair; i++, count++) won += (met[i] & 7) / 4.0;
            pairs.Add(((int)(pair >> 32), (int)(pair & uint.MaxValue), count, won));
        }
        return pairs;
    }
}
