using System.Security.Cryptography;
using System.Text;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>The number of a bill: a UUID of version 8 (RFC 9562, 5.8), SHA-256 over a name and the digest of what the bill is of. The same artefact has the same number, whoever audits it.</summary>
internal static class BillIdentity
{
    /// <summary>The number, e.g. <c>2f1a6a3e-…</c>. An artefact without a root digest has one of its report's bytes.</summary>
    public static Guid Of(AuditReport report)
    {
        var digest = report.Subject.Digest ?? Convert.ToHexStringLower(SHA256.HashData(report.ToBytes()));
        Span<byte> bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"parvis bill of materials {digest}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // version 8
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80); // variant
        return new(bytes, bigEndian: true);
    }
}
