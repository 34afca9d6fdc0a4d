namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>How well a statement is received beyond the camps.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Intercept">What remains of its agreement once the camp is taken off: higher bridges more.</param>
/// <param name="Factor">Which camp it pleases: near 0 neither.</param>
internal sealed record BridgingScore(int Statement, double Intercept, double Factor);

/// <summary>
/// Bridging by matrix factorisation (Wojcik et al. 2022, as in Community Notes): agreement ≈ μ + iᵤ + iₛ + fᵤ·fₛ with one factor,
/// squared error and, for each vote, λᵢ(iᵤ² + iₛ²) + λ_f(fᵤ² + fₛ²); agree 1, pass ½, disagree 0. Solved by exact turns of people and statements.
/// </summary>
internal static class BridgingRank
{
    /// <summary>λᵢ.</summary>
    public const double InterceptPenalty = 0.15;

    /// <summary>λ_f.</summary>
    public const double FactorPenalty = 0.03;

    /// <summary>Turns after which it ends.</summary>
    public const int MostTurns = 300;

    /// <summary>It ends before, once no statement moved by more than this.</summary>
    public const double AtRest = 1e-8;

    /// <summary>Statements that are not out, the most bridging first.</summary>
    public static IReadOnlyList<BridgingScore> Of(Electorate electorate, ulong seed)
    {
        var width = electorate.Votes.Width;
        var random = new SeededRandom(seed);
        var (statementIntercept, statementFactor) = (new double[width], new double[width]);
        foreach (var statement in electorate.Statements.Order()) statementFactor[statement] = random.NextDouble() - 0.5;
        var mean = Mean(electorate);
        for (var turn = 0; turn < MostTurns && Turn(electorate, mean, statementIntercept, statementFactor) > AtRest; turn++) { }
        Turned(statementFactor);
        return [.. electorate.Statements.Where(statement => !electorate.IsOut(statement))
            .Select(statement => new BridgingScore(statement, statementIntercept[statement], statementFactor[statement]))
            .OrderByDescending(score => score.Intercept).ThenBy(score => score.Statement)];
    }

    private static double Agreement(int cell) => (1 - VoteMatrix.VoteOf(cell)) / 2.0;

    private static double Mean(Electorate electorate)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var row in electorate.Rows)
        {
            foreach (var cell in electorate.Votes.Row(row))
            {
                if (electorate.IsOut(VoteMatrix.StatementOf(cell))) continue;
                sum += Agreement(cell);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    // Everybody's best answer to the statements, then the statements' best answer to everybody; gives how far these moved at most.
    private static double Turn(Electorate electorate, double mean, double[] intercept, double[] factor)
    {
        var equations = new Equations[intercept.Length];
        foreach (var row in electorate.Rows)
        {
            var own = new Equations();
            foreach (var cell in electorate.Votes.Row(row))
            {
                var statement = VoteMatrix.StatementOf(cell);
                if (!electorate.IsOut(statement)) own.Add(factor[statement], Agreement(cell) - mean - intercept[statement]);
            }
            var (personIntercept, personFactor) = own.Solve();
            foreach (var cell in electorate.Votes.Row(row))
            {
                var statement = VoteMatrix.StatementOf(cell);
                if (!electorate.IsOut(statement)) equations[statement].Add(personFactor, Agreement(cell) - mean - personIntercept);
            }
        }
        var moved = 0.0;
        for (var statement = 0; statement < intercept.Length; statement++)
        {
            var (nextIntercept, nextFactor) = equations[statement].Solve();
            moved = Math.Max(moved, Math.Max(Math.Abs(nextIntercept - intercept[statement]), Math.Abs(nextFactor - factor[statement])));
            (intercept[statement], factor[statement]) = (nextIntercept, nextFactor);
        }
        return moved;
    }

    // Signs of factors mean nothing: the largest is made positive.
    private static void Turned(double[] factor)
    {
        if (factor.Length == 0 || factor.MaxBy(Math.Abs) >= 0) return;
        for (var i = 0; i < factor.Length; i++) factor[i] = -factor[i];
    }

    /// <summary>Ridge regression of what is left on 1 and a factor.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private struct Equations
    {
        private double _count;
        private double _factor;
        private double _square;
        private double _left;
        private double _product;

        public void Add(double factor, double left)
        {
            _count++;
            _factor += factor;
            _square += factor * factor;
            _left += left;
            _product += factor * left;
        }

        public readonly (double Intercept, double Factor) Solve()
        {
            if (_count == 0) return (0, 0);
            var (a, b, c) = (_count * (1 + InterceptPenalty), _factor, _square + (_count * FactorPenalty));
            var determinant = (a * c) - (b * b);
            return (((c * _left) - (b * _product)) / determinant, ((a * _product) - (b * _left)) / determinant);
        }
    }
}
