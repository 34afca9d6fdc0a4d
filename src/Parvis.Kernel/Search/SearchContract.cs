using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;

namespace Parvis.Kernel.Search;

/// <summary>Turns records into what the search index stores. One for each module that has searchable records.</summary>
public interface ISearchMapping
{
    /// <summary>Name of the module whose records it maps.</summary>
    string Module { get; }

    /// <summary>Raised when the mapping changes; an index built with another version is rebuilt.</summary>
    int Version { get; }

    /// <summary>The names of the facets its documents carry, in the order they are shown.</summary>
    IReadOnlyList<string> Facets { get; }

    /// <summary>What to store for <paramref name="record"/>.</summary>
    SearchDocument Map(Record record);
}

/// <summary>What the index stores for one record.</summary>
/// <param name="Titles">Names, by language; they weigh most.</param>
/// <param name="Texts">Descriptions, by language.</param>
/// <param name="Keywords">Identifiers, organisations, themes: found in every language.</param>
/// <param name="Facets">Values by facet name, e.g. <c>language</c> to <c>sw</c>, <c>ha</c>.</param>
public sealed record SearchDocument(
    LocalizedText Titles,
    LocalizedText Texts,
    IReadOnlyList<string> Keywords,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Facets);

/// <summary>The order of results.</summary>
public enum SearchOrder
{
    /// <summary>Best match first; without words, newest first.</summary>
    Relevance,

    /// <summary>Newest change first.</summary>
    Newest,

    /// <summary>By title, in the reader's language.</summary>
    Title,
}

/// <summary>One question to the index.</summary>
/// <param name="Module">Name of the module to search in, or null for all.</param>
/// <param name="Words">What the reader typed, or null.</param>
/// <param name="Language">The reader's language (BCP 47): its analyser is tried first and its titles order the results.</param>
/// <param name="Selected">Chosen values by facet: or within a facet, and across facets.</param>
/// <param name="Order">The order of results.</param>
/// <param name="Skip">Results to leave out at the start.</param>
/// <param name="Take">Results to return at the most; 0 for counts alone.</param>
/// <param name="Facets">Facets to count; each is counted with every choice but its own.</param>
public sealed record SearchQuery(
    string? Module,
    string? Words,
    string Language,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Selected,
    SearchOrder Order = SearchOrder.Relevance,
    int Skip = 0,
    int Take = 20,
    IReadOnlyList<string>? Facets = null);

/// <summary>The answer to a <see cref="SearchQuery"/>.</summary>
/// <param name="Total">How many records match, exactly.</param>
/// <param name="Ids">Ids of the records asked for, in order.</param>
/// <param name="Facets">For each facet asked for, every value with its exact count, most frequent first.</param>
/// <param name="Sequence">The change sequence the index had reached.</param>
/// <param name="Suggestion">Other words that would find more, when these found nothing whatever is chosen; else null.</param>
public sealed record SearchResult(
    long Total,
    IReadOnlyList<string> Ids,
    IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets,
    long Sequence,
    string? Suggestion);

/// <summary>How many matching records carry one value of a facet.</summary>
public sealed record FacetCount(string Value, int Count);

/// <summary>The node's search index: derived from the registry, can be thrown away and rebuilt.</summary>
public interface ISearchIndex
{
    /// <summary>Answers <paramref name="query"/>.</summary>
    SearchResult Search(SearchQuery query);

    /// <summary>Applies every change of the registry that the index has not seen, durably.</summary>
    /// <returns>The change sequence reached.</returns>
    Task<long> FollowAsync(CancellationToken cancel);

    /// <summary>Throws the index away and builds it from the registry.</summary>
    Task<long> RebuildAsync(CancellationToken cancel);
}
