using System.Collections.Frozen;

namespace Parvis.Kernel.Languages;

/// <summary>The languages the interface speaks: one for each file <c>Texts/{tag}.json</c> of the kernel. Adding a file adds a language.</summary>
public static class InterfaceLanguages
{
    /// <summary>The language every text has: the source of the others.</summary>
    public const string Source = "en";

    private static readonly FrozenDictionary<string, string> Names = TextFiles.Read(typeof(InterfaceLanguages).Assembly)
        .ToFrozenDictionary(file => file.Language, file => file.Texts["language.name"], StringComparer.Ordinal);

    /// <summary>The BCP 47 tags, in the order of the languages' own names: <c>en</c>, <c>fr</c>, <c>ar</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.OrderBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => pair.Key)];

    /// <summary>True when the interface speaks the language <paramref name="tag"/>, exactly as written.</summary>
    public static bool Contains(string tag) => Names.ContainsKey(tag);

    /// <summary>The language at the front of a path and what is left of it: <c>/fr/commons</c> is <c>fr</c> and <c>/commons</c>; null and the path itself where there is none.</summary>
    /// <param name="path">Begins with a slash.</param>
    public static (string? Tag, string Path) Split(string path)
    {
        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        return Contains(first) ? (first, end < 0 ? "/" : path[end..]) : (null, path);
    }

    /// <summary>The language's own name, e.g. <c>Français</c>.</summary>
    /// <exception cref="KeyNotFoundException">The interface does not speak <paramref name="tag"/>.</exception>
    public static string NameOf(string tag) => Names[tag];
}
