using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Tests;

/// <summary>Small conversations written as tables: a line for each participant, a letter for each statement: a agree, d disagree, p pass, . none.</summary>
internal static class A
{
    public static VoteMatrix Matrix(params ReadOnlySpan<string> rows)
    {
        var matrix = new VoteMatrix(MatrixCaps.None);
        for (var person = 0; person < rows.Length; person++)
        {
            for (var statement = 0; statement < rows[person].Length; statement++)
            {
                if (rows[person][statement] != '.') matrix.Cast(new(person, statement, Choice(rows[person][statement])));
            }
        }
        return matrix;
    }

    public static Electorate Electorate(params ReadOnlySpan<string> rows) => new(Matrix(rows), new ModerationSets(), new HashSet<int>());

    public static VoteTallies Tallies(int agrees, int disagrees, int passes)
    {
        var tallies = new VoteTallies(1);
        (tallies.Agrees[0], tallies.Disagrees[0], tallies.Seen[0]) = (agrees, disagrees, agrees + disagrees + passes);
        return tallies;
    }

    public static Points Points(params double[] places) => new([.. Enumerable.Range(0, places.Length)], places, new double[places.Length]);

    private static Vote Choice(char letter) => letter switch { 'a' => Vote.Agree, 'd' => Vote.Disagree, _ => Vote.Pass };
}
