using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Parvis.Commons.Indicators;
using Parvis.Kernel.Search;

namespace Parvis.Commons.Api;

/// <summary>A question to the catalogue as it stands in an address: <c>?q=…&amp;language=sw&amp;openness=open&amp;sort=newest&amp;page=2</c>. The page and the API read it the same way.</summary>
/// <param name="Words">What the reader typed, or null.</param>
/// <param name="Selected">Chosen values by facet.</param>
/// <param name="Order">The order of results.</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Results a page, 1 to 100.</param>
internal sealed record CatalogueQuery(string? Words, IReadOnlyDictionary<string, IReadOnlyList<string>> Selected, SearchOrder Order, int Page, int Size)
{
    public const int DefaultSize = 20;
    private const int LargestSize = 100;
    private const int LastResult = 10_000; // beyond it, filter: nobody reads page 500, and each would cost more than the one before

    public static CatalogueQuery Read(IQueryCollection query)
    {
        var selected = CatalogueSearch.FacetNames
            .Select(facet => (facet, values: (IReadOnlyList<string>)[.. query[facet].OfType<string>().Where(value => value.Length is > 0 and <= 200).Take(20)]))
            .Where(pair => pair.values.Count > 0)
            .ToDictionary(pair => pair.facet, pair => pair.values, StringComparer.Ordinal);
        var words = query["q"].ToString().Trim();
        var order = Enum.TryParse<SearchOrder>(query["sort"], ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : SearchOrder.Relevance;
        var size = Math.Clamp(Number(query["size"], DefaultSize), 1, LargestSize);
        return new(words.Length == 0 ? null : words, selected, order, Math.Clamp(Number(query["page"], 1), 1, LastResult / size), size);
    }

    /// <summary>The question in the index' terms.</summary>
    public SearchQuery ToSearch(string language, bool facets = true) =>
        new("commons", Words, language, Selected, Order, (Page - 1) * Size, Size, facets ? CatalogueSearch.FacetNames : null);

    /// <summary>The last page that can be asked for, of <paramref name="total"/> results.</summary>
    public int LastPage(long total) => (int)Math.Max(1, (Math.Min(total, LastResult) + Size - 1) / Size);

    /// <summary>The same question at <paramref name="path"/>, on another page.</summary>
    public string AddressOf(string path, int page) => Address(path, Selected, page);

    /// <summary>The same question with a value chosen that was not, or the other way round; from its first page.</summary>
    public string Toggle(string path, string facet, string value)
    {
        var chosen = new Dictionary<string, IReadOnlyList<string>>(Selected, StringComparer.Ordinal);
        var values = chosen.GetValueOrDefault(facet) ?? [];
        chosen[facet] = values.Contains(value, StringComparer.Ordinal) ? [.. values.Where(other => other != value)] : [.. values, value];
        return Address(path, chosen, page: 1);
    }

    private string Address(string path, IReadOnlyDictionary<string, IReadOnlyList<string>> selected, int page)
    {
        var parts = new List<KeyValuePair<string, string?>>();
        if (Words is not null) parts.Add(new("q", Words));
        parts.AddRange(CatalogueSearch.FacetNames.SelectMany(facet => (selected.GetValueOrDefault(facet) ?? []).Select(value => new KeyValuePair<string, string?>(facet, value))));
        if (Order != SearchOrder.Relevance) parts.Add(new("sort", Order.ToString().ToLowerInvariant()));
        if (Size != DefaultSize) parts.Add(new("size", Size.ToString(CultureInfo.InvariantCulture)));
        if (page > 1) parts.Add(new("page", page.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(path, parts);
    }

    private static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
