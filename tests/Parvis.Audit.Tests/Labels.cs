using Xunit;

namespace Parvis.Audit.Tests;

/// <summary>The labels of the shared artefacts.</summary>
internal static class Labels
{
    /// <summary>The generated artefacts of a folder of <c>synth</c>, each with the verdict it must get.</summary>
    public static IReadOnlyList<(string File, string Verdict)> Synth(string folder) =>
        [.. Rows(Cases.Folder("synth/expected.csv")).Where(row => row[0].StartsWith($"synth/{folder}/", StringComparison.Ordinal)).Select(row => (Path.Combine(Root, row[0]), row[3]))];

    /// <summary>The files of a collection with the label the manifest gives them.</summary>
    public static IReadOnlyList<(string File, string Label)> Of(string collection)
    {
        Cases.Folder(collection);
        var rows = Rows(Cases.Folder("manifest.csv"));
        var label = rows[0].ToList().IndexOf("label");
        var path = rows[0].ToList().IndexOf("path");
        return [.. rows.Skip(1).Where(row => row[path].StartsWith($"{collection}/", StringComparison.Ordinal)).Select(row => (Path.Combine(Root, row[path]), row[label])).Where(row => File.Exists(row.Item1))];
    }

    /// <summary>At most one file in fifty of honest ones may be flagged, and none as unsafe.</summary>
    public static void FewAreFlagged(IReadOnlyList<string> honest)
    {
        var flagged = honest.Select(file => (Path: file, Verdict: Cases.VerdictOf(file))).Where(file => file.Verdict > Records.Verdict.NotExamined).ToList();
        Assert.DoesNotContain(flagged, file => file.Verdict == Records.Verdict.Unsafe);
        Assert.True(flagged.Count * 50 <= honest.Count, string.Join('\n', flagged));
    }

    /// <summary>The rows of a table as RFC 4180 writes it.</summary>
    public static List<string[]> Rows(string file)
    {
        using var reader = Sylvan.Data.Csv.CsvDataReader.Create(file, new Sylvan.Data.Csv.CsvDataReaderOptions { HasHeaders = false, BufferSize = 1 << 20 });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString)]);
        return rows;
    }

    private static string Root => Path.GetDirectoryName(Cases.Folder("manifest.csv"))!;
}
