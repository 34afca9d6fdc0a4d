using System.Text.Json;

namespace Parvis.Audit.Sources;

/// <summary>A repository of models or data sets as Hugging Face's hub serves it: its list at <c>/api/models/{owner}/{name}/revision/{revision}</c>, each file at <c>/{owner}/{name}/resolve/{commit}/{path}</c>.</summary>
/// <param name="Home">The address of the repository itself, with a slash at its end.</param>
/// <param name="Listing">Where its list of files is.</param>
internal sealed record HubRepository(Uri Home, Uri Listing)
{
    private const int CommitDigits = 40;
    private static readonly string[] Kinds = ["datasets", "spaces"];

    /// <summary>One file.</summary>
    /// <param name="Path">Relative path, <c>/</c>-separated, as the server says it: not to be trusted.</param>
    /// <param name="Address">Where it is.</param>
    /// <param name="Sha256">SHA-256 that the repository gives it, or null.</param>
    internal sealed record RepositoryFile(string Path, Uri Address, string? Sha256);

    /// <summary>What is in it at one commit.</summary>
    /// <param name="Address">The address of that commit.</param>
    /// <param name="Files">All files.</param>
    internal sealed record Listed(Uri Address, IReadOnlyList<RepositoryFile> Files);

    /// <summary>The repository that <paramref name="address"/> may name, by its form alone; otherwise null.</summary>
    public static HubRepository? Of(Uri address)
    {
        if (address.Query.Length > 0) return null;
        var parts = address.AbsolutePath.Trim('/').Split('/');
        var kind = Kinds.Contains(parts[0], StringComparer.Ordinal) ? parts[0] : "models";
        var named = kind == "models" ? parts : parts[1..];
        if (named is not ([_, _] or [_, _, "tree", _])) return null;
        var prefix = kind == "models" ? "" : $"{kind}/";
        return new(
            new Uri(address, $"/{prefix}{named[0]}/{named[1]}/"),
            new Uri(address, $"/api/{kind}/{named[0]}/{named[1]}/revision/{(named.Length == 4 ? named[3] : "main")}?blobs=true"));
    }

    /// <summary>Reads the answer of <see cref="Listing"/>; null when it is none.</summary>
    public Listed? Parse(Stream answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var commit = json.RootElement.GetProperty("sha").GetString()!;
            if (commit.Length != CommitDigits || !commit.All(char.IsAsciiHexDigitLower)) return null;
            return new(new Uri(Home, $"tree/{commit}"), [.. json.RootElement.GetProperty("siblings").EnumerateArray().Select(file => File(file, commit)).OrderBy(file => file.Path, StringComparer.Ordinal)]);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private RepositoryFile File(JsonElement file, string commit)
    {
        var path = file.GetProperty("rfilename").GetString()!;
        var sha256 = file.TryGetProperty("lfs", out var stored) && stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("sha256", out var digest) ? digest.GetString() : null;
        return new(path, new Uri(Home, $"resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}"), sha256);
    }
}
