using System.Security.Cryptography;
using NSec.Cryptography;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence;

/// <summary>A private key in a file: PKCS #8 in PEM (Ed25519, ECDSA on P-256 or P-384), or the signer key of the signed-note tools, which is also a node's.</summary>
internal sealed class SigningKey : IDisposable
{
    private const string NoteKey = "PRIVATE+KEY+";
    private readonly Key? _edwards;
    private readonly ECDsa? _curve;

    private SigningKey(Key edwards) => (_edwards, Public) = (edwards, VerificationKey.Parse(edwards.PublicKey.Export(KeyBlobFormat.PkixPublicKey)));

    private SigningKey(ECDsa curve) => (_curve, Public) = (curve, VerificationKey.Parse(curve.ExportSubjectPublicKeyInfo()));

    /// <summary>The public half.</summary>
    public VerificationKey Public { get; }

    /// <summary>Reads a key file's text.</summary>
    /// <exception cref="FormatException">It is not a private key of a kind that signs here.</exception>
    public static SigningKey Parse(string text) =>
        text.StartsWith(NoteKey, StringComparison.Ordinal) ? ParseNote(text.Trim())
        : Key.TryImport(SignatureAlgorithm.Ed25519, System.Text.Encoding.UTF8.GetBytes(text), KeyBlobFormat.PkixPrivateKeyText, out var key) ? new(key!)
        : new(ParseCurve(text));

    /// <summary>Signs <paramref name="message"/>; ECDSA gives DER (RFC 3279), Ed25519 64 bytes (RFC 8032).</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => _edwards is { } edwards
        ? SignatureAlgorithm.Ed25519.Sign(edwards, message)
        : _curve!.SignData(message, Public.Hash, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Signs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="keyId">How the envelope names the key.</param>
    /// <exception cref="ArgumentException">It is not a valid statement.</exception>
    public DsseEnvelope Sign(Statement statement, string keyId)
    {
        var payload = StatementJson.Write(statement);
        return new(DsseEnvelope.InToto, payload, [new(keyId, Sign(DsseEnvelope.PreAuthenticationEncoding(DsseEnvelope.InToto, payload)))]);
    }

    public void Dispose()
    {
        _edwards?.Dispose();
        _curve?.Dispose();
    }

    /// <summary><c>PRIVATE+KEY+name+hash+base64</c>, of which the base64 is 0x01 (Ed25519) and the seed.</summary>
    private static SigningKey ParseNote(string text)
    {
        var seed = new byte[text.Length];
        return Convert.TryFromBase64String(text[NoteKey.Length..].Split('+', 3)[^1], seed, out var length) && length == 33 && seed[0] == 0x01
            && Key.TryImport(SignatureAlgorithm.Ed25519, seed.AsSpan(1, 32), KeyBlobFormat.RawPrivateKey, out var key)
            ? new(key!)
            : throw new FormatException("The text is not a signer key: PRIVATE+KEY+, name, hash and base64 joined by '+'.");
    }

    private static ECDsa ParseCurve(string pem)
    {
        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return pem.Contains("PRIVATE KEY", StringComparison.Ordinal) ? curve : throw new CryptographicException("This is the public half.");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            curve.Dispose();
            throw new FormatException("The file is not a private key in PEM: Ed25519, or ECDSA on P-256 or P-384. An encrypted key has to be decrypted first.", e);
        }
    }
}
