using Parvis.Kernel.Search;

namespace Parvis.Commons.Indicators;

/// <summary>The living figures of the commons: counts over the records that stand now.</summary>
/// <param name="Records">Records in the catalogue.</param>
/// <param name="ByOpenness">Records by verdict of <see cref="Openness"/>.</param>
/// <param name="ByKind">Records by kind.</param>
/// <param name="ByCountry">Records by country in which they are made or led; one record counts in each of its countries.</param>
/// <param name="ByLanguage">Records by language of their content; one record counts in each of its languages.</param>
/// <param name="BySource">Records by authority that speaks of them.</param>
/// <param name="Sequence">The change sequence the counts reflect.</param>
internal sealed record CommonsFigures(
    long Records,
    IReadOnlyList<FacetCount> ByOpenness,
    IReadOnlyList<FacetCount> ByKind,
    IReadOnlyList<FacetCount> ByCountry,
    IReadOnlyList<FacetCount> ByLanguage,
    IReadOnlyList<FacetCount> BySource,
    long Sequence)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Everything = [];

    /// <summary>Counts now.</summary>
    public static CommonsFigures Of(ISearchIndex index)
    {
        var result = index.Search(new("commons", Words: null, "en", Everything, Take: 0, Facets: CatalogueSearch.FacetNames));
        return new(result.Total, result.Facets[CatalogueSearch.Openness], result.Facets[CatalogueSearch.Kind], result.Facets[CatalogueSearch.Country],
            result.Facets[CatalogueSearch.Language], result.Facets[CatalogueSearch.Source], result.Sequence);
    }

    /// <summary>Records with the verdict open.</summary>
    public long Open => ByOpenness.FirstOrDefault(count => count.Value == "open")?.Count ?? 0;

    /// <summary>Share of open records among those of which the question can be asked; null when there are none.</summary>
    public decimal? OpenShare => ByOpenness.Sum(count => (long)count.Count) is > 0 and var asked ? (decimal)Open / asked : null;
}
