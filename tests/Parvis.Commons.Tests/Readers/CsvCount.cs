namespace Parvis.Commons.Tests.Readers;

/// <summary>Counts the rows of a CSV file by its quotes alone, apart from the reader under test.</summary>
internal static class CsvCount
{
    public static int Rows(string text)
    {
        var (quoted, rows) = (false, 0);
        foreach (var c in text.TrimEnd('\n', '\r'))
        {
            if (c == '"') quoted = !quoted;
            else if (c == '\n' && !quoted) rows++;
        }
        return rows;
    }
}
