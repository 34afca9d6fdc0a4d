using System.Text.Json.Nodes;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>The card of a model in CycloneDX: parameters, results, considerations. Considerations are places to read, since only people can say what stands there.</summary>
internal static class CycloneDxModelCard
{
    public static JsonObject Of(BillOfMaterials bill)
    {
        var parameters = new JsonObject();
        if (bill.Task is { } task) parameters["task"] = task.Words;
        if (bill.Family is { } family) parameters["architectureFamily"] = family.Words;
        if (bill.Architecture is { } architecture) parameters["modelArchitecture"] = architecture.Words;
        if (bill.DataSets.Count > 0) parameters["datasets"] = new JsonArray([.. bill.DataSets.Select((_, at) => new JsonObject { ["ref"] = $"data-{at + 1}" })]);
        if (bill.Modalities is { } modalities)
        {
            parameters["inputs"] = Formats(modalities.Inputs);
            parameters["outputs"] = Formats(modalities.Outputs);
        }
        var card = new JsonObject { ["modelParameters"] = parameters };
        if (bill.Results.Count > 0) card["quantitativeAnalysis"] = new JsonObject { ["performanceMetrics"] = new JsonArray([.. bill.Results.Select(Metric)]) };
        if (Considerations(bill) is { Count: > 0 } considerations) card["considerations"] = considerations;
        return card;
    }

    private static JsonArray Formats(IEnumerable<string> formats) => new([.. formats.Select(format => new JsonObject { ["format"] = format })]);

    private static JsonObject Metric(EvaluationResult result)
    {
        var metric = new JsonObject { ["type"] = result.Metric, ["value"] = result.Value };
        if (result.DataSet is { } data) metric["slice"] = data;
        return metric;
    }

    private static JsonObject Considerations(BillOfMaterials bill)
    {
        var considerations = new JsonObject();
        if (bill.Sections.Uses is { } uses) considerations["useCases"] = new JsonArray(DocumentSections.Place(uses));
        if (bill.Sections.Limitations is { } limitations) considerations["technicalLimitations"] = new JsonArray(DocumentSections.Place(limitations));
        if (bill.Sections.Risks is { } risks) considerations["ethicalConsiderations"] = new JsonArray(new JsonObject { ["name"] = DocumentSections.Place(risks) });
        if (bill.Emissions is { } emissions) considerations["environmentalConsiderations"] = new JsonObject { ["properties"] = new JsonArray(new JsonObject { ["name"] = "co2_eq_emissions", ["value"] = emissions.Words }) };
        return considerations;
    }
}
