using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Tests.Evidence;

public sealed class PublicationCrashTests
{
    private const string ChildFolder = "PARVIS_TEST_LEDGER_CHILD";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_publication_cut_short_after_any_file_ends_the_same_when_run_again()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 250, Cancel);
        var before = node.Files();
        await node.StageAsync(250, 300, Cancel);
        using var staged = new FolderCopy(node.Folder.Path);
        await node.Log.PublishAsync(Cancel);
        var after = node.Files();
        var written = after.Keys.Where(file => file != "checkpoint" && !before.ContainsKey(file)).ToList();
        Assert.Equal(7, written.Count); // 0/000 0/001 0/002.p/38 1/000.p/2 and three bundles

        // tiles are flushed side by side, so a crash may leave any of them
        for (var present = 0; present < 1 << written.Count; present++)
        {
            var files = written.Where((_, i) => (present & (1 << i)) != 0).ToList();
            await AssertResumesAsync(staged, node, files, after, half: written[present % written.Count]);
        }
        await AssertResumesAsync(staged, node, [.. written, "checkpoint"], after, half: "checkpoint");
    }

    [Fact]
    public async Task A_log_that_lost_its_newest_entries_is_refused_and_stays_as_it_is()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        using var older = new FolderCopy(node.Folder.Path);
        await node.AppendAsync(10, 10, Cancel);
        Directory.Delete(node.Folder.Ledger, recursive: true);
        older.CopyTo("ledger", node.Folder.Ledger);
        await Assert.ThrowsAsync<LedgerDamagedException>(() => node.Log.PublishAsync(Cancel));
        await node.StageAsync(20, 1, Cancel);
        await Assert.ThrowsAsync<LedgerDamagedException>(() => node.Log.PublishAsync(Cancel));
        Assert.StartsWith("localhost/parvis\n10\n", await node.Log.CheckpointAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_from_an_old_backup_goes_on_after_the_log()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        await node.Database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("UPDATE kernel_ledger_state SET next_index = 4", transaction: transaction), Cancel);
        Assert.Equal(10, await node.StageAsync(10, 1, Cancel));
        Assert.Equal(11, await node.Log.PublishAsync(Cancel));
        Assert.Empty(await node.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task Another_entry_for_an_index_that_the_log_has_is_refused()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        await node.Database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("INSERT INTO kernel_ledger_pending (entry_index, envelopes) VALUES (4, x'00027b7d')", transaction: transaction), Cancel);
        await Assert.ThrowsAsync<LedgerDamagedException>(() => node.Log.PublishAsync(Cancel));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000.p/10")]
    [InlineData("tile/entries/000.p/10")]
    public async Task Nothing_is_published_on_top_of_a_damaged_edge(string file)
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 10, Cancel);
        var path = Path.Combine(node.Folder.Ledger, file);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[^10] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        var damaged = node.Files();
        await node.StageAsync(10, 1, Cancel).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        await Assert.ThrowsAsync<LedgerDamagedException>(() => node.Log.PublishAsync(Cancel));
        Assert.Equal(damaged, node.Files());
    }

    [Fact]
    public async Task Publishers_in_two_places_make_one_log()
    {
        await using var node = await LedgerNode.CreateAsync(Cancel);
        using var second = new TileLog(node.Database, node.Folder, node.Key);
        for (var round = 0; round < 5; round++)
        {
            await node.StageAsync(round * 100, 100, Cancel);
            await Task.WhenAll(node.Log.PublishAsync(Cancel), second.PublishAsync(Cancel));
        }
        Assert.Equal(500, await node.Log.PublishAsync(Cancel));
        Assert.Empty(await node.VerifyAsync(Cancel));
    }

    [Fact]
    public async Task A_process_killed_while_publishing_loses_nothing_and_repeats_nothing()
    {
        Assert.SkipUnless(Environment.ProcessPath?.EndsWith("Parvis.Tests", StringComparison.Ordinal) == true, "Needs to run from the test executable, which it starts again.");
        await using var node = await LedgerNode.CreateAsync(Cancel);
        foreach (var patience in new[] { 30, 90, 150, 410 })
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false, Environment = { [ChildFolder] = node.Folder.Path } })!;
            Assert.Equal("publishing", await child.StandardOutput.ReadLineAsync(Cancel));
            await Task.Delay(patience, Cancel);
            child.Kill();
            await child.WaitForExitAsync(Cancel);
        }
        var size = await node.Log.PublishAsync(Cancel);
        Assert.Empty(await node.VerifyAsync(Cancel));

        await using var fresh = await LedgerNode.CreateAsync(Cancel);
        File.Copy(Path.Combine(node.Folder.Keys, "ledger.key"), Path.Combine(fresh.Folder.Keys, "ledger.key"), overwrite: true);
        await using var unbroken = await LedgerNode.OpenAsync(fresh.Folder.Path, Cancel);
        await unbroken.AppendAsync(0, (int)size, Cancel);
        Assert.Equal(unbroken.Files(), new SortedDictionary<string, string>(node.Files().Where(file => unbroken.Files().ContainsKey(file.Key)).ToDictionary(), StringComparer.Ordinal));
    }

    /// <summary>In the child: appends until it is killed. Entry i is always statement i, whatever was lost.</summary>
    [ModuleInitializer]
    internal static void PublishUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(ChildFolder) is { } folder) PublishAsync(folder).GetAwaiter().GetResult();
    }

    private static async Task PublishAsync(string folder)
    {
        await using var node = await LedgerNode.OpenAsync(folder, CancellationToken.None);
        var pending = new PendingEntries(node.Database);
        Console.WriteLine("publishing");
        while (true)
        {
            await node.StageAsync(await pending.NextAsync(CancellationToken.None), 70, CancellationToken.None);
            await node.Log.PublishAsync(CancellationToken.None);
        }
    }

    private static async Task AssertResumesAsync(FolderCopy staged, LedgerNode done, IReadOnlyList<string> present, SortedDictionary<string, string> expected, string half)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-ledger-").FullName;
        staged.CopyTo("", folder);
        await using var node = await LedgerNode.OpenAsync(folder, Cancel);
        foreach (var file in present)
        {
            var target = Path.Combine(node.Folder.Ledger, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(done.Folder.Ledger, file), target, overwrite: true);
        }
        var aside = Directory.CreateDirectory(Path.Combine(node.Folder.Ledger, "aside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(aside, half.Replace('/', '-')), "half", Cancel);
        Assert.Equal(550, await node.Log.PublishAsync(Cancel));
        Assert.Equal(expected, node.Files());
        Assert.Null(await new PendingEntries(node.Database).FirstAsync(Cancel));
    }

    /// <summary>The state of a folder at a moment.</summary>
    private sealed class FolderCopy : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("parvis-copy-").FullName;

        public FolderCopy(string folder)
        {
            SqliteConnection.ClearAllPools();
            Copy(folder, _path);
        }

        public void CopyTo(string part, string target) => Copy(Path.Combine(_path, part), target);

        public void Dispose() => Directory.Delete(_path, recursive: true);

        private static void Copy(string from, string to)
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        }
    }
}
