using System.Text.Json;

namespace Parvis.Commons.Tests.Pipeline;

/// <summary>A catalogue written for a test: a folder of YAML files (JSON is YAML), each folder in it an authority.</summary>
internal sealed class Collection : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("parvis-collection-").FullName;

    /// <summary>An entry: a data set with this key, title and identifiers.</summary>
    public static object Entry(string key, string title, params string[] identifiers) => Entry(key, title, "dataset", identifiers);

    public static object Entry(string key, string title, string kind, string[] identifiers) => new { key, kind, title = new { en = title }, identifiers };

    /// <summary>Writes what <paramref name="authority"/> says, instead of what it said before.</summary>
    public Collection Says(string authority, params object[] entries) => Write($"{authority}/things.yaml", JsonSerializer.Serialize(entries));

    public Collection Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public void Remove(string authority) => Directory.Delete(System.IO.Path.Combine(Path, authority), recursive: true);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
