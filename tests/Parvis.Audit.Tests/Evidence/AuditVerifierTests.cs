using System.Security.Cryptography;
using System.Text;
using Parvis.Audit.Evidence;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Audit.Tests.Evidence;

/// <summary>Signed audits: who signed, over which report, about which files.</summary>
public sealed class AuditVerifierTests
{
    private static readonly byte[] Report = Encoding.UTF8.GetBytes("{\n  \"files\": []\n}\n");
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_signed_by_the_node_verifies_and_says_what_was_claimed()
    {
        using var node = new SigningNode();
        var verified = Assert.IsType<AuditOutcome.Verified>(await Verify(Signed(node), new(node.Key.Verifier, Member: null)));
        Assert.Equal((node.Key.Verifier.KeyId, "model", Root, "parvis 1.2.3", At), (verified.By, verified.Subject.Name, verified.Subject.Sha256, verified.Claim.Tool, verified.Claim.AuditedAt));
        Assert.Equal((2, 1), (verified.Claim.Verdicts["safe"], verified.Claim.Verdicts["unsafe"]));
        Assert.False(verified.Files);
        Assert.False(verified.Reproduced);
    }

    [Fact]
    public async Task A_report_signed_by_a_member_verifies_with_the_member_s_key_alone()
    {
        using var node = new SigningNode();
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = SigningKey.Parse(curve.ExportPkcs8PrivateKeyPem());
        var signed = new SignedReport(Report, key.Sign(Statement, key.Public.Hint), Proof: null);
        Assert.IsType<AuditOutcome.Verified>(await Verify(signed, new(Node: null, key.Public.Pem)));
        Assert.Equal(Refusal.BadSignature, await Refused(signed, new(node.Key.Verifier, Member: null)));
        Assert.Equal(Refusal.NoKey, await Refused(signed, new(Node: null, Member: null)));
    }

    [Fact]
    public async Task A_changed_report_is_refused()
    {
        using var node = new SigningNode();
        var signed = Signed(node);
        Assert.Equal(Refusal.OtherReport, await Refused(signed with { Report = [.. Report, (byte)' '] }, new(node.Key.Verifier, Member: null)));
    }

    [Fact]
    public async Task A_statement_of_another_kind_is_no_audit()
    {
        using var node = new SigningNode();
        var other = DsseEnvelope.Sign(Statement with { PredicateType = RecordPublisher.PredicateType }, node.Key);
        Assert.Equal(Refusal.OtherPredicate, await Refused(new(Report, other, Proof: null), new(node.Key.Verifier, Member: null)));
    }

    [Fact]
    public async Task A_proof_of_the_ledger_verifies_and_one_of_another_statement_does_not()
    {
        using var node = new SigningNode();
        var signed = Signed(node);
        var verified = Assert.IsType<AuditOutcome.Verified>(await Verify(signed with { Envelope = null, Proof = node.Prove(Statement) }, new(node.Key.Verifier, Member: null)));
        Assert.Equal((0L, 1L), (verified.Logged!.Index, verified.Logged.TreeSize));
        var another = Statement with { Subjects = [new("other", Root)] };
        Assert.Equal(Refusal.BadProof, await Refused(signed with { Proof = node.Prove(another) }, new(node.Key.Verifier, Member: null)));
        Assert.Equal(Refusal.BadProof, await Refused(signed with { Proof = node.Prove(Statement).Replace("index 0", "index 1", StringComparison.Ordinal) }, new(node.Key.Verifier, Member: null)));
    }

    [Fact]
    public async Task The_files_at_hand_have_to_be_those_that_were_audited()
    {
        using var node = new SigningNode();
        using var model = new Folder();
        File.WriteAllText(model.Of("weights"), "1");
        var files = ModelFiles.Read(model.Path, new Serialization(), Cancel);
        var envelope = DsseEnvelope.Sign(AuditStatement.Create("model", files.RootDigest, Claim), node.Key);
        var signed = new SignedReport(Report, envelope, Proof: null);
        Assert.True(Assert.IsType<AuditOutcome.Verified>(await AuditVerifier.VerifyAsync(signed, new(node.Key.Verifier, Member: null), files, rerun: null, Cancel)).Files);
        File.WriteAllText(model.Of("weights"), "2");
        var changed = ModelFiles.Read(model.Path, new Serialization(), Cancel);
        Assert.Equal(Refusal.FilesDiffer, Assert.IsType<AuditOutcome.Refused>(await AuditVerifier.VerifyAsync(signed, new(node.Key.Verifier, Member: null), changed, rerun: null, Cancel)).Reason);
    }

    [Fact]
    public async Task Auditing_again_has_to_give_the_same_bytes()
    {
        using var node = new SigningNode();
        var trust = new AuditTrust(node.Key.Verifier, Member: null);
        Assert.True(Assert.IsType<AuditOutcome.Verified>(await AuditVerifier.VerifyAsync(Signed(node), trust, files: null, (_, _) => Task.FromResult(Report), Cancel)).Reproduced);
        var refused = Assert.IsType<AuditOutcome.Refused>(await AuditVerifier.VerifyAsync(Signed(node), trust, files: null, (_, _) => Task.FromResult(Report[..5]), Cancel));
        Assert.Equal((Refusal.NotReproduced, "byte 5"), (refused.Reason, refused.Detail));
    }

    [Fact]
    public async Task A_report_keeps_its_bytes_in_one_file_with_its_evidence_and_beside_it()
    {
        using var node = new SigningNode();
        using var folder = new Folder();
        var signed = Signed(node) with { Proof = node.Prove(Statement) };
        var trust = new AuditTrust(node.Key.Verifier, Member: null);
        await File.WriteAllBytesAsync(folder.Of("whole.json"), signed.ToJson(), Cancel);
        Assert.IsType<AuditOutcome.Verified>(await Verify(await SignedReport.ReadAsync(folder.Of("whole.json"), Cancel), trust));

        await File.WriteAllBytesAsync(folder.Of("report.json"), Report, Cancel);
        Assert.Equal(Refusal.NoMaterial, await Refused(await SignedReport.ReadAsync(folder.Of("report.json"), Cancel), trust));
        await File.WriteAllBytesAsync(folder.Of("report.json" + SignedReport.EnvelopeSuffix), signed.Envelope!.ToJson(), Cancel);
        await File.WriteAllTextAsync(folder.Of("report.json" + SignedReport.ProofSuffix), signed.Proof, Cancel);
        Assert.NotNull(Assert.IsType<AuditOutcome.Verified>(await Verify(await SignedReport.ReadAsync(folder.Of("report.json"), Cancel), trust)).Logged);
    }

    [Fact]
    public async Task No_bit_of_what_is_signed_can_change_unnoticed()
    {
        using var node = new SigningNode();
        var (trust, signed) = (new AuditTrust(node.Key.Verifier, Member: null), Signed(node));
        var envelope = signed.Envelope!;
        for (var at = 0; at < envelope.Payload.Length; at++)
        {
            var payload = envelope.Payload.ToArray();
            payload[at] ^= (byte)(1 << (at % 8));
            Assert.Equal(Refusal.BadSignature, await Refused(signed with { Envelope = envelope with { Payload = payload } }, trust));
        }
        for (var at = 0; at < Report.Length; at++)
        {
            var report = Report.ToArray();
            report[at] ^= (byte)(1 << (at % 8));
            Assert.Equal(Refusal.OtherReport, await Refused(signed with { Report = report }, trust));
        }
    }

    private static AuditClaim Claim => AuditStatement.Claim(Report, "parvis 1.2.3", Root, Root, new Dictionary<string, int>(StringComparer.Ordinal) { ["unsafe"] = 1, ["safe"] = 2 }, At);

    private static string Root => AuditStatement.Sha256("some model"u8);

    private static Statement Statement => AuditStatement.Create("model", Root, Claim);

    private static SignedReport Signed(SigningNode node) => new(Report, DsseEnvelope.Sign(Statement, node.Key), Proof: null);

    private static Task<AuditOutcome> Verify(SignedReport signed, AuditTrust trust) => AuditVerifier.VerifyAsync(signed, trust, files: null, rerun: null, Cancel);

    private static async Task<Refusal> Refused(SignedReport signed, AuditTrust trust) => Assert.IsType<AuditOutcome.Refused>(await Verify(signed, trust)).Reason;

    /// <summary>A node's key, and a log of one entry.</summary>
    private sealed class SigningNode : IDisposable
    {
        private readonly Folder _folder = new();

        public SigningNode()
        {
            var folder = new DataFolder(_folder.Path);
            Directory.CreateDirectory(folder.Keys);
            Key = NodeKey.OpenOrCreate(folder, "localhost/parvis");
        }

        public NodeKey Key { get; }

        public string Prove(Statement statement)
        {
            var envelope = DsseEnvelope.Sign(statement, Key).ToJson();
            return new TlogProof(envelope, 0, [], Checkpoint.Sign(Key, 1, MerkleTree.Leaf(envelope))).ToString();
        }

        public void Dispose()
        {
            Key.Dispose();
            _folder.Dispose();
        }
    }
}
