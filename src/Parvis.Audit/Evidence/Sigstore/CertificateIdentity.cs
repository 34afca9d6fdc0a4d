using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>Whose a Fulcio certificate is (Fulcio's "Sigstore OID information").</summary>
/// <param name="Names">Subject alternative names: addresses of workflows, mail addresses, other names.</param>
/// <param name="Issuer">Who vouched for them, or null.</param>
internal sealed record CertificateIdentity(IReadOnlyList<string> Names, string? Issuer)
{
    private const string IssuerV1 = "1.3.6.1.4.1.57264.1.1", IssuerV2 = "1.3.6.1.4.1.57264.1.8", OtherName = "1.3.6.1.4.1.57264.1.7", SubjectAlternativeName = "2.5.29.17";
    private static readonly Asn1Tag Other = new(TagClass.ContextSpecific, 0), Mail = new(TagClass.ContextSpecific, 1), Dns = new(TagClass.ContextSpecific, 2), Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads the identity in a certificate.</summary>
    /// <exception cref="RefusedException">Its extensions are malformed.</exception>
    public static CertificateIdentity Of(X509Certificate2 certificate)
    {
        try
        {
            var names = Extension(certificate, SubjectAlternativeName) is { } raw ? ReadNames(raw).ToList() : [];
            var issuer = Extension(certificate, IssuerV2) is { } v2 ? new AsnReader(v2, AsnEncodingRules.DER).ReadCharacterString(UniversalTagNumber.UTF8String)
                : Extension(certificate, IssuerV1) is { } v1 ? Encoding.UTF8.GetString(v1)
                : null;
            return new(names, issuer);
        }
        catch (AsnContentException e)
        {
            throw new RefusedException(Refusal.UnreadableCertificate, e.Message);
        }
    }

    /// <summary>The value of an extension, or null.</summary>
    public static byte[]? Extension(X509Certificate2 certificate, string oid) => certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid)?.RawData;

    private static IEnumerable<string> ReadNames(byte[] raw)
    {
        var names = new AsnReader(raw, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.HasSameClassAndValue(Mail) || tag.HasSameClassAndValue(Dns) || tag.HasSameClassAndValue(Uri)) yield return names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            else if (tag.HasSameClassAndValue(Other) && ReadOther(names.ReadSequence(Other)) is { } other) yield return other;
            else if (!tag.HasSameClassAndValue(Other)) names.ReadEncodedValue();
        }
    }

    private static string? ReadOther(AsnReader name) => name.ReadObjectIdentifier() == OtherName
        ? name.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadCharacterString(UniversalTagNumber.UTF8String)
        : null;
}
