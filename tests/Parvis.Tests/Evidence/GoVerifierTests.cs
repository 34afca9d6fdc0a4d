using System.Diagnostics;
using Xunit;

namespace Parvis.Tests.Evidence;

/// <summary>Another implementation of the same standards, Go's, agrees about our log.</summary>
public sealed class GoVerifierTests
{
    private const string GoPath = "/usr/share/gocode";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_verifies_our_checkpoint_our_tiles_and_our_proof()
    {
        var program = Program();
        await using var node = await LedgerNode.CreateAsync(Cancel);
        await node.AppendAsync(0, 600, Cancel);
        await node.AppendAsync(600, 7, Cancel);
        var proof = Path.Combine(node.Folder.Path, "entry.tlog-proof");
        foreach (var index in new[] { 0, 299, 606 })
        {
            await File.WriteAllTextAsync(proof, await node.Log.ProveAsync(index, Cancel), Cancel);
            var (code, output) = await GoAsync(program, node, proof);
            Assert.True(code == 0, output);
            Assert.Contains($"verified entry {index} of 607", output, StringComparison.Ordinal);
        }
        var forged = (await File.ReadAllTextAsync(proof, Cancel)).Replace("index 606", "index 605", StringComparison.Ordinal);
        await File.WriteAllTextAsync(proof, forged, Cancel);
        Assert.NotEqual(0, (await GoAsync(program, node, proof)).Code);
    }

    private static string Program()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "go"))), "Needs the go command (Debian: golang-go).");
        Assert.SkipUnless(Directory.Exists($"{GoPath}/src/golang.org/x/mod/sumdb/tlog"), "Needs golang.org/x/mod (Debian: golang-golang-x-mod-dev).");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Parvis.slnx"))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "Needs the sources of the tests.");
        return Path.Combine(folder!.FullName, "tests/go/verify/main.go");
    }

    private static async Task<(int Code, string Output)> GoAsync(string program, LedgerNode node, string proof)
    {
        var start = new ProcessStartInfo("go", ["run", program, node.Folder.Ledger, node.Key.Verifier.ToString(), proof]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["GO111MODULE"], start.Environment["GOPATH"], start.Environment["GOFLAGS"]) = ("off", GoPath, "");
        if (Environment.GetEnvironmentVariable("GOCACHE") is null) start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "parvis-go-cache");
        using var go = Process.Start(start)!;
        var (output, error) = (go.StandardOutput.ReadToEndAsync(Cancel), go.StandardError.ReadToEndAsync(Cancel));
        await go.WaitForExitAsync(Cancel);
        return (go.ExitCode, await output + await error);
    }
}
