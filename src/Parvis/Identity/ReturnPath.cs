namespace Parvis.Identity;

/// <summary>Where to go after signing in: a path of this node or nothing, so that a link here cannot lead elsewhere.</summary>
internal static class ReturnPath
{
    /// <summary>The path, or null when it is missing or could leave this node.</summary>
    public static string? Local(string? path) =>
        path is ['/', ..] and not (['/', '/' or '\\', ..])
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl)
        && !path.StartsWith("/auth/", StringComparison.OrdinalIgnoreCase)
            ? path
            : null;
}
