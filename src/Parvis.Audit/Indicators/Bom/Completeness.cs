namespace Parvis.Audit.Indicators.Bom;

/// <summary>How complete a bill is: the fields that apply to its subject, and which are empty. A filled field says nothing of its truth.</summary>
/// <param name="Fields">Fields that apply.</param>
/// <param name="Missing">Of them, those that are empty.</param>
internal sealed record Completeness(IReadOnlyList<BomField> Fields, IReadOnlyList<BomField> Missing)
{
    public int Filled => Fields.Count - Missing.Count;

    /// <summary>Filled fields of a hundred, rounded down: only a bill without gaps has 100.</summary>
    public int PerCent => 100 * Filled / Fields.Count;

    public static Completeness Of(BillOfMaterials bill)
    {
        var fields = BomField.All.Where(field => field.Applies(bill.Kind)).ToList();
        return new(fields, [.. fields.Where(field => !field.Filled(bill))]);
    }
}
