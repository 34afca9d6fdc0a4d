namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>A statement that sets a group apart from the others.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="IsAgreement">The group agrees more than the others; else it disagrees more.</param>
/// <param name="Success">Votes of the group in that direction.</param>
/// <param name="Trials">Votes of the group on it, passes among them.</param>
/// <param name="Probability">(successes + 1) / (trials + 2).</param>
/// <param name="ProbabilityTest">One-proportion z of more than half.</param>
/// <param name="Ratio">Probability within the group over that of the others.</param>
/// <param name="RatioTest">Two-proportion z.</param>
/// <param name="IsBestAgreement">It was taken as what the group agrees on most.</param>
/// <param name="Agrees">Agreements of the group; given for the best agreement.</param>
internal sealed record RepresentativeStatement(int Statement, bool IsAgreement, int Success, int Trials, double Probability, double ProbabilityTest, double Ratio, double RatioTest, bool IsBestAgreement = false, int Agrees = 0)
{
    /// <summary>The two-proportion z as Polis keeps and compares it, in single precision: by it one of two statements alike goes before the other.</summary>
    public float KeptRatioTest => (float)RatioTest;

    /// <summary>What orders representative statements.</summary>
    public double Metric => Ratio * KeptRatioTest * Probability * ProbabilityTest;
}

/// <summary>Statements that set a group apart, by Polis' tests at the 90 % level.</summary>
internal static class Representativeness
{
    /// <summary>The one-sided 90 % point of the normal distribution that Polis uses; strictly more is significant.</summary>
    public const double Z90 = 1.2816;

    /// <summary>Statements at most for a group.</summary>
    public const int Most = 5;

    /// <summary>A proportion, drawn to the middle as by one vote each way.</summary>
    public static double Probability(int successes, int trials) => (successes + 1.0) / (trials + 2.0);

    /// <summary>z of a proportion above half.</summary>
    public static double OneProportion(int successes, int trials) => 2 * Math.Sqrt(trials + 1.0) * (((successes + 1.0) / (trials + 1.0)) - 0.5);

    /// <summary>z of one proportion above another.</summary>
    public static double TwoProportions(int successes, int otherSuccesses, int trials, int otherTrials)
    {
        var (s1, s2, n1, n2) = (successes + 1.0, otherSuccesses + 1.0, trials + 1.0, otherTrials + 1.0);
        var pooled = (s1 + s2) / (n1 + n2);
        return pooled == 1 ? 0 : ((s1 / n1) - (s2 / n2)) / Math.Sqrt(pooled * (1 - pooled) * ((1 / n1) + (1 / n2)));
    }

    /// <summary>The representative statements of a group.</summary>
    /// <param name="group">Its tallies.</param>
    /// <param name="others">Tallies of all other groups together.</param>
    /// <param name="statements">Statements that are not out, in their order.</param>
    public static IReadOnlyList<RepresentativeStatement> Of(VoteTallies group, VoteTallies others, IEnumerable<int> statements)
    {
        var sufficient = new List<RepresentativeStatement>();
        RepresentativeStatement? best = null;
        Compared? bestAgreement = null;
        foreach (var statement in statements)
        {
            var compared = new Compared(statement, group, others);
            if (compared.IsSufficient) sufficient.Add(compared.Finish());
            if (sufficient.Count == 0 && (best is null || Math.Max(compared.AgreeRatioTest, compared.DisagreeRatioTest) > best.KeptRatioTest)) best = compared.Finish();
            if (compared.BeatsAsAgreement(bestAgreement)) bestAgreement = compared;
        }
        var first = bestAgreement is null ? null : bestAgreement.Finish() with { IsBestAgreement = true, Agrees = bestAgreement.Agrees };
        if (sufficient.Count == 0) return first is not null ? [first] : best is not null ? [best] : [];
        var ordered = sufficient.Where(item => item.Statement != first?.Statement).OrderByDescending(item => item.Metric);
        var taken = (first is null ? ordered : ordered.Prepend(first)).Take(Most).ToList();
        return [.. taken.Where(item => item.IsAgreement), .. taken.Where(item => !item.IsAgreement)];
    }

    private sealed class Compared
    {
        private readonly int _disagrees;
        private readonly int _seen;

        public Compared(int statement, VoteTallies group, VoteTallies others)
        {
            Statement = statement;
            (Agrees, _disagrees, _seen) = (group.Agrees[statement], group.Disagrees[statement], group.Seen[statement]);
            var (otherAgrees, otherDisagrees, otherSeen) = (others.Agrees[statement], others.Disagrees[statement], others.Seen[statement]);
            AgreeRatio = Probability(Agrees, _seen) / Probability(otherAgrees, otherSeen);
            DisagreeRatio = Probability(_disagrees, _seen) / Probability(otherDisagrees, otherSeen);
            AgreeRatioTest = TwoProportions(Agrees, otherAgrees, _seen, otherSeen);
            DisagreeRatioTest = TwoProportions(_disagrees, otherDisagrees, _seen, otherSeen);
        }

        public int Statement { get; }

        public int Agrees { get; }

        public double AgreeRatio { get; }

        public double DisagreeRatio { get; }

        public double AgreeRatioTest { get; }

        public double DisagreeRatioTest { get; }

        public bool IsSufficient =>
            (AgreeRatioTest > Z90 && OneProportion(Agrees, _seen) > Z90) || (DisagreeRatioTest > Z90 && OneProportion(_disagrees, _seen) > Z90);

        private double AgreeProbability => Probability(Agrees, _seen);

        private double AgreeTest => OneProportion(Agrees, _seen);

        public bool BeatsAsAgreement(Compared? current)
        {
            if (Agrees == 0 && _disagrees == 0) return false;
            if (current is null) return AgreeTest > Z90 || (AgreeRatio > 1 && AgreeProbability > 0.5);
            if (current.AgreeRatio > 1) return AgreeRatio * AgreeRatioTest * AgreeProbability * AgreeTest > current.AgreeRatio * current.AgreeRatioTest * current.AgreeProbability * current.AgreeTest;
            return AgreeProbability * AgreeTest > current.AgreeProbability * current.AgreeTest;
        }

        public RepresentativeStatement Finish() => AgreeRatioTest > DisagreeRatioTest
            ? new(Statement, true, Agrees, _seen, AgreeProbability, AgreeTest, AgreeRatio, AgreeRatioTest)
            : new(Statement, false, _disagrees, _seen, Probability(_disagrees, _seen), OneProportion(_disagrees, _seen), DisagreeRatio, DisagreeRatioTest);
    }
}
