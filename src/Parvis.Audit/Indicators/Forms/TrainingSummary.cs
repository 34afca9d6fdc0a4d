using Parvis.Audit.Indicators.Bom;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>
/// The public summary of training content that Article 53(1)(d) of Regulation (EU) 2024/1689 asks of providers of general-purpose models, by the template of the AI Office.
/// A card may name data sets; whether they were public, licensed or crawled it seldom says, so those questions stay open.
/// </summary>
internal static class TrainingSummary
{
    public static readonly Form Form = new("training-summary", "C(2025) 8311",
    [
        new("0", "document-version", "document-date"),
        new("1.1", SharedAnswers.Provider, "representative"),
        new("1.2", SharedAnswers.ModelNames, SharedAnswers.Dependencies, "union-date"),
        new("1.3", "data-modalities", "data-size", "data-content", "data-latest", new FormField("data-languages", bill => FormAnswer.Stated([.. bill.Languages])), "data-other"),
        new("2.1", "public-used", "public-modalities", new FormField("public-list", bill => FormAnswer.Stated([.. bill.DataSets])), "public-rest"),
        new("2.2.1", "licensed-used", "licensed-modalities"),
        new("2.2.2", "private-used", "private-modalities", "private-list", "private-rest"),
        new("2.3", "crawl-used", "crawl-names", "crawl-purposes", "crawl-behaviour", "crawl-period", "crawl-content", "crawl-modalities", "crawl-domains"),
        new("2.4", "user-model", "user-services", "user-description", "user-modalities"),
        new("2.5", "synthetic-used", "synthetic-modalities", "synthetic-models", "synthetic-rest"),
        new("2.6", "other-used", "other-description"),
        new("3.1", "rights-signatory", "rights-measures"),
        new("3.2", "illegal-measures"),
        new("3.3", new FormField("processing-other", bill => FormAnswer.See(bill.Sections.PersonalData))),
    ]);
}
