using System.Text;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Xunit;

namespace Parvis.Commons.Tests.Readers;

/// <summary>The shared folder of real catalogue files; tests over it say when it is absent.</summary>
internal static class Cases
{
    public static string? Folder { get; } = Find();

    /// <summary>The folder of one kind; the test is skipped when it is not here.</summary>
    public static string Of(string kind)
    {
        Assert.SkipUnless(Folder is not null && Directory.Exists(Path.Combine(Folder, kind)), $"no shared/data/commons/{kind}: set PARVIS_CASES");
        return Path.Combine(Folder!, kind);
    }

    public static IReadOnlyList<SourceFile> Files(string kind)
    {
        var folder = Of(kind);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(p => SourceFile.OfFile(folder, p))];
    }

    public static IReadOnlyList<Reading> Read(string kind, SourceFile file) =>
        [.. CatalogueReaders.For(kind)!.Read(file, TestContext.Current.CancellationToken)];

    public static IReadOnlyList<Reading> Read(string kind, string path, string text) => Read(kind, SourceFile.OfBytes(path, Encoding.UTF8.GetBytes(text)));

    public static IReadOnlyList<Reading> Read(string kind, string path, byte[] bytes) => Read(kind, SourceFile.OfBytes(path, bytes));

    public static SourceRecord Only(IReadOnlyList<Reading> readings) => Assert.Single(readings.OfType<Reading.Found>()).Record;

    /// <summary>Found, refused and "not records" of one file.</summary>
    public static (int Found, int Refused, int NotRecords) Count(IReadOnlyList<Reading> readings) =>
        (readings.OfType<Reading.Found>().Count(), readings.OfType<Reading.Refused>().Count(), readings.OfType<Reading.NotRecords>().Count());

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PARVIS_CASES") is { Length: > 0 } set) return Path.Combine(set, "commons");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", "commons");
            if (Directory.Exists(folder)) return folder;
        }
        return null;
    }
}
