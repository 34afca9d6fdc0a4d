namespace Parvis.Audit.Records.Hdf5;

/// <summary>Rules about HDF5 files.</summary>
internal static class Hdf5Rules
{
    public static readonly Rule Broken = new("hdf5.broken", Severity.Malformed);
    public static readonly Rule Truncated = new("hdf5.truncated", Severity.Malformed);
    public static readonly Rule Empty = new("hdf5.empty", Severity.Note);
    public static readonly Rule Outside = new("hdf5.outside", Severity.Unsafe);
    public static readonly Rule Beside = new("hdf5.beside", Severity.Suspicious);
    public static readonly Rule PlugIn = new("hdf5.plug-in", Severity.Suspicious);
    public static readonly Rule Dense = new("hdf5.dense", Severity.NotExamined);
    public static readonly Rule Shared = new("hdf5.shared", Severity.NotExamined);

    public static IEnumerable<Rule> All => [Broken, Truncated, Empty, Outside, Beside, PlugIn, Dense, Shared];
}
