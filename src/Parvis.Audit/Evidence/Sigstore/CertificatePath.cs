using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>Paths from a certificate to a trusted root at a time (RFC 5280). The system's own trust is never asked, nothing is downloaded, and revocation is not looked up.</summary>
internal static class CertificatePath
{
    /// <summary>Extended key usage: signing code.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>Extended key usage: making timestamps.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>Reads a certificate in DER; the caller disposes it.</summary>
    /// <exception cref="RefusedException">It is not one.</exception>
    public static X509Certificate2 Read(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.UnreadableCertificate, e.Message);
        }
    }

    /// <summary>When the certificate says that it is valid.</summary>
    public static Validity ValidityOf(X509Certificate2 certificate) => new(new(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    /// <summary>The SubjectPublicKeyInfo of the issuer of <paramref name="leaf"/> on a path to one of <paramref name="roots"/> that holds <paramref name="at"/> a time; null when there is no such path.</summary>
    /// <param name="leaf">The certificate.</param>
    /// <param name="intermediates">Certificates that may lie between, trusted for nothing.</param>
    /// <param name="roots">Those that are trusted.</param>
    /// <param name="usage">The extended key usage that is asked for.</param>
    /// <param name="at">The time.</param>
    public static byte[]? IssuerKey(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, IEnumerable<X509Certificate2> roots, string usage, DateTimeOffset at)
    {
        // Two authorities may bear one name; the path builder takes the first of that name, so each is given to it alone.
        var named = intermediates.ToLookup(certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData));
        var trusted = roots.ToList();
        return named[true].DefaultIfEmpty()
            .Select(issuer => Build(leaf, issuer is null ? named[false] : named[false].Append(issuer), trusted, usage, at))
            .FirstOrDefault(key => key is not null);
    }

    private static byte[]? Build(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, IEnumerable<X509Certificate2> roots, string usage, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var root in roots) chain.ChainPolicy.CustomTrustStore.Add(root);
        foreach (var intermediate in intermediates) chain.ChainPolicy.ExtraStore.Add(intermediate);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        var holds = chain.Build(leaf);
        try
        {
            return holds && chain.ChainElements.Count > 1 ? chain.ChainElements[1].Certificate.PublicKey.ExportSubjectPublicKeyInfo() : null;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }
}
