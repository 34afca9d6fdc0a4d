using System.Collections.Frozen;
using System.Reflection;

namespace Parvis.Kernel.Languages;

/// <summary>
/// Every text for people, by key and language, read from the embedded <c>Texts/{language}.json</c> of the assemblies given.
/// A key begins with the name of the module that owns it (<c>ui.</c> for the interface). English is the source.
/// </summary>
public sealed class Texts
{
    private readonly FrozenDictionary<string, LanguageTexts> _languages;

    /// <summary>Reads and parses the texts of <paramref name="assemblies"/>.</summary>
    /// <exception cref="FormatException">A pattern is not well formed; the message names language and key.</exception>
    /// <exception cref="InvalidOperationException">Two assemblies have the same key.</exception>
    public Texts(params IEnumerable<Assembly> assemblies)
    {
        var files = assemblies.Prepend(typeof(Texts).Assembly).Distinct().SelectMany(TextFiles.Read).ToLookup(file => file.Language, StringComparer.Ordinal);
        var english = Parse(files[InterfaceLanguages.Source]);
        _languages = InterfaceLanguages.All.ToFrozenDictionary(
            tag => tag,
            tag => new LanguageTexts(tag, Parse(files[tag]), english),
            StringComparer.Ordinal);
    }

    /// <summary>The texts in <paramref name="language"/>; those not yet translated are in English.</summary>
    /// <exception cref="KeyNotFoundException">The interface does not speak <paramref name="language"/> (see <see cref="InterfaceLanguages"/>).</exception>
    public LanguageTexts In(string language) => _languages.TryGetValue(language, out var texts)
        ? texts
        : throw new KeyNotFoundException($"The interface speaks {string.Join(", ", InterfaceLanguages.All)}, not '{language}': add Texts/{language}.json.");

    /// <summary>All keys, as English has them.</summary>
    public IEnumerable<string> Keys => In(InterfaceLanguages.Source).OwnKeys;

    /// <summary>Keys that <paramref name="language"/> does not have yet.</summary>
    public IReadOnlyList<string> Missing(string language) => [.. Keys.Except(In(language).OwnKeys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static FrozenDictionary<string, MessagePattern> Parse(IEnumerable<TextFile> files)
    {
        var patterns = new Dictionary<string, MessagePattern>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var (key, pattern) in file.Texts)
            {
                if (!patterns.TryAdd(key, Parse(file, key, pattern))) throw new InvalidOperationException($"{file.Assembly}: text '{key}' ({file.Language}) exists already in another assembly.");
            }
        }
        return patterns.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static MessagePattern Parse(TextFile file, string key, string pattern)
    {
        try
        {
            return MessagePattern.Parse(pattern);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{file.Assembly}, Texts/{file.Language}.json, '{key}': {e.Message}", e);
        }
    }
}
