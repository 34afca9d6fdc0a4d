using System.Text.Json;

namespace Parvis.Commons.Records.Croissant;

/// <summary>A rule of Croissant that a document breaks, and where.</summary>
/// <param name="Pointer">JSON Pointer of the object or value.</param>
/// <param name="Rule">One of <see cref="CroissantRules"/>.</param>
/// <param name="Detail">What was found there.</param>
internal sealed record CroissantViolation(string Pointer, string Rule, string Detail);

/// <summary>The rules that make a document no Croissant, by the names they are reported under.</summary>
internal static class CroissantRules
{
    public const string Object = "croissant.object";
    public const string Context = "croissant.context-missing";
    public const string Type = "croissant.type";
    public const string ConformsTo = "croissant.conformsTo";
    public const string Name = "croissant.name-missing";
    public const string NameCharacters = "croissant.name-characters";
    public const string Date = "croissant.date";
    public const string DistributionType = "croissant.distribution-type";
    public const string DuplicateId = "croissant.id-duplicate";
    public const string EncodingFormat = "croissant.encodingFormat-missing";
    public const string ContentUrl = "croissant.contentUrl-missing";
    public const string Hash = "croissant.hash-missing";
    public const string Includes = "croissant.includes-missing";
    public const string ContainedIn = "croissant.containedIn-dangling";
    public const string RecordSet = "croissant.recordSet";
    public const string FieldName = "croissant.field-name-missing";
    public const string DataType = "croissant.dataType";
    public const string Source = "croissant.source-missing";
    public const string Reference = "croissant.reference-dangling";
    public const string Extract = "croissant.extract-ambiguous";
    public const string Columns = "croissant.data-columns";
}

/// <summary>Says whether a document is valid Croissant (0.8, 1.0, 1.1), as mlcroissant 1.1.0 does, the reference validator.</summary>
/// <remarks>It reads metadata only; nothing is fetched. A document without <c>conformsTo</c> is read as 0.8.</remarks>
internal static class CroissantValidator
{
    /// <summary>All violations, in document order of the parts; none when the document is valid.</summary>
    public static IReadOnlyList<CroissantViolation> Validate(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) return [new("", CroissantRules.Object, $"{document.ValueKind} where one dataset should be")];
        if (!document.TryGetProperty("@context", out var context)) return [new("", CroissantRules.Context, "no @context, so no term has a meaning")];
        var dataset = new JsonLdNode(document, "", new JsonLdContext(context));
        if (!dataset.Types.Contains(CroissantTerms.SchemaOrg + "Dataset")) return [new("/@type", CroissantRules.Type, $"[{string.Join(", ", dataset.Types)}] is not schema.org/Dataset")];
        var check = new CroissantCheck(dataset);
        check.Run();
        return check.Violations;
    }

    /// <summary>The Croissant version a document claims; 0.8 when it claims none.</summary>
    public static string Version(JsonLdNode dataset) =>
        dataset[CroissantTerms.ConformsTo].Select(v => v.Reference).OfType<string>()
            .Where(v => v is CroissantTerms.Croissant1 + "0.8" or CroissantTerms.Croissant1 + "1.0" or CroissantTerms.Croissant1 + "1.1")
            .Select(v => v[^3..]).FirstOrDefault() ?? "0.8";
}
