using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>Timestamps over signatures (RFC 3161).</summary>
internal static class Timestamps
{
    private const string TimestampContent = "1.2.840.113549.1.9.16.1.4";

    /// <summary>When a trusted authority saw <paramref name="signature"/>; null when the timestamp is by an authority that is not trusted, or was not at that time.</summary>
    /// <param name="response">TimeStampResp in DER.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="authorities">The authorities that are trusted.</param>
    /// <exception cref="RefusedException">It is malformed or about something else.</exception>
    public static DateTimeOffset? Read(byte[] response, byte[] signature, IReadOnlyList<Authority> authorities)
    {
        try
        {
            var signed = new SignedCms();
            signed.Decode(TokenOf(response));
            if (signed.ContentInfo.ContentType.Value != TimestampContent || signed.SignerInfos.Count != 1 || !Rfc3161TimestampTokenInfo.TryDecode(signed.ContentInfo.Content, out var info, out _))
                throw new RefusedException(Refusal.BadTimestamp, "not a timestamp");
            if (!info.GetMessageHash().Span.SequenceEqual(Digest(info.HashAlgorithmId.Value, signature))) throw new RefusedException(Refusal.BadTimestamp, "about another signature");
            return authorities.Any(authority => authority.Validity.Contains(info.Timestamp) && IsBy(authority, signed, info.Timestamp)) ? info.Timestamp : null;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new RefusedException(Refusal.BadTimestamp, e.Message);
        }
    }

    private static bool IsBy(Authority authority, SignedCms signed, DateTimeOffset at)
    {
        var chain = authority.Chain.Select(CertificatePath.Read).ToList();
        try
        {
            return chain.Concat(signed.Certificates).Any(signer => IsSigner(signed.SignerInfos[0], signer)
                && CertificatePath.IssuerKey(signer, chain.Concat(signed.Certificates), [chain[^1]], CertificatePath.TimeStamping, at) is not null);
        }
        finally
        {
            foreach (var certificate in chain) certificate.Dispose();
        }
    }

    private static bool IsSigner(SignerInfo info, X509Certificate2 candidate)
    {
        try
        {
            info.CheckSignature([candidate], verifySignatureOnly: true);
            return info.Certificate is null || info.Certificate.RawDataMemory.Span.SequenceEqual(candidate.RawDataMemory.Span);
        }
        catch (CryptographicException)
        {
            return false; // this one did not sign it
        }
    }

    /// <summary>TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken ContentInfo OPTIONAL }.</summary>
    private static byte[] TokenOf(byte[] response)
    {
        var fields = new AsnReader(response, AsnEncodingRules.BER).ReadSequence();
        var status = fields.ReadSequence().ReadInteger();
        if (status > 1 || !fields.HasData) throw new RefusedException(Refusal.BadTimestamp, "not granted");
        return fields.ReadEncodedValue().ToArray();
    }

    private static byte[] Digest(string? algorithm, byte[] bytes) => algorithm switch
    {
        "2.16.840.1.101.3.4.2.1" => SHA256.HashData(bytes),
        "2.16.840.1.101.3.4.2.2" => SHA384.HashData(bytes),
        "2.16.840.1.101.3.4.2.3" => SHA512.HashData(bytes),
        _ => throw new RefusedException(Refusal.BadTimestamp, $"digest {algorithm}"),
    };
}
