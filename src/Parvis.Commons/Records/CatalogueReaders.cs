using Parvis.Commons.Records.Readers;

namespace Parvis.Commons.Records;

/// <summary>The kinds of catalogue that can be read.</summary>
internal static class CatalogueReaders
{
    /// <summary>One of each, by name.</summary>
    public static IReadOnlyList<ICatalogueReader> All { get; } =
    [
        new DpgReader(), new OsAiMapReader(), new MofReader(), new HuggingFaceReader(), new CkanReader(), new CroissantReader(), new CollectionReader(),
    ];

    public static IReadOnlyList<string> Kinds { get; } = [.. All.Select(r => r.Kind)];

    /// <summary>The reader of a kind; null when there is none of that name.</summary>
    public static ICatalogueReader? For(string kind) => All.FirstOrDefault(r => r.Kind == kind);
}
