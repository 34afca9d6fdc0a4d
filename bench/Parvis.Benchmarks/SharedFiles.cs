namespace Parvis.Benchmarks;

/// <summary>Real files to measure with: catalogues to harvest, a folder for each kind, and artefacts to audit.</summary>
internal static class SharedFiles
{
    /// <summary>The kinds, which are also the names of the folders.</summary>
    public static readonly string[] Kinds = ["dpg", "os-ai-map", "mof", "huggingface", "ckan", "croissant"];

    /// <summary>Where those of a module are: as said, else in the folder by its name in the one that PARVIS_CASES names, else in <c>../shared/data</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">They are not there.</exception>
    public static string Folder(string? said, string module = "commons")
    {
        var folder = said ?? Path.Combine(Environment.GetEnvironmentVariable("PARVIS_CASES") ?? Path.Combine("..", "shared", "data"), module);
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new DirectoryNotFoundException($"There are no files in {Path.GetFullPath(folder)}: name their folder with --cases.");
    }
}
