using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>What a verifier of Sigstore bundles trusts and asks for.</summary>
/// <param name="Root">Whom it trusts.</param>
/// <param name="Identity">The name that the certificate has to bear, or null for any.</param>
/// <param name="Issuer">Who has to have vouched for it, or null for any.</param>
/// <param name="Key">A key in PEM for what was signed with a key instead of a certificate, or null.</param>
internal sealed record SigstorePolicy(TrustedRoot Root, string? Identity, string? Issuer, string? Key = null);

/// <summary>Who signed, as far as it was verified.</summary>
/// <param name="Names">Names in the certificate; none for a key.</param>
/// <param name="Issuer">Who vouched for them, or null.</param>
/// <param name="Key">Hint of the key (see <see cref="VerificationKey.Hint"/>).</param>
/// <param name="Times">When, as logs and timestamp authorities say; may be none for a key.</param>
internal sealed record Signer(IReadOnlyList<string> Names, string? Issuer, string Key, IReadOnlyList<DateTimeOffset> Times);

/// <summary>What came of verifying a bundle.</summary>
internal abstract record BundleOutcome
{
    private BundleOutcome()
    {
    }

    /// <summary>All holds.</summary>
    /// <param name="By">Who signed.</param>
    public sealed record Verified(Signer By) : BundleOutcome;

    /// <summary>Something does not hold.</summary>
    /// <param name="Reason">What.</param>
    /// <param name="Detail">What exactly; untrusted words.</param>
    public sealed record Refused(Refusal Reason, string Detail) : BundleOutcome;
}

/// <summary>Verifies Sigstore bundles v0.1 to v0.3 offline (Sigstore's client specification): nothing is asked but the bundle, the artefact and the trusted root.</summary>
internal static class SigstoreVerifier
{
    private static readonly string[] StatementTypes = ["https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"];

    /// <summary>Whether the bundle shows that whom the policy asks for signed the artefact.</summary>
    public static BundleOutcome Verify(ReadOnlyMemory<byte> json, Artefact artefact, SigstorePolicy policy)
    {
        try
        {
            var bundle = SigstoreBundle.Parse(json);
            if (bundle is { Version: 3, Material: KeyMaterial.Certificates { IsChain: true } }) throw new RefusedException(Refusal.MalformedBundle, "x509CertificateChain");
            var signer = Authenticate(bundle, artefact, policy);
            if (bundle.Content is SignedContent.Envelope envelope) CheckSubject(envelope, artefact);
            return new BundleOutcome.Verified(signer);
        }
        catch (RefusedException e)
        {
            return new BundleOutcome.Refused(e.Reason, e.Detail);
        }
        catch (CryptographicException e)
        {
            return new BundleOutcome.Refused(Refusal.UnreadableCertificate, e.Message); // parts of a certificate are read only when they are asked for
        }
    }

    /// <summary>Verifies all but what an envelope says.</summary>
    /// <exception cref="RefusedException">Something does not hold.</exception>
    public static Signer Authenticate(SigstoreBundle bundle, Artefact? artefact, SigstorePolicy policy)
    {
        if (bundle.Material is KeyMaterial.PublicKey)
        {
            var key = ReadKey(policy.Key ?? throw new RefusedException(Refusal.NoKey));
            var times = Times(bundle, policy.Root, key.Encoded, artefact);
            CheckSignature(bundle.Content, key, artefact);
            return new([], null, key.Hint, times);
        }
        if (policy.Key is not null) throw new RefusedException(Refusal.OtherMaterial);
        var chain = ((KeyMaterial.Certificates)bundle.Material).Chain;
        using var certificate = CertificatePath.Read(chain[0]);
        return Authenticate(bundle, artefact, policy, certificate, [.. chain.Skip(1)]);
    }

    private static Signer Authenticate(SigstoreBundle bundle, Artefact? artefact, SigstorePolicy policy, X509Certificate2 certificate, IReadOnlyList<byte[]> intermediates)
    {
        var times = Times(bundle, policy.Root, certificate.RawData, artefact);
        if (times.Count == 0) throw new RefusedException(Refusal.NoTime);
        foreach (var at in times) CheckPath(certificate, intermediates, policy.Root, at);
        var identity = CertificateIdentity.Of(certificate);
        if (policy.Identity is { } name && !identity.Names.Contains(name, StringComparer.Ordinal)) throw new RefusedException(Refusal.WrongIdentity, string.Join(", ", identity.Names));
        if (policy.Issuer is { } issuer && identity.Issuer != issuer) throw new RefusedException(Refusal.WrongIssuer, identity.Issuer ?? "");
        var key = KeyOf(certificate);
        CheckSignature(bundle.Content, key, artefact);
        return new(identity.Names, identity.Issuer, key.Hint, times);
    }

    /// <summary>Checks every entry and timestamp, and gives the times that they vouch for.</summary>
    private static List<DateTimeOffset> Times(SigstoreBundle bundle, TrustedRoot root, byte[] signer, Artefact? artefact)
    {
        if (bundle.Entries.Count == 0) throw new RefusedException(Refusal.NoLogEntry);
        var stamped = bundle.Timestamps.Select(timestamp => Timestamps.Read(timestamp, bundle.Content.Signature, root.TimestampAuthorities)).OfType<DateTimeOffset>().ToList();
        if (bundle.Timestamps.Count > 0 && stamped.Count == 0 && root.TimestampAuthorities.Count > 0) throw new RefusedException(Refusal.BadTimestamp, "untrusted authority");
        var times = stamped.ToList();
        foreach (var entry in bundle.Entries)
        {
            DateTimeOffset? integrated = entry is { Promise: not null, IntegratedTime: > 0 } ? Instant(entry.IntegratedTime) : null;
            var known = root.Logs.Where(log => log.Id.AsSpan().SequenceEqual(entry.LogId)).ToList();
            var log = known.FirstOrDefault(log => (integrated is { } at ? [at] : stamped).TrueForAll(log.Validity.Contains))
                ?? throw new RefusedException(Refusal.UnknownLog, known.Count == 0 ? Convert.ToBase64String(entry.LogId) : "not valid at that time");
            LogInclusion.Check(entry, bundle.Version, log);
            LogEntryBody.Check(entry, bundle.Content, signer, artefact);
            if (integrated is { } time) times.Add(time);
        }
        return times;
    }

    private static void CheckPath(X509Certificate2 certificate, IReadOnlyList<byte[]> intermediates, TrustedRoot root, DateTimeOffset at)
    {
        if (!CertificatePath.ValidityOf(certificate).Contains(at)) throw new RefusedException(Refusal.OutsideValidity, $"{at:O}");
        var issuer = root.CertificateAuthorities.Where(authority => authority.Validity.Contains(at)).Select(authority => IssuerKey(certificate, intermediates, authority, at)).FirstOrDefault(key => key is not null)
            ?? throw new RefusedException(Refusal.UntrustedCertificate, certificate.Issuer);
        CertificateTransparency.Check(certificate, issuer, root.CertificateLogs);
    }

    private static byte[]? IssuerKey(X509Certificate2 certificate, IReadOnlyList<byte[]> intermediates, Authority authority, DateTimeOffset at)
    {
        var known = authority.Chain.Concat(intermediates).Select(CertificatePath.Read).ToList();
        try
        {
            return CertificatePath.IssuerKey(certificate, known, [known[authority.Chain.Count - 1]], CertificatePath.CodeSigning, at);
        }
        finally
        {
            foreach (var read in known) read.Dispose();
        }
    }

    private static void CheckSignature(SignedContent content, VerificationKey key, Artefact? artefact)
    {
        if (content is SignedContent.Envelope envelope)
        {
            if (!key.Verify(envelope.Encoding, envelope.Signature)) throw new RefusedException(Refusal.BadSignature);
            return;
        }
        if (artefact is null || content is not SignedContent.Message message) throw new RefusedException(Refusal.OtherArtefact, "none");
        if (message is { Digest: { } digest, Algorithm: { } algorithm } && !artefact.Digest(LogEntryBody.HashOf(algorithm)).AsSpan().SequenceEqual(digest)) throw new RefusedException(Refusal.OtherArtefact, "digest");
        if (!artefact.IsSignedBy(key, message.Bytes)) throw new RefusedException(Refusal.BadSignature);
    }

    private static void CheckSubject(SignedContent.Envelope envelope, Artefact artefact)
    {
        if (envelope.Dsse.PayloadType != Kernel.Evidence.DsseEnvelope.InToto) throw new RefusedException(Refusal.NotAStatement, envelope.Dsse.PayloadType);
        try
        {
            var statement = JsonFields.Parse(envelope.Dsse.Payload);
            if (!StatementTypes.Contains(statement.Text("_type"), StringComparer.Ordinal)) throw new FormatException(statement.Text("_type"));
            if (statement.Text("predicateType").Length == 0) throw new FormatException("predicateType");
            if (!statement.Repeated("subject").Any(subject => IsAbout(subject.Field("digest"), artefact))) throw new RefusedException(Refusal.OtherArtefact, "subject");
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.NotAStatement, e.Message);
        }
    }

    private static bool IsAbout(JsonElement digests, Artefact artefact) =>
        new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512 }.Any(hash =>
            digests.Find(hash.Name!.ToLowerInvariant()) is { ValueKind: JsonValueKind.String } digest
            && string.Equals(digest.AsText(), Convert.ToHexStringLower(artefact.Digest(hash)), StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset Instant(long seconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new RefusedException(Refusal.MalformedBundle, e.Message);
        }
    }

    internal static VerificationKey ReadKey(string pem)
    {
        try
        {
            return VerificationKey.ParsePem(pem);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.UnreadableKey, e.Message);
        }
    }

    internal static VerificationKey KeyOf(X509Certificate2 certificate)
    {
        try
        {
            return VerificationKey.Of(certificate);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.UnreadableCertificate, e.Message);
        }
    }
}
