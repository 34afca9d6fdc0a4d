using System.Collections.Frozen;
using System.Text;

namespace Parvis.Interface.Serving;

/// <summary>The stylesheet, the script and the pictures every page is drawn with; they are part of the program.</summary>
public static class AssetFiles
{
    private const string Folder = "Assets/";

    private static readonly FrozenDictionary<string, AssetFile> ByName = Load();

    internal static FrozenDictionary<string, AssetFile> ByHashedName { get; } =
        ByName.Values.ToFrozenDictionary(file => file.HashedName, StringComparer.Ordinal);

    /// <summary>The address of an asset; it changes with the content, so browsers may keep it for ever.</summary>
    /// <param name="name">File name, e.g. <c>parvis.css</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public static string Link(string name) => $"/assets/{ByName[name].HashedName}";

    /// <summary>The words of an asset, for a document that must need nothing else.</summary>
    /// <param name="name">File name, e.g. <c>parvis.css</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public static string Text(string name) => Encoding.UTF8.GetString(ByName[name].For("").Bytes);

    private static FrozenDictionary<string, AssetFile> Load()
    {
        var assembly = typeof(AssetFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Folder.Length..], resource => Read(assembly.GetManifestResourceStream(resource)!, resource), StringComparer.Ordinal);
    }

    private static AssetFile Read(Stream stream, string resource)
    {
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new AssetFile(resource[Folder.Length..], bytes);
        }
    }
}
