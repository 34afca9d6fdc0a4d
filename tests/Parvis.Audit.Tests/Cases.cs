using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Xunit;

namespace Parvis.Audit.Tests;

/// <summary>The labelled artefacts of <c>$PARVIS_CASES/audit</c>, which no test loads: they are parsed only.</summary>
internal static class Cases
{
    /// <summary>The folder of a collection; the test is skipped where it is absent.</summary>
    public static string Folder(string collection)
    {
        var folder = Path.Combine(Root, collection);
        Assert.SkipUnless(Path.Exists(folder), $"Needs shared/data/audit/{collection}; set PARVIS_CASES to the shared data.");
        return folder;
    }

    /// <summary>Examines a file of the system with everything in it.</summary>
    /// <returns>The file's own report first, then those of its members in the order in which they were completed.</returns>
    public static IReadOnlyList<FileReport> Examine(string file, Limits? limits = null)
    {
        using var content = FileContent.Open(Path.GetFileName(file), file);
        return Examine(content, limits);
    }

    /// <summary>Examines bytes as the file <paramref name="name"/>.</summary>
    public static IReadOnlyList<FileReport> Examine(string name, ReadOnlyMemory<byte> bytes, Limits? limits = null) =>
        Examine(new MemoryContent(name, bytes), limits);

    /// <summary>The verdict over a file with everything in it: the gravest.</summary>
    public static Verdict VerdictOf(string file) => Examine(file).Max(report => report.Verdict);

    private static IReadOnlyList<FileReport> Examine(Content content, Limits? limits)
    {
        var reports = new List<FileReport>();
        var own = new Examiner(FormatReaders.All, reports.Add).Examine(content, new Budget(limits ?? new(), TestContext.Current.CancellationToken), 0);
        return [own, .. reports.Where(report => report != own)];
    }

    private static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("PARVIS_CASES") is { Length: > 0 } set) return Path.Combine(set, "audit");
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) return Path.Combine(folder.Parent!.FullName, "shared", "data", "audit");
            return "shared/data/audit";
        }
    }
}
