<<<<<<< HEAD
=======
using Parvis.Audit.Records;
>>>>>>> e8d16f9 (Read pickles on a machine of their own: stack, memo and all opcodes, imports judged by an exact list)
using Xunit;

namespace Parvis.Audit.Tests;

<<<<<<< HEAD
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
=======
/// <summary>What the shared artefacts are said to be: <c>synth/expected.csv</c> and <c>manifest.csv</c>.</summary>
internal static class Labels
{
    /// <summary>The artefacts made for this audit whose path begins with <paramref name="folder"/>, with their verdict and the facts expected of them as JSON.</summary>
    public static IEnumerable<(string Path, string Verdict, string Facts)> Synthetic(string folder) =>
        Rows(Path.Combine(Cases.Folder("synth"), "expected.csv")).Where(row => row[0].StartsWith(folder, StringComparison.Ordinal)).Select(row => (row[0], row[3], row[5]));

    /// <summary>The artefacts of others whose path begins with <paramref name="folder"/>, with their label.</summary>
    public static IEnumerable<(string Path, string Label)> Upstream(string folder) =>
        Rows(Cases.Folder("manifest.csv")).Where(row => row[0].StartsWith(folder, StringComparison.Ordinal)).Select(row => (row[0], row[5]));

    /// <summary>The verdict over an artefact with everything in it.</summary>
    public static Verdict VerdictOf(string path) => Cases.VerdictOf(Cases.Folder(path));

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(file).Skip(1).Select(Fields);

    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') { field.Append('"'); i++; }
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(line[i]);
        }
        fields.Add(field.ToString());
        return [.. fields];
    }
>>>>>>> e8d16f9 (Read pickles on a machine of their own: stack, memo and all opcodes, imports judged by an exact list)
}
