using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NSec.Cryptography;
using PublicKey = NSec.Cryptography.PublicKey;

namespace Parvis.Audit.Evidence;

/// <summary>A public key that signatures are checked with: ECDSA on P-256, P-384 or P-521, Ed25519, or RSA with PKCS #1 v1.5.</summary>
internal sealed class VerificationKey
{
    private const string EllipticCurve = "1.2.840.10045.2.1", Rsa = "1.2.840.113549.1.1.1", Ed25519 = "1.3.101.112";
    private const int SmallestRsa = 2048;
    private readonly string _algorithm;

    private VerificationKey(byte[] encoded, string algorithm, HashAlgorithmName hash, string details) => (Encoded, _algorithm, Hash, Details) = (encoded, algorithm, hash, details);

    /// <summary>SubjectPublicKeyInfo in DER (RFC 5280).</summary>
    public byte[] Encoded { get; }

    /// <summary>The digest that goes with the key: SHA-256 for P-256 and RSA, SHA-384 for P-384, SHA-512 for P-521; none for Ed25519.</summary>
    public HashAlgorithmName Hash { get; }

    /// <summary>Key and digest in the words of Sigstore's PublicKeyDetails.</summary>
    public string Details { get; }

    /// <summary>Whether it signs messages as they are, not their digest.</summary>
    public bool IsPure => _algorithm == Ed25519;

    /// <summary>The key as PEM, lines of 64, with a newline at the end.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", Encoded) + "\n";

    /// <summary>The hint by which OpenSSF Model Signing names a key: SHA-256 of <see cref="Pem"/>, hexadecimal.</summary>
    public string Hint => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Pem)));

    /// <summary>Reads a key in DER: SubjectPublicKeyInfo, or RSAPublicKey of PKCS #1.</summary>
    /// <exception cref="FormatException">It is not a key that is read here.</exception>
    public static VerificationKey Parse(ReadOnlySpan<byte> der)
    {
        try
        {
            return AlgorithmOf(der) switch
            {
                (EllipticCurve, var curve) => Ecdsa(der, curve),
                (Ed25519, _) => Edwards(der),
                (Rsa, _) => RsaKey(der, pkcs1: false),
                (null, _) => RsaKey(der, pkcs1: true),
                (var other, _) => throw new FormatException($"Keys of algorithm {other} are not read here."),
            };
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new FormatException("The bytes are not a public key: " + e.Message, e);
        }
    }

    /// <summary>Reads the first key in PEM: a public key or a certificate's.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static VerificationKey ParsePem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields)) throw new FormatException("There is no PEM in the text.");
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return pem[fields.Label] switch
        {
            "PUBLIC KEY" or "RSA PUBLIC KEY" => Parse(der),
            "CERTIFICATE" => Of(der),
            var other => throw new FormatException($"'{other}' is neither a public key nor a certificate."),
        };
    }

    /// <summary>The key of a certificate.</summary>
    public static VerificationKey Of(X509Certificate2 certificate) => Parse(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Whether <paramref name="signature"/> is this key's signature of <paramref name="message"/>; ECDSA signatures are in DER (RFC 3279).</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => IsPure
        ? SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, Encoded, KeyBlobFormat.PkixPublicKey), message, signature)
        : VerifyDigest(CryptographicOperations.HashData(Hash, message), signature, Hash);

    /// <summary>Whether <paramref name="signature"/> is this key's signature of the message that has <paramref name="digest"/>; never for Ed25519.</summary>
    public bool VerifyDigest(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            if (_algorithm == EllipticCurve)
            {
                using var ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(Encoded, out _);
                return ecdsa.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            if (IsPure) return false;
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(Encoded, out _);
            return rsa.VerifyHash(digest, signature, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false; // a signature that is not even DER
        }
    }

    private static VerificationKey Of(byte[] certificate)
    {
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate);
            return Of(read);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("The PEM is not a certificate: " + e.Message, e);
        }
    }

    /// <summary>Algorithm of a SubjectPublicKeyInfo, and its curve where it names one; nothing for a PKCS #1 key, which begins with a number.</summary>
    private static (string? Algorithm, string? Curve) AlgorithmOf(ReadOnlySpan<byte> der)
    {
        var key = new AsnReader(der.ToArray(), AsnEncodingRules.DER).ReadSequence();
        if (!key.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) return (null, null);
        var algorithm = key.ReadSequence();
        var name = algorithm.ReadObjectIdentifier();
        return (name, algorithm.HasData && algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? algorithm.ReadObjectIdentifier() : null);
    }

    private static VerificationKey Ecdsa(ReadOnlySpan<byte> der, string? curve)
    {
        var (hash, details) = curve switch
        {
            "1.2.840.10045.3.1.7" => (HashAlgorithmName.SHA256, "PKIX_ECDSA_P256_SHA_256"),
            "1.3.132.0.34" => (HashAlgorithmName.SHA384, "PKIX_ECDSA_P384_SHA_384"),
            "1.3.132.0.35" => (HashAlgorithmName.SHA512, "PKIX_ECDSA_P521_SHA_512"),
            _ => throw new FormatException($"The curve {curve} is not read here."),
        };
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(der, out var read);
        return read == der.Length ? new(der.ToArray(), EllipticCurve, hash, details) : throw new FormatException("Bytes follow the key.");
    }

    private static VerificationKey Edwards(ReadOnlySpan<byte> der) => PublicKey.TryImport(SignatureAlgorithm.Ed25519, der, KeyBlobFormat.PkixPublicKey, out _)
        ? new(der.ToArray(), Ed25519, default, "PKIX_ED25519")
        : throw new FormatException("The key is not a point of Ed25519.");

    private static VerificationKey RsaKey(ReadOnlySpan<byte> der, bool pkcs1)
    {
        using var rsa = RSA.Create();
        if (pkcs1) rsa.ImportRSAPublicKey(der, out _);
        else rsa.ImportSubjectPublicKeyInfo(der, out _);
        return rsa.KeySize >= SmallestRsa
            ? new(rsa.ExportSubjectPublicKeyInfo(), Rsa, HashAlgorithmName.SHA256, $"PKIX_RSA_PKCS1V15_{rsa.KeySize}_SHA256")
            : throw new FormatException($"An RSA key of {rsa.KeySize} bits is too short.");
    }
}
