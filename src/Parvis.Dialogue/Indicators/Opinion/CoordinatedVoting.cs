namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Participants who voted on the same statements in the same way, more of them than chance allows.</summary>
/// <param name="Participants">Who, ascending.</param>
/// <param name="Votes">How many votes each cast.</param>
/// <param name="Expected">How many people would be expected at most to vote so if each statement were answered as by everybody else.</param>
internal sealed record CoordinatedBloc(int[] Participants, int Votes, double Expected);

/// <summary>Finds accounts that vote as one: identical rows, so many that the answers of everybody else do not explain them.</summary>
internal static class CoordinatedVoting
{
    /// <summary>Fewer accounts are no bloc: friends may vote alike.</summary>
    public const int FewestAccounts = 3;

    /// <summary>Fewer votes are no pattern: many people leave early.</summary>
    public const int FewestVotes = 7;

    private const double MostChance = -20.7; // ln of one in a thousand million

    /// <summary>Blocs of an electorate, the largest first.</summary>
    public static IReadOnlyList<CoordinatedBloc> Find(Electorate electorate)
    {
        var votes = electorate.Votes;
        var alike = electorate.Rows.Where(row => votes.Row(row).Length >= FewestVotes).GroupBy(row => row, new SameVotes(votes)).Where(bloc => bloc.Count() >= FewestAccounts);
        return [.. alike
            .Select(bloc => new CoordinatedBloc([.. bloc.Select(row => votes.Participants[row]).Order()], votes.Row(bloc.Key).Length, Expected(electorate, votes.Row(bloc.Key), bloc.Count())))
            .Where(bloc => LogTail(bloc.Participants.Length, bloc.Expected) < MostChance)
            .OrderByDescending(bloc => bloc.Participants.Length).ThenBy(bloc => bloc.Participants[0])];
    }

    // Everybody else who could have voted on the rarest of these statements, times the chance that somebody answers all of them so.
    private static double Expected(Electorate electorate, ReadOnlySpan<int> cells, int accounts)
    {
        var (totals, chance, people) = (electorate.Totals, 1.0, int.MaxValue);
        foreach (var cell in cells)
        {
            var statement = VoteMatrix.StatementOf(cell);
            var same = VoteMatrix.VoteOf(cell) switch { < 0 => totals.Agrees[statement], > 0 => totals.Disagrees[statement], _ => totals.Passes(statement) };
            var others = totals.Seen[statement] - accounts;
            chance *= (same - accounts + 1.0) / (others + 3.0);
            people = Math.Min(people, others);
        }
        return chance * (people + 1.0);
    }

    // Chernoff's bound on a Poisson count reaching so many.
    private static double LogTail(int count, double expected) => count <= expected ? 0 : count - expected - (count * Math.Log(count / expected));

    private sealed class SameVotes(VoteMatrix votes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => votes.Row(x).SequenceEqual(votes.Row(y));

        public int GetHashCode(int row)
        {
            var hash = 0UL;
            foreach (var cell in votes.Row(row)) hash = SeededRandom.Mix(hash ^ (uint)cell);
            return (int)hash;
        }
    }
}
