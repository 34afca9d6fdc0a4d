using Xunit;

namespace Parvis.Tests.Evidence;

/// <summary>Real inputs that are not part of the repository.</summary>
internal static class Cases
{
    /// <summary>The folder of that name, e.g. <c>audit/tlog</c>; skips the test when it is not there.</summary>
    public static string Folder(string name)
    {
        var folder = Path.Combine(Root(), name);
        Assert.SkipUnless(Directory.Exists(folder), $"Needs the folder {folder}; set PARVIS_CASES to the shared data.");
        return folder;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("PARVIS_CASES") is { Length: > 0 } set) return set;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) folder = folder.Parent;
        return Path.GetFullPath(Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "..", "shared", "data"));
    }
}
