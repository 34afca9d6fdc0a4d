using Parvis.Commons.Indicators;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Commons.Pages;

/// <summary>Codes in the reader's words.</summary>
internal static class Naming
{
    /// <summary>A facet's value as readers call it, e.g. <c>sw</c> of <c>language</c> as "Swahili".</summary>
    public static string Value(LanguageTexts texts, string facet, string value) => facet switch
    {
        CatalogueSearch.Kind => Kind(texts, value),
        CatalogueSearch.Openness => texts[$"commons.openness.{value}"],
        CatalogueSearch.Language => Language(texts, value),
        CatalogueSearch.Country => Country(texts, value),
        CatalogueSearch.Sdg => Sdg(texts, value),
        CatalogueSearch.Source => Authority(texts, value),
        CatalogueSearch.Theme => value.Replace('-', ' '),
        _ => value,
    };

    public static string Kind(LanguageTexts texts, string kind) => texts[$"commons.kind.{kind}"];

    public static string Language(LanguageTexts texts, string code) => LanguageCode.TryParse(code, out var language) ? language.NameIn(texts.Tag) : code;

    public static string Country(LanguageTexts texts, string code) => CountryCode.TryParse(code, out var country) ? country.NameIn(texts.Tag) : code;

    public static string Sdg(LanguageTexts texts, string number) =>
        Kernel.Records.Codes.Sdg.TryParse(number, out var goal) ? $"{goal.Number}. {goal.NameIn(texts.Tag)}" : number;

    /// <summary>Who speaks, as readers call it: our name of the catalogue, or the host that serves it.</summary>
    public static string Authority(LanguageTexts texts, string authority) => authority switch
    {
        "dpg" => texts["commons.authority.dpg"],
        "os-ai-map" => texts["commons.authority.os-ai-map"],
        "mof" => texts["commons.authority.mof"],
        "huggingface" => texts["commons.authority.huggingface"],
        "founding" => texts["commons.authority.founding"],
        _ when authority.StartsWith("collection:", StringComparison.Ordinal) => authority, // a name that is also somebody else's
        _ => authority.Split(':', 2)[^1],
    };

    /// <summary>Those who state a value, each once.</summary>
    public static string Authorities(LanguageTexts texts, CatalogueRecord record, IEnumerable<int> sources) =>
        string.Join(texts["commons.comma"], sources.Select(source => Authority(texts, record.Sources[source].Authority)).ToHashSet(StringComparer.Ordinal));

    public static Tone Tone(OpennessLevel level) => level switch
    {
        OpennessLevel.Open => Interface.Components.Tone.Open,
        OpennessLevel.Partial => Interface.Components.Tone.Partial,
        OpennessLevel.Closed => Interface.Components.Tone.Closed,
        _ => Interface.Components.Tone.Unknown,
    };

    public static string Openness(LanguageTexts texts, OpennessLevel level) => texts[$"commons.openness.{level.ToString().ToLowerInvariant()}"];

    /// <summary>What went wrong, in a word: <c>unreachable</c>, <c>refused</c> or <c>dropped</c>.</summary>
    public static string Severity(LanguageTexts texts, string severity) => severity switch
    {
        HarvestProblem.Unreachable => texts["commons.problem.unreachable"],
        HarvestProblem.Refused => texts["commons.problem.refused"],
        _ => texts["commons.problem.dropped"],
    };
}
