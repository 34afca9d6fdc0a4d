namespace Parvis.Audit.Records.Numpy;

/// <summary>Rules about arrays of NumPy.</summary>
internal static class NpyRules
{
    /// <summary>The header is not the plain description it must be.</summary>
    public static readonly Rule Header = new("npy.header", Severity.Malformed);

    /// <summary>The array is larger than the file, or than any computer.</summary>
    public static readonly Rule Length = new("npy.length", Severity.Malformed);

    /// <summary>It holds Python objects, so that loading it runs a pickle.</summary>
    public static readonly Rule Objects = new("npy.objects", Severity.Suspicious);

    public static IEnumerable<Rule> All => [Header, Length, Objects];
}
