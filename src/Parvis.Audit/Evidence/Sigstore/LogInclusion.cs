using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>Whether a transparency log has an entry: its promise, its proof and its signed head.</summary>
internal static class LogInclusion
{
    /// <summary>Checks promise and proof.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bundleVersion">Version 1 needs the promise, later ones the proof; what else is there has to hold too.</param>
    /// <param name="log">The log.</param>
    /// <exception cref="RefusedException">One is missing or does not hold.</exception>
    public static void Check(LogEntry entry, int bundleVersion, TransparencyLog log)
    {
        var key = log.ReadKey();
        if (entry.Promise is { } promise) CheckPromise(entry, promise, key);
        else if (bundleVersion == 1) throw new RefusedException(Refusal.ForgedPromise, "missing");
        if (entry.Proof is { Checkpoint: { } checkpoint } proof) CheckProof(entry, proof, checkpoint, log, key);
        else if (bundleVersion > 1) throw new RefusedException(Refusal.NoInclusionProof);
    }

    /// <summary>The signed entry timestamp is over canonical JSON (RFC 8785) of these four.</summary>
    private static void CheckPromise(LogEntry entry, byte[] promise, VerificationKey key)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{\"body\":\"{Convert.ToBase64String(entry.Body)}\",\"integratedTime\":{entry.IntegratedTime},\"logID\":\"{Convert.ToHexStringLower(entry.LogId)}\",\"logIndex\":{entry.Index}}}");
        if (!key.Verify(Encoding.ASCII.GetBytes(text), promise)) throw new RefusedException(Refusal.ForgedPromise);
    }

    private static void CheckProof(LogEntry entry, InclusionProof proof, string note, TransparencyLog log, VerificationKey key)
    {
        if (!MerkleTree.VerifyInclusion(proof.Index, proof.TreeSize, MerkleTree.Leaf(entry.Body), proof.Hashes.ToArray(), proof.Root)) throw new RefusedException(Refusal.NotIncluded);
        var checkpoint = ReadCheckpoint(note);
        if (checkpoint.Size != proof.TreeSize || checkpoint.Root != proof.Root) throw new RefusedException(Refusal.BadCheckpoint, "another tree");
        var text = Encoding.UTF8.GetBytes(checkpoint.Note.Text);
        var hint = BinaryPrimitives.ReadUInt32BigEndian(log.Id);
        // Signatures of witnesses and of keys that are not known are no concern here.
        if (!checkpoint.Note.Signatures.Any(signature => signature.Id == hint && IsOf(signature.Name, checkpoint.Origin) && key.Verify(text, signature.Bytes))) throw new RefusedException(Refusal.BadCheckpoint, "signature");
    }

    /// <summary>Rekor v1 appends the number of its tree to its name: <c>rekor.sigstore.dev - 1193050959916656506</c>.</summary>
    private static bool IsOf(string name, string origin) => origin == name || origin.StartsWith(name + " - ", StringComparison.Ordinal);

    private static Checkpoint ReadCheckpoint(string note)
    {
        try
        {
            return Checkpoint.Parse(note);
        }
        catch (LineFormatException e)
        {
            throw new RefusedException(Refusal.BadCheckpoint, e.Message);
        }
    }
}
