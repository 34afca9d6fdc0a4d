using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Audit.Evidence.Sigstore;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence.ModelSigning;

/// <summary>Whom a verifier of a model's signature trusts.</summary>
internal abstract record ModelTrust
{
    private ModelTrust()
    {
    }

    /// <summary>The owner of a key.</summary>
    /// <param name="Pem">The public key in PEM.</param>
    public sealed record Key(string Pem) : ModelTrust;

    /// <summary>Owners of certificates.</summary>
    /// <param name="Pem">Certificates in PEM; those that signed themselves are the roots, the others may lie between.</param>
    /// <param name="At">The time at which they have to be valid; nothing trusted says when the model was signed.</param>
    public sealed record CertificateChain(string Pem, DateTimeOffset At) : ModelTrust;

    /// <summary>Whom Sigstore knows under a name.</summary>
    public sealed record Identity(SigstorePolicy Policy) : ModelTrust;
}

/// <summary>What came of verifying a model's signature.</summary>
internal abstract record ModelOutcome
{
    private ModelOutcome()
    {
    }

    /// <summary>The signature holds, and so do the files where they were given.</summary>
    /// <param name="Manifest">What was signed.</param>
    /// <param name="By">Who signed.</param>
    public sealed record Verified(ModelManifest Manifest, Signer By) : ModelOutcome;

    /// <summary>Something does not hold.</summary>
    /// <param name="Reason">What.</param>
    /// <param name="Detail">What exactly; untrusted words.</param>
    /// <param name="Differences">The files that differ, where that is the reason.</param>
    public sealed record Refused(Refusal Reason, string Detail, IReadOnlyList<ModelDifference> Differences) : ModelOutcome;
}

/// <summary>The model at hand, to be compared with what was signed.</summary>
/// <param name="Path">Its file or folder.</param>
/// <param name="Ignored">What is left out besides what the signer left out: the bundle itself and what version control leaves.</param>
/// <param name="AllowUnsigned">Whether files that were not signed may be there too.</param>
internal sealed record ModelAtHand(string Path, IReadOnlyList<string> Ignored, bool AllowUnsigned = false);

/// <summary>Signs models and verifies their signatures offline (OpenSSF Model Signing 1.0; bundles since v0.2).</summary>
internal static class ModelSignature
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bundle that signs <paramref name="manifest"/> with a raw key: <c>model.sig</c>.</summary>
    public static byte[] Sign(ModelManifest manifest, SigningKey key)
    {
        var envelope = key.Sign(ModelStatement.Write(manifest), keyId: "");
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("mediaType", SigstoreBundle.MediaType);
            json.WriteStartObject("verificationMaterial");
            json.WriteStartObject("publicKey");
            json.WriteString("hint", key.Public.Hint);
            json.WriteEndObject();
            json.WriteStartArray("tlogEntries");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WritePropertyName("dsseEnvelope");
            json.WriteRawValue(envelope.ToJson());
            json.WriteEndObject();
        }
        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads what a bundle says was signed, without judging the signature.</summary>
    /// <exception cref="RefusedException">It is not a bundle of a model.</exception>
    public static (SigstoreBundle Bundle, ModelManifest Manifest) Read(ReadOnlyMemory<byte> json)
    {
        var bundle = SigstoreBundle.Parse(json);
        if (bundle.Content is not SignedContent.Envelope { Dsse: var envelope } || envelope.PayloadType != DsseEnvelope.InToto) throw new RefusedException(Refusal.NotAStatement);
        if (bundle is { Material: KeyMaterial.Certificates { IsChain: false }, Entries.Count: 0 }) throw new RefusedException(Refusal.NoLogEntry); // a certificate of ten minutes, and nothing to say when
        return (bundle, ModelStatement.Read(envelope.Payload));
    }

    /// <summary>Verifies a bundle, and the files where they are given.</summary>
    public static ModelOutcome Verify(ReadOnlyMemory<byte> json, ModelTrust trust, ModelAtHand? model, CancellationToken cancel)
    {
        try
        {
            var (bundle, manifest) = Read(json);
            var by = Authenticate(bundle, trust);
            if (model is null) return new ModelOutcome.Verified(manifest, by);
            var serialization = manifest.Serialization with { Ignored = [.. manifest.Serialization.Ignored.Union(model.Ignored, StringComparer.Ordinal)] };
            var differences = ModelFiles.Compare(manifest, ModelFiles.Read(model.Path, serialization, cancel), model.AllowUnsigned);
            return differences.Count == 0 ? new ModelOutcome.Verified(manifest, by) : new ModelOutcome.Refused(Refusal.FilesDiffer, string.Join(", ", differences.Take(10).Select(difference => difference.Name)), differences);
        }
        catch (RefusedException e)
        {
            return new ModelOutcome.Refused(e.Reason, e.Detail, []);
        }
        catch (CryptographicException e)
        {
            return new ModelOutcome.Refused(Refusal.UnreadableCertificate, e.Message, []); // parts of a certificate are read only when they are asked for
        }
    }

    private static Signer Authenticate(SigstoreBundle bundle, ModelTrust trust) => (trust, bundle.Material) switch
    {
        (ModelTrust.Key key, KeyMaterial.PublicKey) => Signed(bundle, SigstoreVerifier.ReadKey(key.Pem), []),
        (ModelTrust.CertificateChain chain, KeyMaterial.Certificates certificates) => ByCertificate(bundle, chain, certificates.Chain),
        (ModelTrust.Identity identity, KeyMaterial.Certificates) => SigstoreVerifier.Authenticate(bundle, artefact: null, identity.Policy),
        (ModelTrust.Identity, KeyMaterial.PublicKey) => throw new RefusedException(Refusal.NoKey),
        _ => throw new RefusedException(Refusal.OtherMaterial),
    };

    private static Signer ByCertificate(SigstoreBundle bundle, ModelTrust.CertificateChain trust, IReadOnlyList<byte[]> held)
    {
        var known = new X509Certificate2Collection();
        var read = held.Select(CertificatePath.Read).ToList();
        try
        {
            ImportPem(known, trust.Pem);
            var leaf = read[0];
            if (!CertificatePath.ValidityOf(leaf).Contains(trust.At)) throw new RefusedException(Refusal.OutsideValidity, $"{trust.At:O}");
            var roots = known.Where(certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
            if (CertificatePath.IssuerKey(leaf, read.Skip(1).Concat(known), roots, CertificatePath.CodeSigning, trust.At) is null) throw new RefusedException(Refusal.UntrustedCertificate, leaf.Issuer);
            return Signed(bundle, SigstoreVerifier.KeyOf(leaf), [leaf.Subject]);
        }
        finally
        {
            foreach (var certificate in read.Concat(known)) certificate.Dispose();
        }
    }

    private static void ImportPem(X509Certificate2Collection into, string pem)
    {
        try
        {
            into.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.UnreadableCertificate, e.Message);
        }
    }

    private static Signer Signed(SigstoreBundle bundle, VerificationKey key, IReadOnlyList<string> names)
    {
        var envelope = (SignedContent.Envelope)bundle.Content;
        var holds = key.Verify(envelope.Encoding, envelope.Signature) || VerifyV02(envelope, key);
        return holds ? new(names, Issuer: null, key.Hint, Times: []) : throw new RefusedException(Refusal.BadSignature);
    }

    /// <summary>v0.2 signed the payload as Python writes bytes, <c>b'…'</c>, behind <c>DSSEV1</c>, and with SHA-256 whatever the curve. Only its own predicate type is read so.</summary>
    private static bool VerifyV02(SignedContent.Envelope envelope, VerificationKey key)
    {
        if (key.IsPure || !IsV02(envelope.Dsse.Payload)) return false;
        var head = string.Create(CultureInfo.InvariantCulture, $"DSSEV1 {envelope.Dsse.PayloadType.Length} {envelope.Dsse.PayloadType} {envelope.Dsse.Payload.Length} {PythonBytes(envelope.Dsse.Payload)}");
        return key.VerifyDigest(SHA256.HashData(Encoding.ASCII.GetBytes(head)), envelope.Signature, HashAlgorithmName.SHA256);
    }

    private static bool IsV02(byte[] payload) => JsonFields.Parse(payload).Text("predicateType") == ModelStatement.FilesAsSubjects;

    private static string PythonBytes(byte[] bytes)
    {
        var quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        var text = new StringBuilder("b").Append(quote);
        foreach (var c in bytes.Select(b => (char)b))
        {
            if (c == quote || c == '\\') text.Append('\\').Append(c);
            else if (c is '\t' or '\n' or '\r') text.Append('\\').Append(c switch { '\t' => 't', '\n' => 'n', _ => 'r' });
            else if (c is < ' ' or > '~') text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else text.Append(c);
        }
        return text.Append(quote).ToString();
    }
}
