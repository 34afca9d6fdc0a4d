namespace Parvis.Kernel.Evidence;

/// <summary>The two parts of a proof file that are signed.</summary>
public enum ProofPart
{
    /// <summary>The statement's DSSE envelope.</summary>
    Envelope,

    /// <summary>The log's checkpoint.</summary>
    Checkpoint,
}

/// <summary>What came of verifying a proof file.</summary>
public abstract record ProofOutcome
{
    private ProofOutcome()
    {
    }

    /// <summary>The key's owner made this statement and logged it.</summary>
    /// <param name="Statement">What was stated.</param>
    /// <param name="Index">Its place in the log.</param>
    /// <param name="TreeSize">Entries in the log that the checkpoint covers.</param>
    /// <param name="Origin">The log's name.</param>
    /// <param name="File">The subject that the given file is, or null when none was given.</param>
    public sealed record Verified(Statement Statement, long Index, long TreeSize, string Origin, Subject? File) : ProofOutcome;

    /// <summary>A part is by another key than the one given.</summary>
    /// <param name="Part">Which part.</param>
    /// <param name="Expected">Name and hash of the key given.</param>
    /// <param name="Found">Name and hash that the part bears.</param>
    public sealed record WrongKey(ProofPart Part, string Expected, string Found) : ProofOutcome;

    /// <summary>A part bears the key's name, but the signature does not fit: it was changed after signing.</summary>
    /// <param name="Part">Which part.</param>
    public sealed record BadSignature(ProofPart Part) : ProofOutcome;

    /// <summary>The inclusion proof does not lead from the envelope to the checkpoint's root.</summary>
    /// <param name="Index">The place the proof claims.</param>
    /// <param name="TreeSize">Entries in the log that the checkpoint covers.</param>
    public sealed record NotIncluded(long Index, long TreeSize) : ProofOutcome;

    /// <summary>The statement is proven, but it is not about the given file.</summary>
    /// <param name="Sha256">SHA-256 of the given file.</param>
    /// <param name="Subjects">What the statement is about.</param>
    public sealed record FileDiffers(string Sha256, IReadOnlyList<Subject> Subjects) : ProofOutcome;

    /// <summary>The text is not a proof file.</summary>
    /// <param name="Line">Where, counted from 1.</param>
    /// <param name="Reason">What the format asks for.</param>
    public sealed record Malformed(int Line, string Reason) : ProofOutcome;
}
