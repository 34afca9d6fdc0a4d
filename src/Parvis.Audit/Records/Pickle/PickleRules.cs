namespace Parvis.Audit.Records.Pickle;

/// <summary>Rules about Python pickles: a pickle is a program, and these say what its program does.</summary>
internal static class PickleRules
{
    /// <summary>It imports something that runs programs, reads or writes files, or reaches the network.</summary>
    public static readonly Rule UnsafeImport = new("pickle.unsafe-import", Severity.Unsafe);

    /// <summary>It calls such a thing.</summary>
    public static readonly Rule UnsafeCall = new("pickle.unsafe-call", Severity.Unsafe);

    /// <summary>It gives program text to something that is not known.</summary>
    public static readonly Rule Code = new("pickle.code", Severity.Unsafe);

    /// <summary>The name of what it imports is computed while it is loaded.</summary>
    public static readonly Rule ComputedImport = new("pickle.computed-import", Severity.Unsafe);

    /// <summary>It changes something it imported, for all that is loaded after.</summary>
    public static readonly Rule Overwrite = new("pickle.overwrite", Severity.Unsafe);

    /// <summary>It imports something that is not on the list of what models need.</summary>
    public static readonly Rule UnknownImport = new("pickle.unknown-import", Severity.Suspicious);

    /// <summary>It calls something harmless as no honest pickle does.</summary>
    public static readonly Rule OddCall = new("pickle.odd-call", Severity.Suspicious);

    /// <summary>It calls what another call returned.</summary>
    public static readonly Rule ComputedCall = new("pickle.computed-call", Severity.Suspicious);

    /// <summary>It uses Python's extension registry: what it imports is not in the file.</summary>
    public static readonly Rule Extension = new("pickle.extension", Severity.Suspicious);

    /// <summary>It refers to an object outside, whose meaning only the loading program knows.</summary>
    public static readonly Rule PersistentId = new("pickle.persistent-id", Severity.Suspicious);

    /// <summary>A pickle lies hidden in a string of it.</summary>
    public static readonly Rule Nested = new("pickle.nested", Severity.Suspicious);

    /// <summary>A few bytes become very many objects.</summary>
    public static readonly Rule Expansion = new("pickle.expansion", Severity.Suspicious);

    /// <summary>Objects lie in each other more deeply than Python can follow.</summary>
    public static readonly Rule Nesting = new("pickle.nesting", Severity.Suspicious);

    /// <summary>It wants buffers that are not in the file.</summary>
    public static readonly Rule OutOfBand = new("pickle.out-of-band", Severity.Suspicious);

    /// <summary>Bytes follow its end that no loader reads.</summary>
    public static readonly Rule Trailing = new("pickle.trailing", Severity.Suspicious);

    /// <summary>A length in it is more than the file has.</summary>
    public static readonly Rule Length = new("pickle.length", Severity.Malformed);

    /// <summary>It is not a program that Python could run to its end.</summary>
    public static readonly Rule Broken = new("pickle.broken", Severity.Malformed);

    public static IEnumerable<Rule> All =>
    [
        UnsafeImport, UnsafeCall, Code, ComputedImport, Overwrite, UnknownImport, OddCall, ComputedCall, Extension,
        PersistentId, Nested, Expansion, Nesting, OutOfBand, Trailing, Length, Broken,
    ];
}
