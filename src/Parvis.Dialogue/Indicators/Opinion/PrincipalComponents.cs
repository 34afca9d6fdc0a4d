using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// The two directions in which opinions differ most: principal components of the votes, a missing vote standing for the statement's mean.
/// Since a missing vote then is 0 after centring, only votes count: the result is exact at the cost of the votes alone.
/// </summary>
/// <param name="Center">Mean vote by statement number.</param>
/// <param name="First">Loadings of the first component by statement number; of unit norm, or all 0.</param>
/// <param name="Second">Loadings of the second.</param>
/// <param name="FirstVariance">Sum of squares along the first component.</param>
/// <param name="SecondVariance">Sum of squares along the second.</param>
/// <param name="TotalVariance">Sum of squares in all.</param>
internal sealed record PrincipalComponents(double[] Center, double[] First, double[] Second, double FirstVariance, double SecondVariance, double TotalVariance)
{
    /// <summary>Products at most for one component.</summary>
    private const int MostProducts = 101;

    // What is left below this share of all is rounding, not a direction.
    private const double Nothing = 1e-12;

    /// <summary>Finds the components of an electorate.</summary>
    /// <param name="electorate">The votes.</param>
    /// <param name="previous">Components to begin from; null begins from ones, or, where these say nothing, from seeded numbers from 0 to 1.</param>
    /// <param name="fixSigns">Turn each component so that its largest loading is positive.</param>
    public static PrincipalComponents Of(Electorate electorate, PrincipalComponents? previous, bool fixSigns)
    {
        var center = electorate.Means();
        var width = electorate.Votes.Width;
        if (electorate.Rows.Length <= 1 || electorate.Statements.Length <= 1) return Degenerate(electorate);
        var covariance = width <= CoVotes.MostStatements ? (IScatter)new DenseScatter(electorate, center) : new SparseScatter(electorate, center);
        var none = new double[width];
        var (first, firstVariance) = Strongest(covariance, Start(previous?.First, electorate), none);
        var (second, secondVariance) = Strongest(covariance, Start(previous?.Second, electorate), first);
        if (fixSigns)
        {
            FixSign(first);
            FixSign(second);
        }
        return new(center, first, second, firstVariance, secondVariance, covariance.Trace);
    }

    private static PrincipalComponents Degenerate(Electorate electorate)
    {
        var width = electorate.Votes.Width;
        var first = new double[width];
        if (electorate.Statements.Length == 1) first[electorate.Statements[0]] = 1;
        else if (electorate.Rows.Length == 1)
        {
            foreach (var cell in electorate.Votes.Row(electorate.Rows[0]))
            {
                if (!electorate.IsOut(VoteMatrix.StatementOf(cell))) first[VoteMatrix.StatementOf(cell)] = VoteMatrix.VoteOf(cell);
            }
            Normalise(first);
        }
        return new(new double[width], first, new double[width], 0, 0, 0);
    }

    private static double[] Start(double[]? previous, Electorate electorate)
    {
        var start = new double[electorate.Votes.Width];
        // A statement new since then had no loading; one that nobody differs on has none either and takes none from the start.
        foreach (var statement in electorate.Statements) start[statement] = statement < previous?.Length && previous[statement] != 0 ? previous[statement] : 1;
        return start;
    }

    // Power iteration; what lies along `without`, of unit norm or 0, is left out.
    private static (double[] Vector, double Length) Strongest(IScatter scatter, double[] start, double[] without)
    {
        var vector = start;
        var product = new double[vector.Length];
        var last = double.NaN;
        var isOblique = false;
        for (var products = 1; ; products++)
        {
            Remove(vector, without);
            scatter.Multiply(vector, product);
            Remove(product, without);
            var length = Math.Sqrt(Lanes.Dot(product, product));
            if (length <= Nothing * scatter.Trace)
            {
                if (isOblique || products > 1) return (new double[vector.Length], 0);
                (vector, isOblique, products) = (Oblique(vector.Length), true, 0); // two camps that balance out in every row are at right angles to the ones
                continue;
            }
            for (var i = 0; i < vector.Length; i++) vector[i] = product[i] / length;
            if (length == last || products == MostProducts) return (vector, length);
            last = length;
        }
    }

    private static double[] Oblique(int width)
    {
        var random = new SeededRandom(0);
        return [.. Enumerable.Range(0, width).Select(_ => random.NextDouble())];
    }

    private static void Remove(double[] vector, double[] direction)
    {
        var along = Lanes.Dot(vector, direction);
        if (along == 0) return;
        for (var i = 0; i < vector.Length; i++) vector[i] -= along * direction[i];
    }

    private static void Normalise(double[] vector)
    {
        var length = Math.Sqrt(Lanes.Dot(vector, vector));
        if (length == 0) return;
        for (var i = 0; i < vector.Length; i++) vector[i] /= length;
    }

    private static void FixSign(double[] vector)
    {
        var largest = 0;
        for (var i = 1; i < vector.Length; i++)
        {
            if (Math.Abs(vector[i]) > Math.Abs(vector[largest])) largest = i;
        }
        if (vector.Length == 0 || vector[largest] >= 0) return;
        for (var i = 0; i < vector.Length; i++) vector[i] = -vector[i];
    }
}

/// <summary>Y′Y for centred votes Y, as far as power iteration needs it.</summary>
internal interface IScatter
{
    /// <summary>The sum of squares of all centred votes.</summary>
    double Trace { get; }

    /// <summary>Y′Y times a vector.</summary>
    void Multiply(double[] vector, double[] product);
}

/// <summary>Y′Y as a table, made from counts of pairs: no row is looked at.</summary>
internal sealed class DenseScatter : IScatter
{
    private readonly double[] _table;
    private readonly int _width;

    public DenseScatter(Electorate electorate, double[] center)
    {
        _width = electorate.Votes.Width;
        _table = new double[_width * _width];
        var all = electorate.Votes.CountTogether();
        var left = electorate.Excluded.Length == 0 ? null : new CoVotes(_width);
        foreach (var row in electorate.Excluded) left!.Add(electorate.Votes.Row(row));
        Fill(electorate, center, all, left);
    }

    public double Trace { get; private set; }

    public void Multiply(double[] vector, double[] product)
    {
        for (var row = 0; row < _width; row++) product[row] = Lanes.Dot(_table.AsSpan(row * _width, _width), vector);
    }

    // The sum over common voters of (a - meanA)(b - meanB), multiplied out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(Electorate electorate, double[] center, CoVotes all, CoVotes? left)
    {
        for (var a = 0; a < _width; a++)
        {
            if (electorate.IsOut(a)) continue;
            for (var b = a; b < _width; b++)
            {
                if (electorate.IsOut(b)) continue;
                var pair = left is null ? all.Pair(a, b) : all.Pair(a, b) - left.Pair(a, b);
                var sum = pair[1] - (center[b] * pair[2]) - (center[a] * pair[3]) + (center[a] * center[b] * pair[0]);
                _table[(a * _width) + b] = _table[(b * _width) + a] = sum;
            }
            Trace += _table[(a * _width) + a];
        }
    }
}

/// <summary>Y′Y by going over the votes, for conversations of more statements than a table of pairs takes.</summary>
internal sealed class SparseScatter(Electorate electorate, double[] center) : IScatter
{
    public double Trace { get; } = Sum(electorate, center);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(double[] vector, double[] product)
    {
        Array.Clear(product);
        var (kept, mean) = (new double[vector.Length], new double[vector.Length]);
        for (var i = 0; i < vector.Length; i++)
        {
            if (electorate.IsOut(i)) continue;
            (kept[i], mean[i]) = (vector[i], center[i] * vector[i]);
        }
        var seen = new double[vector.Length];
        foreach (var row in electorate.Rows)
        {
            var cells = electorate.Votes.Row(row);
            var along = 0.0;
            foreach (var cell in cells)
            {
                var statement = cell >> 2;
                along += (((cell & 3) - 1) * kept[statement]) - mean[statement];
            }
            foreach (var cell in cells)
            {
                var statement = cell >> 2;
                product[statement] += ((cell & 3) - 1) * along;
                seen[statement] += along;
            }
        }
        for (var i = 0; i < vector.Length; i++) product[i] = electorate.IsOut(i) ? 0 : product[i] - (center[i] * seen[i]);
    }

    private static double Sum(Electorate electorate, double[] center)
    {
        var (totals, trace) = (electorate.Totals, 0.0);
        foreach (var statement in electorate.Statements)
        {
            if (electorate.IsOut(statement)) continue;
            trace += totals.Agrees[statement] + totals.Disagrees[statement] - (center[statement] * center[statement] * totals.Seen[statement]);
        }
        return trace;
    }
}

/// <summary>Sums in four fixed lanes, so that they come out alike on every machine.</summary>
internal static class Lanes
{
    /// <summary>The sum of products of two vectors of one length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= a.Length - 8; i += 8)
        {
            even += Vector256.Create(a.Slice(i, 4)) * Vector256.Create(b.Slice(i, 4));
            odd += Vector256.Create(a.Slice(i + 4, 4)) * Vector256.Create(b.Slice(i + 4, 4));
        }
        var lanes = even + odd;
        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
