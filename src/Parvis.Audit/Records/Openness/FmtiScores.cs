using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;

namespace Parvis.Audit.Records.Openness;

/// <summary>One developer's scores in one edition of the Foundation Model Transparency Index.</summary>
/// <param name="Developer">Who is scored.</param>
/// <param name="Scores">Indicator → 1 when it is disclosed, 0 when not; in the order of the file.</param>
internal sealed record FmtiScores(string Developer, IReadOnlyList<(string Indicator, double Score)> Scores)
{
    private static readonly string[] OtherColumns = ["Domain", "Subdomain", "Indicator", "Total", ""];

    /// <summary>The sum over all indicators.</summary>
    public double Total => Scores.Sum(score => score.Score);

    /// <summary>Whether the text is a table of scores.</summary>
    public static bool Recognises(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        return text.AsSpan(0, end < 0 ? text.Length : end).TrimStart('\uFEFF').ToString().Split(',').Contains("Indicator", StringComparer.Ordinal);
    }

    /// <summary>Reads a table of scores: a row for each indicator, a column for each developer. Sums that the table has itself are left out.</summary>
    /// <exception cref="MalformedException">It is no such table, or a score is no number.</exception>
    public static IReadOnlyList<FmtiScores> Read(string text)
    {
        try
        {
            using var rows = CsvDataReader.Create(new StringReader(text.TrimStart('\uFEFF')));
            var names = Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetName(column)).ToArray();
            var indicator = Array.IndexOf(names, "Indicator");
            if (indicator < 0) throw new MalformedException(OpennessRules.Form, 0);
            var developers = names.Index().Where(column => !OtherColumns.Contains(column.Item, StringComparer.Ordinal)).Select(column => (column.Index, column.Item, Scores: new List<(string, double)>())).ToArray();
            while (rows.Read())
            {
                var name = rows.GetString(indicator).Trim();
                if (name is "" or "Total") continue;
                foreach (var (column, _, scores) in developers) scores.Add((name, Score(rows, column)));
            }
            return [.. developers.Select(developer => new FmtiScores(developer.Item, developer.Scores))];
        }
        catch (Exception failure) when (failure is CsvFormatException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new MalformedException(OpennessRules.Syntax, 0, ("reason", failure.Message));
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyList<FmtiScores> Read(ReadOnlySpan<byte> bytes) => Read(Encoding.UTF8.GetString(bytes));

    private static double Score(CsvDataReader rows, int column)
    {
        var words = column < rows.RowFieldCount ? rows.GetString(column).Trim() : "";
        if (double.TryParse(words, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score)) return score;
        throw new MalformedException(OpennessRules.Value, 0, ("place", $"{rows.RowNumber}:{column + 1}"), ("value", words), ("allowed", "0, 1"));
    }
}
