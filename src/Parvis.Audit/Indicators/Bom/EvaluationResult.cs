using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>A result of an evaluation that a card states (Hugging Face's <c>model-index</c>).</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">The result, in the words of the card.</param>
/// <param name="DataSet">On which data, or null.</param>
/// <param name="Path">The card.</param>
internal sealed record EvaluationResult(string Metric, string Value, string? DataSet, string Path)
{
    private const int Most = 200;

    /// <summary>The results that a file states.</summary>
    public static IEnumerable<EvaluationResult> Of(FileReport file) =>
        (from model in Items((file.Facts[FactNames.Card] as JsonObject)?["model-index"])
         from result in Items(model["results"])
         from metric in Items(result["metrics"])
         let name = PlainWords.Of(metric["type"] ?? metric["name"])
         let value = PlainWords.Of(metric["value"])
         where name.Length > 0 && value.Length > 0
         let data = PlainWords.Of((result["dataset"] as JsonObject)?["name"])
         select new EvaluationResult(name, value, data.Length > 0 ? data : null, file.Path)).Take(Most);

    private static IEnumerable<JsonObject> Items(JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];
}
