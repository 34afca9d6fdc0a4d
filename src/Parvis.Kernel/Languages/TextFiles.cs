using System.Reflection;
using System.Text.Json;

namespace Parvis.Kernel.Languages;

/// <summary>The texts of one assembly in one language.</summary>
internal sealed record TextFile(string Assembly, string Language, IReadOnlyDictionary<string, string> Texts);

/// <summary>Reads the embedded resources <c>Texts/{language}.json</c>, in folders below or not: flat objects of key to pattern.</summary>
internal static class TextFiles
{
    private const string Folder = "Texts/";

    /// <exception cref="JsonException">A file is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A file is not an object of strings.</exception>
    public static IEnumerable<TextFile> Read(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Folder, StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            yield return new TextFile(assembly.GetName().Name!, Path.GetFileNameWithoutExtension(resource[Folder.Length..]), Parse(stream));
        }
    }

    // Without the serialiser, which takes longer to start than every text takes to read: each command waits for them.
    private static Dictionary<string, string> Parse(Stream stream)
    {
        using var json = JsonDocument.Parse(stream);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in json.RootElement.EnumerateObject()) texts[text.Name] = text.Value.GetString()!;
        return texts;
    }
}
