using System.Text;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.Evidence;

public sealed class ProofVerifierTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_byte_of_a_proof_file_can_change_unnoticed()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 300, Cancel);
        var proof = Encoding.UTF8.GetBytes((await node.Log.ProveAsync(123, Cancel))!);
        Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify(Encoding.UTF8.GetString(proof), node.Key.Verifier));
        Parallel.For(0, proof.Length, at =>
        {
            var changed = proof.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            Assert.IsNotType<ProofOutcome.Verified>(ProofVerifier.Verify(Encoding.UTF8.GetString(changed), node.Key.Verifier));
        });
    }

    [Fact]
    public async Task No_beginning_of_a_proof_file_is_a_proof()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 5, Cancel);
        var proof = (await node.Log.ProveAsync(3, Cancel))!;
        for (var length = 0; length < proof.Length; length++) Assert.IsNotType<ProofOutcome.Verified>(ProofVerifier.Verify(proof[..length], node.Key.Verifier));
    }

    [Fact]
    public async Task A_proof_of_another_node_is_told_from_a_forged_one()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await using var other = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 2, Cancel);
        var proof = (await node.Log.ProveAsync(1, Cancel))!;
        var wrong = Assert.IsType<ProofOutcome.WrongKey>(ProofVerifier.Verify(proof, other.Key.Verifier));
        Assert.Equal((ProofPart.Checkpoint, node.Key.Verifier.KeyId), (wrong.Part, wrong.Found));
        var forged = Assert.IsType<ProofOutcome.BadSignature>(ProofVerifier.Verify(proof.Replace("\n2\n", "\n3\n", StringComparison.Ordinal), node.Key.Verifier));
        Assert.Equal(ProofPart.Checkpoint, forged.Part);
    }

    [Fact]
    public async Task A_statement_in_the_place_of_another_is_not_included()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 4, Cancel);
        var (one, two) = (TlogProof.Parse((await node.Log.ProveAsync(1, Cancel))!), TlogProof.Parse((await node.Log.ProveAsync(2, Cancel))!));
        Assert.Equal(new ProofOutcome.NotIncluded(1, 4), ProofVerifier.Verify((one with { Envelope = two.Envelope }).ToString(), node.Key.Verifier));
        Assert.Equal(new ProofOutcome.NotIncluded(2, 4), ProofVerifier.Verify((one with { Index = 2 }).ToString(), node.Key.Verifier));
    }

    [Fact]
    public async Task A_file_that_the_statement_is_not_about_is_named()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 4, Cancel);
        var differs = Assert.IsType<ProofOutcome.FileDiffers>(ProofVerifier.Verify((await node.Log.ProveAsync(1, Cancel))!, node.Key.Verifier, LedgerNode.Sha256(2)));
        Assert.Equal(LedgerNode.Sha256(1), Assert.Single(differs.Subjects).Sha256);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("c2sp.org/tlog-proof@v2\n", 1)]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n", 2)]
    [InlineData("c2sp.org/tlog-proof@v1\nextra e30=\nindex 01\n", 3)]
    [InlineData("c2sp.org/tlog-proof@v1\nextra e30=\nindex 1\nAAAA\n\n", 4)]
    [InlineData("c2sp.org/tlog-proof@v1\nextra e30=\nindex 1\n\norigin\n01\n", 5)]
    [InlineData("c2sp.org/tlog-proof@v1\nextra e30=\nindex 1\n\norigin\n01\nAAAA\n\n— origin AAAAAAA=\n", 6)]
    public async Task A_malformed_proof_file_names_its_line(string text, int line)
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        Assert.Equal(line, Assert.IsType<ProofOutcome.Malformed>(ProofVerifier.Verify(text, node.Key.Verifier)).Line);
    }

    [Fact]
    public void The_pre_authentication_encoding_is_that_of_the_DSSE_protocol()
    {
        // the test vector in the DSSE v1 protocol description
        var encoding = DsseEnvelope.PreAuthenticationEncoding("http://example.com/HelloWorld", "hello world"u8);
        Assert.Equal("DSSEv1 29 http://example.com/HelloWorld 11 hello world", Encoding.UTF8.GetString(encoding));
    }
}
