using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.EndToEnd;

/// <summary>The audit, signed by a node and checked by somebody who has only the files and the key.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly ParvisProgram _program = new();

    [Fact]
    public async Task A_signed_audit_verifies_and_comes_out_the_same_until_a_file_or_the_report_changes()
    {
        var model = Path.GetDirectoryName(_program.Write("model/README.md", "---\nlicense: mit\n---\nA model.\n"))!;
        var report = _program.Write("report.json", "");
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", model, "--json", report, "--sign")));
        using var own = NodeKey.Open(new DataFolder(_program.Data));
        string[] verify = ["audit", "verify", report, model, "--key", own!.Verifier.ToString()];
        Assert.Equal((0, ""), Ended(await _program.RunAsync(verify)));
        Assert.Equal(0, (await _program.RunAsync("ledger", "verify")).Code);

        _program.Write("model/README.md", "---\nlicense: mit\n---\nAnother model.\n");
        var changed = await _program.RunAsync(verify);
        Assert.Equal(1, changed.Code);
        Assert.Contains("not-reproduced", changed.Error, StringComparison.Ordinal);

        _program.Write("model/README.md", "---\nlicense: mit\n---\nA model.\n");
        await File.WriteAllTextAsync(report, (await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken)).Replace("MIT", "MPL-2.0", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var forged = await _program.RunAsync(verify);
        Assert.Equal(1, forged.Code);
        Assert.Contains("other-report", forged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_says_what_was_found_and_an_audit_leaves_nothing_behind()
    {
        var unsafeModel = _program.Write("model.pkl", "cposix\nsystem\n(S'true'\ntR.");
        var found = await _program.RunAsync("audit", unsafeModel);
        Assert.Equal(1, found.Code);
        Assert.Contains("posix.system", found.Output, StringComparison.Ordinal);

        var strange = _program.Write("strange.xyz", [1, 2, 3, 0xFF]);
        Assert.Equal(0, (await _program.RunAsync("audit", strange)).Code);
        Assert.Equal(1, (await _program.RunAsync("audit", strange, "--strict")).Code);
        Assert.Equal(4, (await _program.RunAsync("audit", strange + ".gone")).Code);
        Assert.Equal(2, (await _program.RunAsync("audit", strange, "--sign")).Code);
        Assert.Equal(3, (await _program.RunAsync("audit", "verify", strange, "--key", "not a key")).Code);
        Assert.False(Directory.Exists(_program.Data));
    }

    public void Dispose() => _program.Dispose();

    private static (int Code, string Error) Ended((int Code, string Output, string Error) run) => (run.Code, run.Error);
}
