using System.Text.Json.Nodes;
using Parvis.Kernel.Records.Codes;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>Licences of a bill in the two ways of CycloneDX: licences with an id or a name, or one SPDX expression. Up to 1.6 they do not mix.</summary>
internal static class CycloneDxLicences
{
    /// <summary>The licences, or null when none was found.</summary>
    public static JsonArray? Of(BillOfMaterials bill, string version)
    {
        // A licence that is recognised in its own text and named by a card is one licence: its text was read.
        var found = bill.Licences.OrderBy(licence => licence.Method, StringComparer.Ordinal).Select(licence => (Expression: Spdx(licence), Words: PlainWords.Of(licence.Licence), licence.Method))
            .Where(licence => licence.Words.Length > 0).DistinctBy(licence => licence.Expression?.Value ?? licence.Words, StringComparer.Ordinal).ToList();
        if (found.Count == 0) return null;
        if (found is [{ Expression: { } only }] && !IsListed(only)) return new(new JsonObject { ["expression"] = only.Value, ["acknowledgement"] = "declared" });
        return new([.. found.Select(licence => licence.Expression switch
        {
            { } listed when IsListed(listed) => Licence("id", listed.Value),
            { } expression when version != "1.6" => new JsonObject { ["expression"] = expression.Value, ["acknowledgement"] = "declared" },
            var other => Licence("name", other?.Value ?? licence.Words),
        })]);
    }

    /// <summary>The expression, where it is one: a report can come from elsewhere.</summary>
    public static LicenceExpression? Spdx(LicenceFound licence) => licence.Spdx && LicenceExpression.TryParse(licence.Licence, out var expression) ? expression : null;

    private static JsonObject Licence(string key, string value) => new() { ["license"] = new JsonObject { [key] = value, ["acknowledgement"] = "declared" } };

    private static bool IsListed(LicenceExpression expression) => expression.Licences is [{ } one] && one.Id == expression.Value && !one.Id.StartsWith("LicenseRef-", StringComparison.Ordinal);
}
