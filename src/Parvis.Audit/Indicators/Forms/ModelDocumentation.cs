using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Bom;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>
/// The Model Documentation Form of the Code of Practice for general-purpose AI (chapter on transparency, 10 July 2025). It numbers nothing; our numbers count its sections in their order.
/// Which answers go to the AI Office, to national authorities or to those who build on the model, the form says.
/// </summary>
internal static class ModelDocumentation
{
    /// <summary>What a provider may publish beside the model: criteria of openness that files show.</summary>
    private static readonly string[] Assets = ["architecture-code", "training-code", "preprocessing-code", "evaluation-code", "inference-code", "datasets", "data-card", "evaluation-results", "intermediate-parameters"];

    public static readonly Form Form = new("model-documentation", "General-Purpose AI Code of Practice, 10.7.2025",
    [
        new("1", "document-date", "document-version", SharedAnswers.Provider, SharedAnswers.ModelNames, new FormField("authenticity", Authenticity), new FormField("release-date", bill => FormAnswer.Stated(bill.Released)), "union-date", SharedAnswers.Dependencies),
        new("2",
            new FormField("architecture", bill => FormAnswer.Stated(bill.Architecture, bill.Family)),
            new FormField("design", Design),
            new FormField("input-modalities", bill => bill.Modalities is { } modalities ? new(modalities.Inputs, "self-declared", PlainWords.Of(bill.Task!.Path), Named: true) : null),
            new FormField("input-size", bill => FormAnswer.Stated(bill.ContextLength)),
            new FormField("output-modalities", bill => bill.Modalities is { } modalities ? new(modalities.Outputs, "self-declared", PlainWords.Of(bill.Task!.Path), Named: true) : null),
            "output-size",
            new FormField("model-size", Size)),
        new("3",
            "channels",
            new FormField("licence", Licence),
            new FormField("licence-category", Category),
            new FormField("assets", Published)),
        new("4",
            new FormField("use-policy", bill => bill.Files.FirstOrDefault(file => file.Path.Contains("USE_POLICY", StringComparison.OrdinalIgnoreCase)) is { } policy ? FormAnswer.Measured(PlainWords.Of(policy.Path)) : null),
            new FormField("uses", bill => FormAnswer.See(bill.Sections.Uses)),
            new FormField("systems", bill => FormAnswer.Stated(bill.Task)),
            new FormField("integration", bill => FormAnswer.Stated(bill.Library)),
            "hardware",
            new FormField("software", bill => FormAnswer.Stated([.. bill.Requirements]))),
        new("5", new FormField("training-design", bill => FormAnswer.See(bill.Sections.Training)), "training-rationale"),
        new("6",
            "data-modalities",
            new FormField("data-provenance", bill => FormAnswer.Stated([.. bill.DataSets])),
            new FormField("data-obtained", bill => FormAnswer.See(bill.Sections.Provenance)),
            "data-points",
            new FormField("data-scope", bill => FormAnswer.Stated([.. bill.Languages])),
            "data-curation",
            "data-unsuitable",
            new FormField("data-biases", bill => FormAnswer.See(bill.Sections.Risks))),
        new("7", "compute-time", "compute-amount", "compute-method"),
        new("8", "energy-amount", new FormField("energy-method", bill => FormAnswer.See(bill.Sections.Energy)), "inference-amount", "inference-method"),
    ]);

    /// <summary>The root digest of OpenSSF Model Signing, by which a copy is known to be the same.</summary>
    private static FormAnswer? Authenticity(BillOfMaterials bill) => bill.Report.Subject.Digest is { } digest ? FormAnswer.Measured($"sha256:{digest} (OpenSSF Model Signing)") : null;

    private static FormAnswer? Design(BillOfMaterials bill) => bill.Sizes.Count == 0 ? null : new([.. bill.Sizes.Select(size => $"{size.Name}: {size.Value}")], "self-declared", PlainWords.Of(bill.SizesPath!));

    /// <summary>The number of parameters, and the step of the form's scale that it is in.</summary>
    private static FormAnswer? Size(BillOfMaterials bill)
    {
        if (bill.Report.Parameters is not { } parameters) return null;
        (long Upto, string Step)[] steps = [(500_000_000, "1–500M"), (5_000_000_000, "500M–5B"), (15_000_000_000, "5B–15B"), (50_000_000_000, "15B–50B"), (100_000_000_000, "50B–100B"), (500_000_000_000, "100B–500B"), (1_000_000_000_000, "500B–1T"), (long.MaxValue, ">1T")];
        return FormAnswer.Measured(parameters.ToString(CultureInfo.InvariantCulture), steps.First(step => parameters <= step.Upto).Step);
    }

    private static FormAnswer? Licence(BillOfMaterials bill) =>
        bill.Licences.Count == 0 ? null
        : new([.. bill.Licences.Select(licence => PlainWords.Of(licence.Licence)).Concat(bill.LicenceLink is { } link ? [link.Words] : []).Distinct(StringComparer.Ordinal)], bill.Licences[0].Method == "document-read" ? "measured" : "self-declared", PlainWords.Of(bill.Licences[0].Path));

    /// <summary>Whether the licences found are open, where each of them is one that somebody judged.</summary>
    private static FormAnswer? Category(BillOfMaterials bill)
    {
        var judged = bill.Licences.Select(licence => CycloneDxLicences.Spdx(licence)?.IsOpen).ToList();
        return judged.Count == 0 || judged.Contains(null) ? null : new([judged.Contains(false) ? "restricted" : "open"], "measured", Named: true);
    }

    private static FormAnswer? Published(BillOfMaterials bill)
    {
        var places = (from claim in (bill.Report.Openness["claims"] as JsonArray ?? []).OfType<JsonObject>()
                      where Assets.Contains(PlainWords.Of(claim["criterion"]), StringComparer.Ordinal) && PlainWords.Of(claim["method"]) == "measured"
                      select PlainWords.Of((claim["evidence"] as JsonObject)?["place"])).Where(place => place.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return places.Count == 0 ? null : FormAnswer.Measured(places);
    }
}
