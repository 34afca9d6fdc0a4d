using System.Text.Json;
using CsCheck;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.Evidence;

public sealed class TileLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_log_has_no_checkpoint_and_proves_nothing()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        Assert.Equal(0, await node.Log.PublishAsync(Cancel));
        Assert.Null(await node.Log.CheckpointAsync(Cancel));
        Assert.Null(await node.Log.ProveAsync(0, Cancel));
        Assert.Null(await node.Log.ReadAsync(0, Cancel));
        Assert.Empty(await node.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task A_committed_statement_can_be_read_at_once_and_proven_once_published()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        Assert.Equal(0, await node.StageAsync(7, 1, Cancel));
        var staged = await node.Log.ReadAsync(0, Cancel);
        Assert.NotNull(staged);
        Assert.Null(await node.Log.ProveAsync(0, Cancel));
        Assert.Equal(1, await node.Log.PublishAsync(Cancel));
        Assert.Equal(staged.Value.ToArray(), (await node.Log.ReadAsync(0, Cancel))!.Value.ToArray());
        var verified = Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify((await node.Log.ProveAsync(0, Cancel))!, node.Key.Verifier, LedgerNode.Sha256(7)));
        Assert.Equal((0L, 1L, "localhost/parvis", "commons/dataset/7@1"), (verified.Index, verified.TreeSize, verified.Origin, verified.File!.Name));
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_no_gap()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        Assert.Equal(0, await node.StageAsync(0, 3, Cancel));
        await Assert.ThrowsAsync<TimeoutException>(() => node.Database.WriteAsync(async transaction =>
        {
            Assert.Equal(3, await node.Log.StageAsync(transaction, [LedgerNode.Statement(99)], Cancel));
            throw new TimeoutException();
        }, Cancel));
        Assert.Equal(3, await node.StageAsync(3, 2, Cancel));
        Assert.Equal(5, await node.Log.PublishAsync(Cancel));
        Assert.Empty(await node.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task Entries_of_a_log_that_grew_in_many_steps_all_prove_and_the_files_are_sound()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        var size = 0L;
        foreach (var step in new[] { 1, 2, 100, 152, 1, 1, 255, 600, 5, 300 }) size = await node.AppendAsync(size, step, Cancel);
        Assert.Equal(1417, size);
        for (var index = 0L; index < size; index += 13) Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify((await node.Log.ProveAsync(index, Cancel))!, node.Key.Verifier, LedgerNode.Sha256(index)));
        Assert.Empty(await node.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task A_log_of_any_size_published_in_any_steps_has_the_root_of_its_entries() =>
        await Gen.Int[1, 400].Array[1, 4].SampleAsync(async steps =>
        {
            await using var node = await LedgerNode.CreateAsync(Cancel);
            var size = 0L;
            foreach (var step in steps) size = await node.AppendAsync(size, step, Cancel);
            var leaves = new List<MerkleHash>();
            for (var i = 0L; i < size; i++) leaves.Add(MerkleTree.Leaf(DsseEnvelope.Sign(LedgerNode.Statement(i), node.Key).ToJson()));
            Assert.Equal(MerkleTreeTests.Recursive(leaves.ToArray()), Checkpoint.Parse((await node.Log.CheckpointAsync(Cancel))!).Root);
        }, iter: 8, threads: 1);

    [Fact]
    public async Task Partial_tiles_go_once_the_full_one_is_there()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 200, Cancel);
        Assert.Contains("tile/0/000.p/200", node.Files().Keys);
        await node.AppendAsync(200, 56, Cancel);
        Assert.Equal(["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"], node.Files().Keys);
    }

    [Fact]
    public async Task A_statement_that_is_too_long_is_refused_by_name_and_nothing_is_staged()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        var big = LedgerNode.Statement(1) with { Predicate = JsonSerializer.SerializeToElement(new { text = new string('x', 60_000) }) };
        var refused = await Assert.ThrowsAsync<EntryTooLongException>(() => node.Database.WriteAsync(transaction => node.Log.StageAsync(transaction, [LedgerNode.Statement(0), big], Cancel), Cancel));
        Assert.Equal(1, refused.Ordinal);
        Assert.Equal(0, await node.StageAsync(0, 1, Cancel));
    }

    [Fact]
    public async Task The_key_keeps_its_name_and_is_for_the_owner_alone()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        using var again = NodeKey.OpenOrCreate(node.Folder, "another/name");
        Assert.Equal(node.Key.Verifier.ToString(), again.Verifier.ToString());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(node.Folder.Keys, "ledger.key")));
        Assert.Equal(node.Key.Verifier.ToString(), VerifierKey.Parse(node.Key.Verifier.ToString()).ToString());
    }
}
