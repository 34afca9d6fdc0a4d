using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Which statement somebody is asked next: a lottery in which new, agreed-on and far-out statements have more tickets.</summary>
internal static class Routing
{
    /// <summary>Tickets of a meta statement.</summary>
    public const double MetaPriority = 49;

    // 2^(-r/5), written out since Math.Pow may differ in the last bit from machine to machine.
    private static readonly double[] FifthRoots = [1, 0.87055056329612414, 0.75785828325519904, 0.65975395538644713, 0.57434917749851750];

    /// <summary>Tickets of a statement.</summary>
    /// <param name="agrees">A over all groups.</param>
    /// <param name="passes">P over all groups.</param>
    /// <param name="seen">S over all groups.</param>
    /// <param name="extremity">How far out it lies.</param>
    public static double Priority(int agrees, int passes, int seen, double extremity)
    {
        var importance = (1 - ((passes + 1.0) / (seen + 2.0))) * (extremity + 1) * ((agrees + 1.0) / (seen + 2.0));
        var scaled = importance * (1 + (8 * Math.ScaleB(FifthRoots[seen % 5], -(seen / 5))));
        return scaled * scaled;
    }

    /// <summary>Statements that a participant may be asked, ascending.</summary>
    /// <param name="statements">All statements that are open to votes.</param>
    /// <param name="isStrict">Only accepted ones are shown; else all but those rejected.</param>
    /// <param name="hasVoted">Whether the participant has voted on a statement.</param>
    public static IReadOnlyList<int> Eligible(IEnumerable<StatementStatus> statements, bool isStrict, Func<int, bool> hasVoted) =>
        [.. statements
            .Where(status => (isStrict ? status.Moderation == Moderation.Accepted : status.Moderation != Moderation.Rejected) && !hasVoted(status.Statement))
            .Select(status => status.Statement)
            .Order()];

    /// <summary>Draws a statement with a chance in proportion to its tickets; one without any has one.</summary>
    /// <param name="eligible">Statements that may be shown and have no vote of this participant, ascending.</param>
    /// <param name="priorities">Tickets by statement number.</param>
    /// <param name="seed">Decides the draw.</param>
    /// <returns>The statement; null when none is eligible.</returns>
    public static int? Next(IReadOnlyList<int> eligible, IReadOnlyDictionary<int, double> priorities, ulong seed)
    {
        var total = eligible.Sum(Tickets);
        var drawn = new SeededRandom(seed).NextDouble() * total;
        foreach (var statement in eligible)
        {
            drawn -= Tickets(statement);
            if (drawn < 0) return statement;
        }
        return eligible.Count == 0 ? null : eligible[^1];

        double Tickets(int statement) => priorities.TryGetValue(statement, out var tickets) && tickets > 0 ? tickets : 1;
    }
}
