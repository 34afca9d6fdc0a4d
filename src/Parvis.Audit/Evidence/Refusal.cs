namespace Parvis.Audit.Evidence;

/// <summary>Why a signature, a bundle or a report was not accepted. Its sentence is the text <c>audit.refusal.{word}</c>, where the word is the name in kebab case.</summary>
internal enum Refusal
{
    /// <summary>The bundle is not JSON, or a field is missing or of the wrong form.</summary>
    MalformedBundle,

    /// <summary>A version of the bundle format that is not known here.</summary>
    UnknownVersion,

    /// <summary>The trusted root is not JSON, or a field is missing or of the wrong form.</summary>
    MalformedRoot,

    /// <summary>The bundle says with neither a certificate nor a key what signed it.</summary>
    NoMaterial,

    /// <summary>It was signed with a key, and none was given to check it with.</summary>
    NoKey,

    /// <summary>The key given is not one that can be read.</summary>
    UnreadableKey,

    /// <summary>A certificate is not one that can be read, or lacks a name.</summary>
    UnreadableCertificate,

    /// <summary>A key was given for what is signed with a certificate, or the other way round.</summary>
    OtherMaterial,

    /// <summary>No path leads from the certificate to a trusted authority at the time of signing.</summary>
    UntrustedCertificate,

    /// <summary>The certificate was not valid at the time of signing.</summary>
    OutsideValidity,

    /// <summary>No trusted log promised to publish the certificate.</summary>
    NoTransparency,

    /// <summary>The certificate is somebody else's than the identity asked for.</summary>
    WrongIdentity,

    /// <summary>The identity was vouched for by another issuer than the one asked for.</summary>
    WrongIssuer,

    /// <summary>No entry of a transparency log is in the bundle.</summary>
    NoLogEntry,

    /// <summary>The entry is of a log that is not trusted, or was not at that time.</summary>
    UnknownLog,

    /// <summary>The log's promise for the entry is not signed by the log.</summary>
    ForgedPromise,

    /// <summary>The proof that the log has the entry is missing.</summary>
    NoInclusionProof,

    /// <summary>The proof does not lead from the entry to the log's head.</summary>
    NotIncluded,

    /// <summary>The log's head is malformed, about another tree, or not signed by the log.</summary>
    BadCheckpoint,

    /// <summary>The log's entry is about another artefact, signature or key.</summary>
    OtherEntry,

    /// <summary>Nothing trusted says when it was signed.</summary>
    NoTime,

    /// <summary>A timestamp is malformed, about another signature, or not by a trusted authority.</summary>
    BadTimestamp,

    /// <summary>The signature is not by the key over the content.</summary>
    BadSignature,

    /// <summary>The artefact at hand is not the one that was signed.</summary>
    OtherArtefact,

    /// <summary>What was signed is not an in-toto statement of a known form.</summary>
    NotAStatement,

    /// <summary>The statement is of another predicate type than the one asked for.</summary>
    OtherPredicate,

    /// <summary>The digest over all files is not that of the files listed.</summary>
    WrongRootDigest,

    /// <summary>Files were changed, are missing, or were added.</summary>
    FilesDiffer,

    /// <summary>Digests of a kind that is not computed here.</summary>
    UnsupportedDigest,

    /// <summary>A link where none is allowed, or one that leads out of the folder.</summary>
    ForbiddenLink,

    /// <summary>The report's bytes are not those that were signed.</summary>
    OtherReport,

    /// <summary>The ledger's proof does not hold.</summary>
    BadProof,

    /// <summary>Auditing the same files again gave another report.</summary>
    NotReproduced,
}

/// <summary>Something was not accepted. It never leaves the verifiers, which return it as an outcome.</summary>
/// <param name="reason">Why.</param>
/// <param name="detail">What exactly: untrusted words of the file.</param>
internal sealed class RefusedException(Refusal reason, string detail = "") : Exception($"{reason}: {detail}")
{
    public Refusal Reason { get; } = reason;

    public string Detail { get; } = detail;
}

/// <summary>Words of refusals, as in texts and in JSON.</summary>
internal static class Refusals
{
    /// <summary>E.g. <c>bad-signature</c>.</summary>
    public static string Word(this Refusal reason) =>
        string.Concat($"{reason}".Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : $"{c}"));
}
