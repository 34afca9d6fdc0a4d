using Parvis.Audit.Evidence;
using Parvis.Kernel.Languages;

namespace Parvis.Audit.Commands;

/// <summary>A refusal as a line for the command line, in English.</summary>
internal static class RefusalText
{
    private static readonly Lazy<LanguageTexts> English = new(() => new Texts(typeof(AuditModule).Assembly).In(InterfaceLanguages.Source));

    /// <summary>Word, sentence and detail; the detail is untrusted and loses its control characters.</summary>
    public static string Of(Refusal reason, string detail)
    {
        var clean = string.Concat(detail.Where(c => !char.IsControl(c)).Take(500));
        return $"{reason.Word()}: {English.Value[$"audit.refusal.{reason.Word()}"]}{(clean.Length == 0 ? "" : $" ({clean})")}";
    }
}
