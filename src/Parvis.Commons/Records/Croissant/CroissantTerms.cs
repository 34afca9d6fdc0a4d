namespace Parvis.Commons.Records.Croissant;

/// <summary>Namespaces of Croissant 0.8 and of 1.0 and 1.1.</summary>
internal static class CroissantTerms
{
    public const string SchemaOrg = "https://schema.org/";
    public const string Croissant08 = "http://mlcommons.org/schema/";
    public const string Croissant1 = "http://mlcommons.org/croissant/";
    public const string ConformsTo = "http://purl.org/dc/terms/conformsTo";
}
