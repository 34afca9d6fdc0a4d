using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parvis.Audit.Evidence.Sigstore;

/// <summary>The time for which something is trusted; both ends belong to it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Validity(DateTimeOffset Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset at) => at >= Start && (End is null || at <= End);
}

/// <summary>A transparency log of signatures or of certificates.</summary>
/// <param name="Id">The log's identifier; its first four bytes are the key hint of its checkpoints.</param>
/// <param name="Key">Its key, in DER.</param>
/// <param name="Validity">When it may be used.</param>
internal sealed record TransparencyLog(byte[] Id, byte[] Key, Validity Validity)
{
    /// <summary>The key.</summary>
    /// <exception cref="RefusedException">The trusted root names a key that cannot be read.</exception>
    public VerificationKey ReadKey()
    {
        try
        {
            return VerificationKey.Parse(Key);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.MalformedRoot, e.Message);
        }
    }
}

/// <summary>An authority of certificates or of timestamps.</summary>
/// <param name="Chain">Its certificates in DER, the root last.</param>
/// <param name="Validity">When it may be used.</param>
internal sealed record Authority(IReadOnlyList<byte[]> Chain, Validity Validity);

/// <summary>Whom a verifier trusts (Sigstore's trusted root v0.1 and v0.2).</summary>
/// <param name="Logs">Logs of signatures (Rekor).</param>
/// <param name="CertificateAuthorities">Authorities of signing certificates (Fulcio).</param>
/// <param name="CertificateLogs">Logs of certificates (RFC 6962).</param>
/// <param name="TimestampAuthorities">Authorities of timestamps (RFC 3161).</param>
internal sealed record TrustedRoot(
    IReadOnlyList<TransparencyLog> Logs,
    IReadOnlyList<Authority> CertificateAuthorities,
    IReadOnlyList<TransparencyLog> CertificateLogs,
    IReadOnlyList<Authority> TimestampAuthorities)
{
    private const string MediaType = "application/vnd.dev.sigstore.trustedroot";
    private static readonly Lazy<TrustedRoot> Embedded = new(() =>
    {
        using var stream = typeof(TrustedRoot).Assembly.GetManifestResourceStream("Evidence/public-good.trusted_root.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json);
    });

    /// <summary>The public-good instance of Sigstore, as its keys stood in the third quarter of 2025.</summary>
    public static TrustedRoot PublicGood => Embedded.Value;

    /// <summary>Reads a trusted root.</summary>
    /// <exception cref="RefusedException">It is malformed; every key needs the beginning of its validity.</exception>
    public static TrustedRoot Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var root = JsonFields.Parse(json);
            if (!root.Text("mediaType").StartsWith(MediaType, StringComparison.Ordinal)) throw new FormatException("It is not a trusted root.");
            return new(
                [.. root.Repeated("tlogs").Select(ReadLog)],
                [.. root.Repeated("certificateAuthorities").Select(ReadAuthority)],
                [.. root.Repeated("ctlogs").Select(ReadLog)],
                [.. root.Repeated("timestampAuthorities").Select(ReadAuthority)]);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.MalformedRoot, e.Message);
        }
    }

    private static TransparencyLog ReadLog(JsonElement log)
    {
        var key = log.Field("publicKey");
        return new((log.Find("checkpointKeyId") ?? log.Field("logId")).Bytes("keyId"), key.Bytes("rawBytes"), ReadValidity(key));
    }

    private static Authority ReadAuthority(JsonElement authority)
    {
        var chain = authority.Field("certChain").Repeated("certificates").Select(certificate => certificate.Bytes("rawBytes")).ToList();
        return chain.Count > 0 ? new(chain, ReadValidity(authority)) : throw new FormatException("An authority without a certificate.");
    }

    private static Validity ReadValidity(JsonElement owner)
    {
        var validity = owner.Field("validFor");
        return new(Instant(validity.Text("start")), validity.Find("end") is null ? null : Instant(validity.Text("end")));
    }

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new FormatException($"'{text}' is not an instant.");
}
