using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>What the entry of a log says was signed: it has to be this content, this signature and this key (Rekor's types hashedrekord, dsse and intoto).</summary>
internal static class LogEntryBody
{
    /// <summary>Checks that <paramref name="entry"/> is about what the bundle holds.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="content">What was signed.</param>
    /// <param name="signer">The certificate, or the public key, in DER.</param>
    /// <param name="artefact">The artefact, where the content is a message.</param>
    /// <exception cref="RefusedException">It is about something else, or of a type that does not say.</exception>
    public static void Check(LogEntry entry, SignedContent content, byte[] signer, Artefact? artefact)
    {
        try
        {
            var body = JsonFields.Parse(entry.Body);
            if (body.Text("kind") != entry.Kind || body.Text("apiVersion") != entry.Version) throw Other("kind");
            var spec = body.Field("spec");
            switch (entry.Kind, entry.Version)
            {
                case ("hashedrekord", "0.0.1"): HashedRecord(spec, content, signer, artefact); break;
                case ("hashedrekord", "0.0.2"): HashedRecordV2(spec.Field("hashedRekordV002"), content, signer, artefact); break;
                case ("dsse", "0.0.1"): Envelope(spec, content, signer); break;
                case ("dsse", "0.0.2"): EnvelopeV2(spec.Field("dsseV002"), content, signer); break;
                case ("intoto", "0.0.2"): Statement(spec.Field("content"), content, signer); break;
                default: throw Other($"{entry.Kind} {entry.Version}");
            }
        }
        catch (FormatException e)
        {
            throw Other(e.Message);
        }
    }

    private static void HashedRecord(JsonElement spec, SignedContent content, byte[] signer, Artefact? artefact)
    {
        var hash = spec.Field("data").Field("hash");
        Same(Convert.FromHexString(hash.Text("value")), Digest(content, artefact, hash.Text("algorithm")), "digest");
        Same(spec.Field("signature").Bytes("content"), content.Signature, "signature");
        Same(Pem(spec.Field("signature").Field("publicKey").Bytes("content")), signer, "key");
    }

    private static void HashedRecordV2(JsonElement spec, SignedContent content, byte[] signer, Artefact? artefact)
    {
        var data = spec.Field("data");
        Same(data.Bytes("digest"), Digest(content, artefact, data.Text("algorithm")), "digest");
        Signed(spec.Field("signature"), content, signer);
    }

    private static void Envelope(JsonElement spec, SignedContent content, byte[] signer)
    {
        var payload = spec.Field("payloadHash");
        Same(Convert.FromHexString(payload.Text("value")), PayloadDigest(content, payload.Text("algorithm")), "payload");
        var signature = Only(spec.Repeated("signatures"));
        Same(signature.Bytes("signature"), content.Signature, "signature");
        Same(Pem(signature.Bytes("verifier")), signer, "key");
    }

    private static void EnvelopeV2(JsonElement spec, SignedContent content, byte[] signer)
    {
        var payload = spec.Field("payloadHash");
        Same(payload.Bytes("digest"), PayloadDigest(content, payload.Text("algorithm")), "payload");
        Signed(Only(spec.Repeated("signatures")), content, signer);
    }

    /// <summary>The signature may stand in base64 of base64: the type took the envelope's text for bytes.</summary>
    private static void Statement(JsonElement spec, SignedContent content, byte[] signer)
    {
        var payload = spec.Field("payloadHash");
        Same(Convert.FromHexString(payload.Text("value")), PayloadDigest(content, payload.Text("algorithm")), "payload");
        var envelope = spec.Field("envelope");
        if (content is SignedContent.Envelope held && envelope.Find("payloadType") is { } type && type.AsText() != held.Dsse.PayloadType) throw Other("payload type");
        var signature = Only(envelope.Repeated("signatures"));
        var sig = signature.Bytes("sig");
        Same(sig.AsSpan().SequenceEqual(content.Signature) ? sig : JsonFields.Base64(Encoding.ASCII.GetString(sig)), content.Signature, "signature");
        Same(Pem(signature.Bytes("publicKey")), signer, "key");
    }

    private static void Signed(JsonElement signature, SignedContent content, byte[] signer)
    {
        Same(signature.Bytes("content"), content.Signature, "signature");
        var verifier = signature.Field("verifier");
        Same((verifier.Find("x509Certificate") ?? verifier.Field("publicKey")).Bytes("rawBytes"), signer, "key");
    }

    private static byte[] Digest(SignedContent content, Artefact? artefact, string algorithm) => content is SignedContent.Envelope envelope
        ? CryptographicOperations.HashData(HashOf(algorithm), envelope.Encoding)
        : (artefact ?? throw new RefusedException(Refusal.OtherArtefact, "none")).Digest(HashOf(algorithm));

    private static byte[] PayloadDigest(SignedContent content, string algorithm) => content is SignedContent.Envelope envelope
        ? CryptographicOperations.HashData(HashOf(algorithm), envelope.Dsse.Payload)
        : throw Other("content");

    /// <summary>Digests in the words of Rekor and of Sigstore's HashAlgorithm.</summary>
    internal static HashAlgorithmName HashOf(string algorithm) => algorithm switch
    {
        "sha256" or "SHA2_256" => HashAlgorithmName.SHA256,
        "sha384" or "SHA2_384" => HashAlgorithmName.SHA384,
        "sha512" or "SHA2_512" => HashAlgorithmName.SHA512,
        _ => throw new RefusedException(Refusal.UnsupportedDigest, algorithm),
    };

    private static byte[]? Pem(byte[] text)
    {
        var pem = Encoding.ASCII.GetString(text);
        return PemEncoding.TryFind(pem, out var fields) ? JsonFields.Base64(pem[fields.Base64Data].ReplaceLineEndings("")) : null;
    }

    private static JsonElement Only(IEnumerable<JsonElement> signatures) => signatures.ToList() is [var only] ? only : throw Other("signatures");

    private static void Same(byte[]? logged, byte[] held, string what)
    {
        if (logged is null || !logged.AsSpan().SequenceEqual(held)) throw Other(what);
    }

    private static RefusedException Other(string what) => new(Refusal.OtherEntry, what);
}
