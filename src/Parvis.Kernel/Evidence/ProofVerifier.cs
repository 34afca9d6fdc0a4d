using System.Globalization;

namespace Parvis.Kernel.Evidence;

/// <summary>Verifies a proof file offline: nothing but the file and the key is asked (C2SP tlog-proof, DSSE v1, RFC 6962).</summary>
public static class ProofVerifier
{
    private const int EnvelopeLine = 2;

    /// <summary>Whether <paramref name="proof"/> shows that the owner of <paramref name="key"/> made and logged a statement, and whether it is about a file.</summary>
    /// <param name="proof">Text of the proof file.</param>
    /// <param name="key">The key of the node that one trusts to speak for itself.</param>
    /// <param name="fileSha256">SHA-256 of the file at hand, lower-case hexadecimal, or null to check the statement alone.</param>
    public static ProofOutcome Verify(string proof, VerifierKey key, string? fileSha256 = null)
    {
        try
        {
            var parsed = TlogProof.Parse(proof);
            return Fault(parsed.Checkpoint, key) ?? Inclusion(parsed) ?? Envelope(parsed, key, fileSha256);
        }
        catch (LineFormatException e)
        {
            return new ProofOutcome.Malformed(e.Line, e.Message);
        }
    }

    private static ProofOutcome? Fault(Checkpoint checkpoint, VerifierKey key) => checkpoint.Note.StandingOf(key) switch
    {
        NoteStanding.Forged => new ProofOutcome.BadSignature(ProofPart.Checkpoint),
        NoteStanding.OtherKey => new ProofOutcome.WrongKey(ProofPart.Checkpoint, key.KeyId, string.Join(", ", checkpoint.Note.Signatures.Select(KeyId))),
        _ when checkpoint.Origin != key.Name => new ProofOutcome.WrongKey(ProofPart.Checkpoint, key.Name, checkpoint.Origin),
        _ => null,
    };

    private static ProofOutcome? Inclusion(TlogProof proof) =>
        MerkleTree.VerifyInclusion(proof.Index, proof.Checkpoint.Size, MerkleTree.Leaf(proof.Envelope), proof.Path.ToArray(), proof.Checkpoint.Root)
            ? null
            : new ProofOutcome.NotIncluded(proof.Index, proof.Checkpoint.Size);

    private static ProofOutcome Envelope(TlogProof proof, VerifierKey key, string? fileSha256)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(proof.Envelope);
            return envelope.StandingOf(key) switch
            {
                NoteStanding.Forged => new ProofOutcome.BadSignature(ProofPart.Envelope),
                NoteStanding.OtherKey => new ProofOutcome.WrongKey(ProofPart.Envelope, key.KeyId, string.Join(", ", envelope.Signatures.Select(signature => signature.KeyId))),
                _ when envelope.PayloadType != DsseEnvelope.InToto => new ProofOutcome.Malformed(EnvelopeLine, $"The payload is of type '{envelope.PayloadType}', not {DsseEnvelope.InToto}."),
                _ => About(StatementJson.Read(envelope.Payload), proof, fileSha256),
            };
        }
        catch (FormatException e)
        {
            return new ProofOutcome.Malformed(EnvelopeLine, e.Message);
        }
    }

    private static ProofOutcome About(Statement statement, TlogProof proof, string? fileSha256)
    {
        var subject = statement.Subjects.FirstOrDefault(subject => subject.Sha256 == fileSha256);
        return fileSha256 is not null && subject is null
            ? new ProofOutcome.FileDiffers(fileSha256, statement.Subjects)
            : new ProofOutcome.Verified(statement, proof.Index, proof.Checkpoint.Size, proof.Checkpoint.Origin, subject);
    }

    private static string KeyId(NoteSignature signature) => string.Create(CultureInfo.InvariantCulture, $"{signature.Name}+{signature.Id:x8}");
}
