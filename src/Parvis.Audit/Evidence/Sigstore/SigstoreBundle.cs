using System.Text;
using System.Text.Json;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>What a bundle says signed it.</summary>
internal abstract record KeyMaterial
{
    private KeyMaterial()
    {
    }

    /// <summary>Certificates in DER, the signer's first, then intermediates.</summary>
    /// <param name="Chain">At least one.</param>
    /// <param name="IsChain">Whether it stands as a chain, which only versions before 0.3 and OpenSSF Model Signing do.</param>
    public sealed record Certificates(IReadOnlyList<byte[]> Chain, bool IsChain) : KeyMaterial;

    /// <summary>A key that the verifier has to know already.</summary>
    /// <param name="Hint">How the signer names it.</param>
    public sealed record PublicKey(string Hint) : KeyMaterial;
}

/// <summary>What a bundle's signature is over.</summary>
internal abstract record SignedContent
{
    private SignedContent()
    {
    }

    /// <summary>The signature.</summary>
    public abstract byte[] Signature { get; }

    /// <summary>The artefact itself.</summary>
    /// <param name="Digest">Its digest, a hint that has to agree; or null.</param>
    /// <param name="Algorithm">The digest's algorithm in Sigstore's words.</param>
    public sealed record Message(byte[]? Digest, string? Algorithm, byte[] Bytes) : SignedContent
    {
        public override byte[] Signature => Bytes;
    }

    /// <summary>A DSSE envelope with exactly one signature.</summary>
    public sealed record Envelope(DsseEnvelope Dsse) : SignedContent
    {
        public override byte[] Signature => Dsse.Signatures[0].Bytes;

        /// <summary>What the signature is over.</summary>
        public byte[] Encoding => DsseEnvelope.PreAuthenticationEncoding(Dsse.PayloadType, Dsse.Payload);
    }
}

/// <summary>Proof that a log has an entry.</summary>
/// <param name="Index">Of the entry in its tree.</param>
/// <param name="TreeSize">Entries in the tree.</param>
/// <param name="Root">Root of the tree.</param>
/// <param name="Hashes">From the leaf's sibling up.</param>
/// <param name="Checkpoint">The signed tree head, or null.</param>
internal sealed record InclusionProof(long Index, long TreeSize, MerkleHash Root, IReadOnlyList<MerkleHash> Hashes, string? Checkpoint);

/// <summary>An entry of a transparency log of signatures.</summary>
/// <param name="Index">Over all trees of the log.</param>
/// <param name="LogId">The log.</param>
/// <param name="Kind">E.g. <c>hashedrekord</c>.</param>
/// <param name="Version">E.g. <c>0.0.1</c>.</param>
/// <param name="IntegratedTime">Seconds since 1970 at which the log took it in; 0 when it does not say.</param>
/// <param name="Promise">The log's signature over all of these (signed entry timestamp), or null.</param>
/// <param name="Proof">Proof of inclusion, or null.</param>
/// <param name="Body">The entry's bytes.</param>
internal sealed record LogEntry(long Index, byte[] LogId, string Kind, string Version, long IntegratedTime, byte[]? Promise, InclusionProof? Proof, byte[] Body);

/// <summary>A Sigstore bundle v0.1 to v0.3.</summary>
/// <param name="Version">1, 2 or 3.</param>
/// <param name="Material">What signed it.</param>
/// <param name="Entries">Of transparency logs.</param>
/// <param name="HasEntries">Whether the field of entries is there at all.</param>
/// <param name="Timestamps">RFC 3161 responses in DER.</param>
/// <param name="Content">What was signed.</param>
internal sealed record SigstoreBundle(int Version, KeyMaterial Material, IReadOnlyList<LogEntry> Entries, bool HasEntries, IReadOnlyList<byte[]> Timestamps, SignedContent Content)
{
    /// <summary>The media type of what is written here.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private const string Before03 = "application/vnd.dev.sigstore.bundle+json;version=0.";

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="RefusedException">It is malformed or of an unknown version.</exception>
    public static SigstoreBundle Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var bundle = JsonFields.Parse(json);
            var version = VersionOf(bundle.Text("mediaType"));
            var material = bundle.Find("verificationMaterial") ?? throw new RefusedException(Refusal.NoMaterial);
            return new(
                version,
                ReadMaterial(material),
                [.. material.Repeated("tlogEntries").Select(ReadEntry)],
                material.Find("tlogEntries") is not null,
                [.. (material.Find("timestampVerificationData")?.Repeated("rfc3161Timestamps") ?? []).Select(timestamp => timestamp.Bytes("signedTimestamp"))],
                ReadContent(bundle));
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.MalformedBundle, e.Message);
        }
    }

    private static int VersionOf(string mediaType) => mediaType switch
    {
        MediaType => 3,
        Before03 + "3" => 3,
        Before03 + "2" => 2,
        Before03 + "1" => 1,
        _ => throw new RefusedException(Refusal.UnknownVersion, mediaType),
    };

    private static KeyMaterial ReadMaterial(JsonElement material)
    {
        var (certificate, chain, key) = (material.Find("certificate"), material.Find("x509CertificateChain"), material.Find("publicKey"));
        if (new[] { certificate, chain, key }.Count(field => field is not null) > 1) throw new FormatException("More than one kind of material.");
        if (certificate is { } single) return new KeyMaterial.Certificates([single.Bytes("rawBytes")], IsChain: false);
        if (key is { } known) return new KeyMaterial.PublicKey(known.Find("hint") is null ? "" : known.Text("hint"));
        if (chain is not { } several) throw new RefusedException(Refusal.NoMaterial);
        var certificates = several.Repeated("certificates").Select(element => element.Bytes("rawBytes")).ToList();
        return certificates.Count > 0 ? new KeyMaterial.Certificates(certificates, IsChain: true) : throw new RefusedException(Refusal.NoMaterial, "x509CertificateChain");
    }

    private static LogEntry ReadEntry(JsonElement entry) => new(
        entry.Find("logIndex") is null ? 0 : entry.Number("logIndex"),
        entry.Field("logId").Bytes("keyId"),
        entry.Field("kindVersion").Text("kind"),
        entry.Field("kindVersion").Text("version"),
        entry.Find("integratedTime") is null ? 0 : entry.Number("integratedTime"),
        entry.Find("inclusionPromise")?.Bytes("signedEntryTimestamp"),
        entry.Find("inclusionProof") is { } proof ? ReadProof(proof) : null,
        entry.Bytes("canonicalizedBody"));

    private static InclusionProof ReadProof(JsonElement proof) => new(
        proof.Find("logIndex") is null ? 0 : proof.Number("logIndex"),
        proof.Number("treeSize"),
        Hash(proof.Bytes("rootHash")),
        [.. proof.Repeated("hashes").Select(hash => Hash(JsonFields.Base64(hash.AsText()) ?? []))],
        proof.Find("checkpoint")?.Text("envelope"));

    private static MerkleHash Hash(byte[] bytes) => bytes.Length == MerkleHash.Length ? MerkleHash.Read(bytes) : throw new FormatException("A hash is not 32 bytes long.");

    private static SignedContent ReadContent(JsonElement bundle)
    {
        var (message, dsse) = (bundle.Find("messageSignature"), bundle.Find("dsseEnvelope"));
        if (message is null == dsse is null) throw new FormatException("A bundle has either a message signature or an envelope.");
        if (message is { } signed)
        {
            var digest = signed.Find("messageDigest");
            return new SignedContent.Message(digest?.Bytes("digest"), digest?.Text("algorithm"), signed.Bytes("signature"));
        }
        var envelope = DsseEnvelope.Parse(Encoding.UTF8.GetBytes(dsse!.Value.GetRawText()));
        return envelope.Signatures.Count == 1 ? new SignedContent.Envelope(envelope) : throw new FormatException("The envelope bears more than one signature.");
    }
}
