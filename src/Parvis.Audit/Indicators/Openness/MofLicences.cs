using System.Collections.Frozen;
using System.Text.Json;
using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>Which licences the Model Openness Tool takes for open, and for which kinds of component: <c>data/audit/mof-licences.json</c>.</summary>
internal static class MofLicences
{
    private static readonly string[] OpenDataFamilies = ["CC0-", "CC-BY-", "CDLA-", "ODC-", "ODbL-", "PDDL-", "OGL-", "O-UDA-", "DL-DE-", "NLOD-", "etalab-"];
    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>>> Loaded = new(Load);

    /// <summary>Whether the tool takes the words for an open licence: it compares them letter by letter.</summary>
    public static bool IsOpenToTool(string words) => Loaded.Value["open"].Contains(words);

    /// <summary>Whether the tool has the licence on its list for the kind of the component.</summary>
    public static bool SuitsToTool(string words, MofComponent component) => Loaded.Value[component.Type].Contains(words);

    /// <summary>Whether an open licence is made for the kind of the component: what OSI approved for code, open data licences for data and documents, and what the tool lists.</summary>
    public static bool Suits(LicenceTerms terms, MofComponent component) => terms.Id.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Any(id =>
        SuitsToTool(id, component) || component.Criterion.Kind switch
        {
            CriterionKind.Code => terms.OsiApproved,
            CriterionKind.Data => IsOpenData(id),
            _ => IsOpenData(id) || id.StartsWith("GFDL-", StringComparison.Ordinal),
        });

    private static bool IsOpenData(string id) => OpenDataFamilies.Any(family => id.StartsWith(family, StringComparison.Ordinal));

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        using var stream = typeof(MofLicences).Assembly.GetManifestResourceStream("Data/mof-licences.json") ?? throw new InvalidOperationException("The program was built without data/audit/mof-licences.json.");
        using var document = JsonDocument.Parse(stream);
        return new[] { "open", "code", "data", "document" }.ToFrozenDictionary(
            list => list,
            list => document.RootElement.GetProperty(list).EnumerateArray().Select(id => id.GetString()!).ToFrozenSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
