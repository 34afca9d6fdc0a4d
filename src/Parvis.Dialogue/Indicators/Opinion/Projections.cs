using System.Runtime.CompilerServices;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Where participants and statements lie in the plane of the two components.</summary>
/// <param name="X">Along the first component, by row of the electorate's order.</param>
/// <param name="Y">Along the second.</param>
/// <param name="StatementX">Where somebody who only agrees with this statement would lie, by statement number.</param>
/// <param name="StatementY">The same along the second component.</param>
internal sealed record Projections(double[] X, double[] Y, double[] StatementX, double[] StatementY)
{
    /// <summary>How far out a statement lies.</summary>
    public double Extremity(int statement) => Math.Sqrt((StatementX[statement] * StatementX[statement]) + (StatementY[statement] * StatementY[statement]));

    /// <summary>Projects an electorate; who voted on few statements is moved out by √(T/n), n counting statements that are out as voted on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Projections Of(Electorate electorate, PrincipalComponents components)
    {
        var (rows, width, columns) = (electorate.Rows, electorate.Votes.Width, electorate.Votes.ColumnCount);
        var result = new Projections(new double[rows.Length], new double[rows.Length], new double[width], new double[width]);
        if (rows.Length <= 1 || columns <= 1) return result;
        // For each cell what it adds: statement times 4 plus vote plus 1, as in the matrix.
        var (x, y, counted) = (new double[width * 4], new double[width * 4], new int[width]);
        foreach (var statement in electorate.Statements)
        {
            var center = components.Center[statement];
            if (electorate.IsOut(statement)) continue;
            counted[statement] = 1;
            for (var vote = -1; vote <= 1; vote++)
            {
                x[(statement * 4) + vote + 1] = (vote - center) * components.First[statement];
                y[(statement * 4) + vote + 1] = (vote - center) * components.Second[statement];
            }
        }
        for (var i = 0; i < rows.Length; i++)
        {
            var (sumX, sumY, votes) = (0.0, 0.0, electorate.OutColumns);
            foreach (var cell in electorate.Votes.Row(rows[i]))
            {
                sumX += x[cell];
                sumY += y[cell];
                votes += counted[cell >> 2];
            }
            var scale = Math.Sqrt((double)columns / Math.Max(votes, 1));
            result.X[i] = scale * sumX;
            result.Y[i] = scale * sumY;
        }
        foreach (var statement in electorate.Statements)
        {
            var agreed = Math.Sqrt(columns) * (-1 - components.Center[statement]);
            result.StatementX[statement] = agreed * components.First[statement];
            result.StatementY[statement] = agreed * components.Second[statement];
        }
        return result;
    }
}
