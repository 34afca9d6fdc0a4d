using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>Signed certificate timestamps embedded in a certificate (RFC 6962 §3.2, §3.3): a log's promise to publish it.</summary>
internal static class CertificateTransparency
{
    private const string Timestamps = "1.3.6.1.4.1.11129.2.4.2";
    private const byte Sha256 = 4, Rsa = 1, Ecdsa = 3;
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>Checks that a trusted log promised to publish <paramref name="certificate"/>.</summary>
    /// <param name="certificate">The signer's certificate.</param>
    /// <param name="issuerKey">SubjectPublicKeyInfo of its issuer.</param>
    /// <param name="logs">The logs that are trusted.</param>
    /// <exception cref="RefusedException">No trusted log did, or a promise in the name of one is not by it.</exception>
    public static void Check(X509Certificate2 certificate, byte[] issuerKey, IReadOnlyList<TransparencyLog> logs)
    {
        if (CertificateIdentity.Extension(certificate, Timestamps) is not { } raw) throw new RefusedException(Refusal.NoTransparency);
        try
        {
            var tbs = Precertificate(certificate.RawData);
            byte[] head = [.. SHA256.HashData(issuerKey), .. Length24(tbs), .. tbs];
            var promised = Split(new AsnReader(raw, AsnEncodingRules.DER).ReadOctetString()).Count(timestamp => Promised(timestamp, head, logs));
            if (promised == 0) throw new RefusedException(Refusal.NoTransparency, "unknown log");
        }
        catch (Exception e) when (e is AsnContentException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new RefusedException(Refusal.NoTransparency, e.Message);
        }
    }

    /// <summary>version, log id, timestamp, extensions, hash and signature algorithm, signature.</summary>
    private static bool Promised(byte[] timestamp, byte[] head, IReadOnlyList<TransparencyLog> logs)
    {
        const int Id = 32, AfterTime = 1 + Id + sizeof(long);
        var extensions = BinaryPrimitives.ReadUInt16BigEndian(timestamp.AsSpan(AfterTime));
        var algorithm = AfterTime + sizeof(ushort) + extensions;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(timestamp.AsSpan(1 + Id)));
        if (logs.FirstOrDefault(log => timestamp.AsSpan(1, Id).SequenceEqual(log.Id) && log.Validity.Contains(at)) is not { } known) return false;
        if (timestamp[0] != 0 || timestamp[algorithm] != Sha256 || timestamp[algorithm + 1] is not (Rsa or Ecdsa)) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(timestamp.AsSpan(algorithm + 2));
        byte[] signed = [0, 0, .. timestamp.AsSpan(1 + Id, sizeof(long)), 0, 1, .. head, .. timestamp.AsSpan(AfterTime, sizeof(ushort) + extensions)]; // v1, certificate timestamp, time, precertificate entry
        return known.ReadKey().Verify(signed, timestamp.AsSpan(algorithm + 4, length)) ? true : throw new RefusedException(Refusal.NoTransparency, "forged");
    }

    /// <summary>A list of TLS vectors: the length of all, then each behind its length.</summary>
    private static IEnumerable<byte[]> Split(byte[] list)
    {
        for (var at = sizeof(ushort); at < list.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(list.AsSpan(at));
            yield return list.AsSpan(at + sizeof(ushort), length).ToArray();
            at += sizeof(ushort) + length;
        }
    }

    /// <summary>TBSCertificate without the extension of the timestamps.</summary>
    private static byte[] Precertificate(byte[] certificate)
    {
        var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var tbs = new AsnWriter(AsnEncodingRules.DER);
        using (tbs.PushSequence())
        {
            while (fields.HasData)
            {
                if (!fields.PeekTag().HasSameClassAndValue(Extensions))
                {
                    tbs.WriteEncodedValue(fields.ReadEncodedValue().Span);
                    continue;
                }
                var extensions = fields.ReadSequence(Extensions).ReadSequence();
                using (tbs.PushSequence(Extensions))
                using (tbs.PushSequence())
                {
                    while (extensions.HasData)
                    {
                        var extension = extensions.ReadEncodedValue();
                        if (new AsnReader(extension, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() != Timestamps) tbs.WriteEncodedValue(extension.Span);
                    }
                }
            }
        }
        return tbs.Encode();
    }

    private static byte[] Length24(byte[] bytes) => [(byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length];
}
