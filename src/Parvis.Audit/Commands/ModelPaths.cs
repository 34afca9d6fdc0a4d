using Parvis.Audit.Evidence.ModelSigning;

namespace Parvis.Audit.Commands;

/// <summary>Paths within a model, as its statement writes them: relative, <c>/</c>-separated.</summary>
internal static class ModelPaths
{
    /// <summary>What is left out of a model anyway: what version control leaves, and the signature where it lies in the model.</summary>
    public static IReadOnlyList<string> LeftOut(string model, string bundle)
    {
        var inside = Clean(Path.GetRelativePath(Path.GetFullPath(model), Path.GetFullPath(bundle)));
        return Directory.Exists(model) && !inside.StartsWith("..", StringComparison.Ordinal) ? [.. Serialization.OfVersionControl, inside] : Serialization.OfVersionControl;
    }

    /// <summary>A path given on the command line.</summary>
    public static string Clean(string path)
    {
        var clean = path.Replace(Path.DirectorySeparatorChar, '/').TrimEnd('/');
        return clean.StartsWith("./", StringComparison.Ordinal) ? clean[2..] : clean;
    }
}
