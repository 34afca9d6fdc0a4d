using Parvis.Commons.Indicators;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;

namespace Parvis.Commons.Api;

/// <summary>One page of records found.</summary>
/// <param name="Total">How many records match, exactly.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Size">Records a page.</param>
/// <param name="Sequence">The change sequence that the answer reflects.</param>
/// <param name="Suggestion">Other words that would find more, when these found nothing.</param>
/// <param name="Records">The records of this page.</param>
/// <param name="Facets">For each facet, values with exact counts.</param>
/// <param name="Next">Address of the next page, or null.</param>
internal sealed record RecordPage(long Total, int Page, int Size, long Sequence, string? Suggestion, IReadOnlyList<RecordSummary> Records, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets, string? Next)
{
    public static RecordPage Of(CatalogueQuery query, SearchResult result, IReadOnlyList<CatalogueEntry> entries, string nodeAddress) => new(
        result.Total, query.Page, query.Size, result.Sequence, result.Suggestion,
        [.. entries.Select(entry => RecordSummary.Of(entry, nodeAddress))], result.Facets,
        query.Page < query.LastPage(result.Total) ? nodeAddress + query.AddressOf("/api/commons/records", query.Page + 1) : null);
}

/// <summary>What a list shows of a record.</summary>
internal sealed record RecordSummary(
    string Id, string Kind, IReadOnlyDictionary<string, string> Titles, IReadOnlyDictionary<string, string> Descriptions, string? Openness, IReadOnlyList<string> Licences,
    IReadOnlyList<string> Languages, IReadOnlyList<string> Countries, IReadOnlyList<int> Sdgs, IReadOnlyList<string> Sources, long Version, DateTimeOffset ChangedAt, string Sha256, long LedgerIndex, string Address, string Api)
{
    public static RecordSummary Of(CatalogueEntry entry, string nodeAddress)
    {
        var (version, record) = entry;
        return new(
            record.Id, record.Kind, record.TitlesByLanguage().Texts, record.DescriptionsByLanguage().Texts,
            Indicators.Openness.Of(record).Level?.ToString().ToLowerInvariant(),
            [.. record.Licences.Select(licence => licence.Value.Spdx ?? licence.Value.Text).ToHashSet(StringComparer.Ordinal)],
            [.. record.Languages.Select(stated => stated.Value)], [.. record.Countries.Select(stated => stated.Value)], [.. record.Sdgs.Select(stated => stated.Value)],
            [.. record.Sources.Select(source => source.Authority).ToHashSet(StringComparer.Ordinal)],
            version.Version, version.ChangedAt, version.Digest, version.LedgerIndex,
            $"{nodeAddress}/en/commons/records/{record.Id}", $"{nodeAddress}/api/commons/records/{record.Id}");
    }
}

/// <summary>What a history shows of one version.</summary>
internal sealed record VersionSummary(long Version, DateTimeOffset ChangedAt, bool Withdrawn, string Sha256, long LedgerIndex, IReadOnlyDictionary<string, string> Titles)
{
    public static VersionSummary Of(Record record) => new(record.Version, record.ChangedAt, record.Withdrawn, record.Digest, record.LedgerIndex, record.Titles.Texts);
}
