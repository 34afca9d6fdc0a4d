using Parvis.Commons.Records;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;
using Parvis.Kernel.Records.Codes;
using Parvis.Kernel.Search;

namespace Parvis.Commons.Indicators;

/// <summary>What the search index stores for a record of the commons.</summary>
internal sealed class CatalogueSearch : ISearchMapping
{
    public const string Kind = "kind";
    public const string Openness = "openness";
    public const string Language = "language";
    public const string Country = "country";
    public const string Licence = "licence";
    public const string Theme = "theme";
    public const string Sdg = "sdg";
    public const string Source = "source";

    private const int MostNamed = 40; // a record in 500 languages is about none of them

    /// <summary>The facets, in the order they are shown.</summary>
    public static readonly string[] FacetNames = [Kind, Openness, Language, Country, Theme, Sdg, Licence, Source];

    public string Module => "commons";

    public int Version => 2;

    public IReadOnlyList<string> Facets => FacetNames;

    public SearchDocument Map(Record record)
    {
        var catalogue = CatalogueRecord.FromBytes(record.Body);
        return new(catalogue.TitlesByLanguage(), catalogue.DescriptionsByLanguage(), [.. Keywords(catalogue)], FacetsOf(catalogue));
    }

    // Whoever looks for "swahili" means the code sw too.
    private static IEnumerable<string> Keywords(CatalogueRecord record) => record.Organisations.Select(organisation => organisation.Value.Name)
        .Concat(record.Themes.Select(theme => theme.Value))
        .Concat(record.Identifiers.Select(identifier => identifier.Value))
        .Concat(record.Languages.Take(MostNamed).SelectMany(language => LanguageCode.TryParse(language.Value, out var code) ? InterfaceLanguages.All.Select(code.NameIn) : []))
        .Concat(record.Countries.Take(MostNamed).SelectMany(country => CountryCode.TryParse(country.Value, out var code) ? InterfaceLanguages.All.Select(code.NameIn) : []))
        .Concat(record.Sources.Select(source => source.Key));

    private static Dictionary<string, IReadOnlyList<string>> FacetsOf(CatalogueRecord record) => new(StringComparer.Ordinal)
    {
        [Kind] = [record.Kind],
        [Openness] = Indicators.Openness.Of(record).Level is { } level ? [level.ToString().ToLowerInvariant()] : [],
        [Language] = [.. record.Languages.Select(language => language.Value)],
        [Country] = [.. record.Countries.Select(country => country.Value)],
        [Licence] = [.. record.Licences.Select(licence => licence.Value.Spdx ?? "").Where(spdx => spdx.Length > 0).ToHashSet(StringComparer.Ordinal)],
        [Theme] = [.. record.Themes.Select(theme => theme.Value.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal)],
        [Sdg] = [.. record.Sdgs.Select(sdg => sdg.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        [Source] = [.. record.Sources.Select(source => source.Authority).ToHashSet(StringComparer.Ordinal)],
    };
}
