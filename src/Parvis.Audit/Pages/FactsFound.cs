using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Pages;

/// <summary>One fact of an artefact in the reader's words, with the files that it was measured or read in.</summary>
/// <param name="Name">One of <see cref="FactNames"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Paths">The files.</param>
internal sealed record FactFound(string Name, string Value, IReadOnlyList<string> Paths);

/// <summary>The facts that tell a reader what an artefact is, joined over its files.</summary>
internal static class FactsFound
{
    private const int MostParts = 12;

    /// <summary>The facts that are shown, in their order; the others are in the report.</summary>
    private static readonly string[] Order =
    [
        FactNames.Name, FactNames.Description, FactNames.Author, FactNames.ModelVersion, FactNames.Released, FactNames.Doi,
        FactNames.Task, FactNames.Library, FactNames.ModelType, FactNames.Architecture, FactNames.Layout, FactNames.BaseModel,
        FactNames.Quantisation, FactNames.MeasuredQuantisation, FactNames.Layers, FactNames.ContextLength, FactNames.Tokenizer, FactNames.Vocabulary,
        FactNames.Languages, FactNames.DataSets, FactNames.Metrics, FactNames.Producer, FactNames.Operators, FactNames.OperatorSets,
        FactNames.RemoteCode, FactNames.External, FactNames.Imports, FactNames.Requirements,
    ];

    /// <summary>The facts of <paramref name="report"/>; equal values stand once, with all their files.</summary>
    public static IEnumerable<FactFound> Of(AuditReport report, LanguageTexts texts) =>
        from name in Order
        from fact in report.Files
            .Select(file => (file.Path, Value: Value(file.Facts[name], texts)))
            .Where(fact => fact.Value.Length > 0)
            .GroupBy(fact => fact.Value, StringComparer.Ordinal)
        select new FactFound(name, fact.Key, [.. fact.Select(found => found.Path)]);

    /// <summary>A value in words: what is too long is cut and says how much was left out.</summary>
    public static string Value(JsonNode? value, LanguageTexts texts) => value switch
    {
        JsonArray array => Joined([.. array.Select(part => Value(part, texts))], texts),
        JsonObject map => Joined([.. map.Select(part => part.Key.Length == 0 ? Value(part.Value, texts) : $"{Shown.Words(part.Key)}: {Value(part.Value, texts)}")], texts),
        JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number => decimal.TryParse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? texts.FormatNumber(parsed) : number.ToJsonString(),
        JsonValue words when words.GetValueKind() == System.Text.Json.JsonValueKind.String => Shown.Words((string)words!),
        null => "",
        _ => value.ToJsonString(),
    };

    private static string Joined(IReadOnlyList<string> parts, LanguageTexts texts)
    {
        var shown = string.Join(texts["audit.comma"], parts.Where(part => part.Length > 0).Take(MostParts));
        return parts.Count > MostParts ? texts.Get("audit.document.andMore", ("words", shown), ("count", parts.Count - MostParts)) : shown;
    }
}
