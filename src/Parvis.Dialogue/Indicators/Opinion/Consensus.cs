namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>A statement that most people agree on, or disagree with.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Success">Votes in that direction.</param>
/// <param name="Trials">All votes on it, passes among them.</param>
/// <param name="Probability">(successes + 1) / (trials + 2).</param>
/// <param name="Test">One-proportion z of more than half.</param>
internal sealed record ConsensusStatement(int Statement, int Success, int Trials, double Probability, double Test);

/// <summary>What people have in common: over everybody, whatever the groups; and over groups, whatever their sizes.</summary>
/// <param name="Agree">Most agreed, at most five.</param>
/// <param name="Disagree">Most disagreed with, at most five.</param>
internal sealed record Consensus(IReadOnlyList<ConsensusStatement> Agree, IReadOnlyList<ConsensusStatement> Disagree)
{
    /// <summary>Statements over all people, significant at 90 %.</summary>
    public static Consensus Of(VoteTallies all, IReadOnlyList<int> statements) => new(Listed(all.Agrees, all.Seen, statements), Listed(all.Disagrees, all.Seen, statements));

    /// <summary>Group-informed consensus: the product over groups of (agreements + 1) / (votes + 2). High only when every group agrees.</summary>
    public static double GroupInformed(IEnumerable<VoteTallies> groups, int statement) =>
        groups.Aggregate(1.0, (product, group) => product * Representativeness.Probability(group.Agrees[statement], group.Seen[statement]));

    private static List<ConsensusStatement> Listed(int[] successes, int[] trials, IReadOnlyList<int> statements) =>
        [.. statements
            .Select(statement => new ConsensusStatement(statement, successes[statement], trials[statement],
                Representativeness.Probability(successes[statement], trials[statement]), Representativeness.OneProportion(successes[statement], trials[statement])))
            .Where(item => item.Probability > 0.5 && item.Test > Representativeness.Z90)
            .OrderByDescending(item => item.Probability * item.Test)
            .Take(Representativeness.Most)];
}
