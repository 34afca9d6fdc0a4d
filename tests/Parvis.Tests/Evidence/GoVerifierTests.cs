using System.Diagnostics;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Parvis.Tests.EndToEnd;
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
            var (code, output) = await GoAsync(program, node.Folder.Ledger, node.Key.Verifier.ToString(), proof);
            Assert.True(code == 0, output);
            Assert.Contains($"verified entry {index} of 607", output, StringComparison.Ordinal);
        }
        var forged = (await File.ReadAllTextAsync(proof, Cancel)).Replace("index 606", "index 605", StringComparison.Ordinal);
        await File.WriteAllTextAsync(proof, forged, Cancel);
        Assert.NotEqual(0, (await GoAsync(program, node.Folder.Ledger, node.Key.Verifier.ToString(), proof)).Code);
    }

    [Fact]
    public async Task Go_verifies_that_an_audit_is_signed_about_this_report_and_in_our_ledger()
    {
        var program = Program();
        using var parvis = new ParvisProgram();
        var model = Path.GetDirectoryName(parvis.Write("model/config.json", """{"architectures": ["LlamaForCausalLM"]}"""))!;
        var report = parvis.Write("report.json", "");
        Assert.Equal(0, (await parvis.RunAsync("audit", model, "--json", report, "--sign")).Code);
        var folder = new DataFolder(parvis.Data);
        using var key = NodeKey.Open(folder);
        string[] verify = [folder.Ledger, key!.Verifier.ToString(), report + ".tlog-proof", report];
        var (code, output) = await GoAsync(program, verify);
        Assert.True(code == 0, output);
        Assert.Contains("verified the audit of model, sha256:", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(report, (await File.ReadAllTextAsync(report, Cancel)).Replace("safe", "Safe", StringComparison.Ordinal), Cancel);
        var forged = await GoAsync(program, verify);
        Assert.Equal(1, forged.Code);
        Assert.Contains("about another report", forged.Output, StringComparison.Ordinal);
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

    private static async Task<(int Code, string Output)> GoAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("go", ["run", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        (start.Environment["GO111MODULE"], start.Environment["GOPATH"], start.Environment["GOFLAGS"]) = ("off", GoPath, "");
        if (Environment.GetEnvironmentVariable("GOCACHE") is null) start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "parvis-go-cache");
        using var go = Process.Start(start)!;
        var (output, error) = (go.StandardOutput.ReadToEndAsync(Cancel), go.StandardError.ReadToEndAsync(Cancel));
        await go.WaitForExitAsync(Cancel);
        return (go.ExitCode, await output + await error);
    }
}
