using Parvis.Audit.Indicators.Bom;

namespace Parvis.Audit.Indicators.Forms;

/// <summary>What both forms ask.</summary>
internal static class SharedAnswers
{
    public static readonly FormField Provider = new("provider", bill => FormAnswer.Stated(bill.Author));

    public static readonly FormField ModelNames = new("model-names", bill => bill.Version is null ? new([bill.Name.Words], "named") : new([$"{bill.Name.Words} {bill.Version.Words}"], "self-declared", PlainWords.Of(bill.Version.Path)));

    public static readonly FormField Dependencies = new("dependencies", bill => FormAnswer.Stated([.. bill.BaseModels]));
}
