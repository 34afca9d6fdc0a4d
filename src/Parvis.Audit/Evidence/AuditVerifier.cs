using System.Globalization;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Audit.Evidence.Sigstore;
using Parvis.Kernel.Evidence;

namespace Parvis.Audit.Evidence;

/// <summary>Whose audits a verifier trusts; at least one of the two.</summary>
/// <param name="Node">The key of the node that signed and logged it, or null.</param>
/// <param name="Member">A member's public key in PEM, or null.</param>
internal sealed record AuditTrust(VerifierKey? Node, string? Member);

/// <summary>What came of verifying an audit.</summary>
internal abstract record AuditOutcome
{
    private AuditOutcome()
    {
    }

    /// <summary>All that could be checked holds.</summary>
    /// <param name="Claim">What was attested.</param>
    /// <param name="Subject">What it is about.</param>
    /// <param name="By">The key that signed, as the envelope names it.</param>
    /// <param name="Logged">Where in which log it stands, or null when there was no proof.</param>
    /// <param name="Files">Whether the files at hand were compared with the subject.</param>
    /// <param name="Reproduced">Whether the audit was done again with the same result.</param>
    public sealed record Verified(AuditClaim Claim, Subject Subject, string By, ProofOutcome.Verified? Logged, bool Files, bool Reproduced) : AuditOutcome;

    /// <summary>Something does not hold.</summary>
    /// <param name="Reason">What.</param>
    /// <param name="Detail">What exactly; untrusted words.</param>
    public sealed record Refused(Refusal Reason, string Detail) : AuditOutcome;
}

/// <summary>Verifies a signed audit offline: who signed it, that the report is the one signed, that it is in their ledger, that it is about the files at hand, and that it comes out the same again.</summary>
internal static class AuditVerifier
{
    /// <summary>Audits again what was audited.</summary>
    /// <returns>The bytes of the report.</returns>
    public delegate Task<byte[]> Rerun(AuditClaim claim, CancellationToken cancel);

    /// <summary>Verifies <paramref name="signed"/>.</summary>
    /// <param name="signed">The report with its evidence.</param>
    /// <param name="trust">Whose audit it should be.</param>
    /// <param name="files">The manifest of the files at hand (read as when it was audited), or null to leave them unchecked.</param>
    /// <param name="rerun">Audits again, or null to leave it unchecked.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task<AuditOutcome> VerifyAsync(SignedReport signed, AuditTrust trust, ModelManifest? files, Rerun? rerun, CancellationToken cancel)
    {
        try
        {
            var logged = Logged(signed.Proof, trust.Node);
            var envelope = signed.Envelope is { } beside && (trust.Member is not null || signed.Proof is null) ? beside : InProof(signed.Proof);
            var by = Signer(envelope, trust);
            var statement = Read(envelope);
            if ((logged is not null && !IsSame(logged.Statement, statement)) || (signed.Envelope is { } own && !IsSame(Read(own), statement))) throw new RefusedException(Refusal.BadProof, "another statement");
            var claim = AuditStatement.Read(statement);
            if (claim.Report != AuditStatement.Sha256(signed.Report)) throw new RefusedException(Refusal.OtherReport);
            if (files is not null && statement.Subjects[0].Sha256 != files.RootDigest) throw new RefusedException(Refusal.FilesDiffer, files.RootDigest);
            if (rerun is not null) Same(signed.Report, await rerun(claim, cancel));
            return new AuditOutcome.Verified(claim, statement.Subjects[0], by, logged, files is not null, rerun is not null);
        }
        catch (RefusedException e)
        {
            return new AuditOutcome.Refused(e.Reason, e.Detail);
        }
    }

    private static bool IsSame(Statement one, Statement other) => StatementJson.Write(one).AsSpan().SequenceEqual(StatementJson.Write(other));

    private static ProofOutcome.Verified? Logged(string? proof, VerifierKey? node)
    {
        if (proof is null || node is null) return null;
        return ProofVerifier.Verify(proof, node) switch
        {
            ProofOutcome.Verified verified => verified,
            ProofOutcome.Malformed malformed => throw new RefusedException(Refusal.BadProof, string.Create(CultureInfo.InvariantCulture, $"line {malformed.Line}: {malformed.Reason}")),
            var other => throw new RefusedException(Refusal.BadProof, other.GetType().Name),
        };
    }

    private static DsseEnvelope InProof(string? proof)
    {
        try
        {
            return DsseEnvelope.Parse(TlogProof.Parse(proof ?? throw new RefusedException(Refusal.NoMaterial)).Envelope);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.BadProof, e.Message);
        }
    }

    private static string Signer(DsseEnvelope envelope, AuditTrust trust)
    {
        if (trust is { Node: null, Member: null }) throw new RefusedException(Refusal.NoKey);
        if (envelope.PayloadType != DsseEnvelope.InToto) throw new RefusedException(Refusal.NotAStatement, envelope.PayloadType);
        var member = trust.Member is { } pem ? SigstoreVerifier.ReadKey(pem) : null;
        var signed = DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload);
        if (trust.Node is { } node && envelope.Signatures.Any(signature => node.Verify(signed, signature.Bytes))) return node.KeyId;
        return member is not null && envelope.Signatures.Any(signature => member.Verify(signed, signature.Bytes)) ? member.Hint : throw new RefusedException(Refusal.BadSignature);
    }

    private static Statement Read(DsseEnvelope envelope)
    {
        try
        {
            return StatementJson.Read(envelope.Payload);
        }
        catch (FormatException e)
        {
            throw new RefusedException(Refusal.NotAStatement, e.Message);
        }
    }

    private static void Same(byte[] report, byte[] again)
    {
        if (report.AsSpan().SequenceEqual(again)) return;
        throw new RefusedException(Refusal.NotReproduced, string.Create(CultureInfo.InvariantCulture, $"byte {report.AsSpan().CommonPrefixLength(again)}"));
    }
}
