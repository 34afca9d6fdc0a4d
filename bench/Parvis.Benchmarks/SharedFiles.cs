namespace Parvis.Benchmarks;

/// <summary>Real catalogues to harvest: a folder for each kind.</summary>
internal static class SharedFiles
{
    /// <summary>The kinds, which are also the names of the folders.</summary>
    public static readonly string[] Kinds = ["dpg", "os-ai-map", "mof", "huggingface", "ckan", "croissant"];

    /// <summary>Where they are: as said, else <c>commons</c> in the folder that PARVIS_CASES names, else in <c>../shared/data</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">They are not there.</exception>
    public static string Folder(string? said)
    {
        var folder = said ?? Path.Combine(Environment.GetEnvironmentVariable("PARVIS_CASES") ?? Path.Combine("..", "shared", "data"), "commons");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new DirectoryNotFoundException($"There are no catalogues in {Path.GetFullPath(folder)}: name their folder with --cases.");
    }
}
