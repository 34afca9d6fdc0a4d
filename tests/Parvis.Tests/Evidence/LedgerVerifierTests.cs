using System.Security.Cryptography;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.Evidence;

public sealed class LedgerVerifierTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_byte_in_any_file_is_found_in_that_file_and_nowhere_else()
    {
        await using var node = await GrownAsync();
        Assert.Empty(await node.VerifyAsync(Cancel));
        foreach (var file in EvidenceFiles(node))
        {
            var path = Path.Combine(node.Folder.Path, file);
            var sound = await File.ReadAllBytesAsync(path, Cancel);
            foreach (var at in new[] { 0, 1, sound.Length / 3, sound.Length / 2, sound.Length - 1 })
            {
                var changed = sound.ToArray();
                changed[at] ^= 0x20;
                await File.WriteAllBytesAsync(path, changed, Cancel);
                var damages = await node.VerifyAsync(Cancel);
                Assert.NotEmpty(damages);
                Assert.All(damages, damage => Assert.Equal((file, at), (damage.File, at)));
            }
            await File.WriteAllBytesAsync(path, sound, Cancel);
        }
    }

    [Fact]
    public async Task A_missing_or_shortened_file_is_found()
    {
        await using var node = await GrownAsync();
        var current = EvidenceFiles(node).Where(file => !file.EndsWith(".p/88", StringComparison.Ordinal) && file.StartsWith("ledger/tile/", StringComparison.Ordinal)).ToList();
        Assert.Equal(["ledger/tile/0/000", "ledger/tile/0/001", "ledger/tile/0/002.p/108", "ledger/tile/1/000.p/2", "ledger/tile/entries/000", "ledger/tile/entries/001", "ledger/tile/entries/002.p/108"], current);
        foreach (var file in current)
        {
            var path = Path.Combine(node.Folder.Path, file);
            var sound = await File.ReadAllBytesAsync(path, Cancel);
            await File.WriteAllBytesAsync(path, sound[..^40], Cancel);
            Assert.Contains(await node.VerifyAsync(Cancel), damage => damage.File == file);
            File.Delete(path);
            Assert.Equal(file, Assert.Single(await node.VerifyAsync(Cancel)).File);
            await File.WriteAllBytesAsync(path, sound, Cancel);
        }
    }

    [Fact]
    public async Task A_damage_says_which_entry_and_which_byte()
    {
        await using var node = await GrownAsync();
        await ChangeAsync(node, "ledger/tile/0/001", 32 * 5 + 3);
        var damage = Assert.Single(await node.VerifyAsync(Cancel));
        Assert.Equal(("ledger/tile/0/001", 261L, 160L), (damage.File, damage.Index!.Value, damage.Byte!.Value));
    }

    [Fact]
    public async Task A_log_rewritten_with_the_right_key_no_longer_matches_an_older_proof()
    {
        await using var node = await GrownAsync();
        var proof = TlogProof.Parse((await node.Log.ProveAsync(3, Cancel))!);
        await using var other = await LedgerNode.CreateAsync(Cancel);
        await other.AppendAsync(1000, 620, Cancel);
        File.Copy(Path.Combine(other.Folder.Ledger, "tile/entries/000"), Path.Combine(node.Folder.Ledger, "tile/entries/000"), overwrite: true);
        Assert.NotEmpty(await node.VerifyAsync(Cancel));
        Assert.Equal(620, proof.Checkpoint.Size);
    }

    private static async Task<LedgerNode> GrownAsync()
    {
        var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 600, Cancel);
        await node.AppendAsync(600, 20, Cancel);
        var bytes = "bytes of a page"u8.ToArray();
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(node.Folder.Kept, name[..2])).FullName, name), bytes, Cancel);
        return node;
    }

    private static List<string> EvidenceFiles(LedgerNode node) => [.. new[] { node.Folder.Ledger, node.Folder.Kept }
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(node.Folder.Path, file))
        .Where(file => file != "ledger/publisher.lock")
        .Order(StringComparer.Ordinal)];

    private static async Task ChangeAsync(LedgerNode node, string file, int at)
    {
        var path = Path.Combine(node.Folder.Path, file);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);
    }
}
