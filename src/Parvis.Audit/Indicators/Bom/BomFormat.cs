namespace Parvis.Audit.Indicators.Bom;

/// <summary>A format of bills of materials.</summary>
/// <param name="Word">How it is asked for, e.g. <c>cyclonedx-1.6</c>.</param>
/// <param name="Version">Version of its specification.</param>
/// <param name="Write">Writes a bill: the same facts give the same bytes.</param>
internal sealed record BomFormat(string Word, string Version, Func<BillOfMaterials, string, byte[]> Write)
{
    public static readonly IReadOnlyList<BomFormat> All =
    [
        new("cyclonedx-1.6", "1.6", CycloneDx.Write),
        new("cyclonedx-1.7", "1.7", CycloneDx.Write),
        new("spdx-3.0", "3.0.1", Spdx.Write),
    ];

    /// <summary>The bytes of <paramref name="bill"/> in this format.</summary>
    public byte[] Of(BillOfMaterials bill) => Write(bill, Version);
}
