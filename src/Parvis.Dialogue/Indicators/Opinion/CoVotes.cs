using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>
/// For each pair of statements, over those who voted on both: how many, the sum of products of the two votes, the sum of either.
/// From these whole numbers the covariance follows exactly, whatever the order of people; a vote changes them in the time of one row.
/// </summary>
internal sealed class CoVotes
{
    /// <summary>Up to this many statement numbers pairs are counted (64 MB); beyond, the principal components are found without.</summary>
    public const int MostStatements = 2048;

    private int _stride;
    private Vector128<int>[] _pairs;
    private Vector128<int>[] _right = [];

    /// <summary>Nothing counted yet, for statement numbers below <paramref name="width"/>.</summary>
    public CoVotes(int width)
    {
        _stride = Math.Max(16, width);
        _pairs = new Vector128<int>[_stride * _stride];
    }

    /// <summary>Counts a row of cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<int> cells)
    {
        if (_right.Length < cells.Length) _right = new Vector128<int>[cells.Length * 2];
        var right = _right.AsSpan(0, cells.Length);
        for (var i = 0; i < cells.Length; i++)
        {
            var vote = VoteMatrix.VoteOf(cells[i]);
            right[i] = Vector128.Create(1, vote, 1, vote);
        }
        for (var i = 0; i < cells.Length; i++)
        {
            var vote = VoteMatrix.VoteOf(cells[i]);
            var left = Vector128.Create(1, vote, vote, 1);
            var pairs = _pairs.AsSpan(VoteMatrix.StatementOf(cells[i]) * _stride, _stride);
            for (var j = i; j < cells.Length; j++) pairs[cells[j] >> 2] += left * right[j];
        }
    }

    /// <summary>Counts the cell that was put at <paramref name="at"/> into a row.</summary>
    public void Insert(ReadOnlySpan<int> cells, int at, int width)
    {
        if (width > _stride) Widen(width);
        Count(cells, at, cells[at], 1);
    }

    /// <summary>Counts that the cell at <paramref name="at"/> becomes another vote.</summary>
    public void Change(ReadOnlySpan<int> cells, int at, int cell)
    {
        Count(cells, at, cells[at], -1);
        Count(cells, at, cell, 1);
    }

    /// <summary>How many voted on both, the sum of products, the sums of votes on <paramref name="first"/> and on <paramref name="second"/>, which must not be lower.</summary>
    public Vector128<int> Pair(int first, int second) => second < _stride ? _pairs[(first * _stride) + second] : default;

    private void Count(ReadOnlySpan<int> cells, int at, int cell, int sign)
    {
        var (statement, vote) = (VoteMatrix.StatementOf(cell), VoteMatrix.VoteOf(cell));
        for (var i = 0; i < cells.Length; i++)
        {
            var (other, others) = i == at ? (statement, vote) : (VoteMatrix.StatementOf(cells[i]), VoteMatrix.VoteOf(cells[i]));
            var counted = i < at ? Vector128.Create(1, vote * others, others, vote) : Vector128.Create(1, vote * others, vote, others);
            _pairs[(Math.Min(statement, other) * _stride) + Math.Max(statement, other)] += counted * sign;
        }
    }

    private void Widen(int width)
    {
        var stride = Math.Max(width, _stride * 3 / 2);
        var pairs = new Vector128<int>[stride * stride];
        for (var row = 0; row < _stride; row++) _pairs.AsSpan(row * _stride, _stride).CopyTo(pairs.AsSpan(row * stride, _stride));
        (_stride, _pairs) = (stride, pairs);
    }
}
