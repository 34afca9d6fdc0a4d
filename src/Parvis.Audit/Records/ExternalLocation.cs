using System.Text;
using System.Text.RegularExpressions;

namespace Parvis.Audit.Records;

/// <summary>
/// Judges the place a model names for a part of itself in another file. Only a plain path below the model's folder is allowed; whatever some loader or system would take for another place is not.
/// Source: onnx docs/ExternalDataSecurity.md; CVE-2022-25882, CVE-2024-27318, CVE-2025-51480.
/// </summary>
internal static partial class ExternalLocation
{
    /// <summary>Whether <paramref name="location"/> leads, or may lead, out of the model's folder.</summary>
    public static bool Leaves(string location)
    {
        // Full-width dots and slashes become plain ones on some systems.
        var plain = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(location)).Normalize(NormalizationForm.FormKC);
        return Leads(location) || Leads(plain) || (plain.Contains('%', StringComparison.Ordinal) && Leads(Uri.UnescapeDataString(plain)));
    }

    private static bool Leads(string location) =>
        location.Any(letter => char.IsControl(letter) || letter is '\\' or ':' or '\u2044' or '\u2215' or '\u29F8')
        || location.StartsWith('/') || location.StartsWith('~') || Variable().IsMatch(location)
        || location.Split('/').Any(part => part.Length > 1 && part.TrimEnd(' ', '.').Length == 0 && part.Contains("..", StringComparison.Ordinal) || part.Trim() == "..");

    [GeneratedRegex(@"\$\{?\w|%\w+%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
