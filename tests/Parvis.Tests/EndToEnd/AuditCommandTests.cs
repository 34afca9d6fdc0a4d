using System.Security.Cryptography;
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
    public async Task A_person_signs_an_audit_with_a_key_of_their_own_and_the_node_enters_the_same_statement()
    {
        var model = Path.GetDirectoryName(_program.Write("model/README.md", "A model.\n"))!;
        var report = _program.Write("report.json", "");
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var others = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (mine, theirs) = (_program.Write("me.pub", own.ExportSubjectPublicKeyInfoPem()), _program.Write("other.pub", others.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", model, "--json", report, "--key", _program.Write("me.pem", own.ExportPkcs8PrivateKeyPem()))));
        Assert.False(Directory.Exists(_program.Data));
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", "verify", report, model, "--key", mine)));
        Assert.Equal(1, (await _program.RunAsync("audit", "verify", report, model, "--key", theirs)).Code);

        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", model, "--json", report, "--key", Path.Combine(Path.GetDirectoryName(mine)!, "me.pem"), "--sign")));
        using var node = NodeKey.Open(new DataFolder(_program.Data));
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", "verify", report, model, "--key", mine)));
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", "verify", report, model, "--key", node!.Verifier.ToString())));
        Assert.Equal(2, (await _program.RunAsync("audit", model, "--key", mine)).Code);
        Assert.Equal(3, (await _program.RunAsync("audit", model, "--json", report, "--key", mine)).Code);
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

    [Fact]
    public async Task An_audit_that_was_killed_goes_on_without_reading_again_what_it_had_read()
    {
        const int Files = 100, Bytes = 64 << 20;
        for (var file = 0; file < Files; file++)
        {
            var large = _program.Write($"model/{file:D3}.bin", [1]);
            using (var grown = File.OpenWrite(large)) grown.SetLength(Bytes); // without content on the disk
            File.SetLastWriteTimeUtc(large, new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        var model = Path.GetDirectoryName(_program.Write("model/config.json", "{}"))!;
        var (report, results) = (_program.Write("report.json", ""), _program.Write("results/.folder", ""));
        string[] audit = ["audit", model, "--json", report, "--resume", Path.GetDirectoryName(results)!];

        using (var killed = _program.Start(audit))
        {
            while (Kept().Count < Files / 10 && !killed.HasExited) await Task.Delay(5, TestContext.Current.CancellationToken);
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var before = Kept();
        Assert.InRange(before.Count, Files / 10, Files - 1);
        Assert.Equal((0, ""), Ended(await _program.RunAsync(audit)));
        var after = Kept();
        Assert.InRange(after.Count, Files, Files + 1); // the configuration too, when it was written long enough before it was read
        Assert.All(before, kept => Assert.Equal(kept.Value, after[kept.Key])); // what is read is written anew

        var resumed = await File.ReadAllBytesAsync(report, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), Ended(await _program.RunAsync("audit", model, "--json", report)));
        Assert.Equal(await File.ReadAllBytesAsync(report, TestContext.Current.CancellationToken), resumed);
        Assert.Equal(2, (await _program.RunAsync("audit", model, "--resume", Path.Combine(model, "results"))).Code);

        Dictionary<string, DateTime> Kept() => Directory.GetFiles(Path.GetDirectoryName(results)!, "*.json").ToDictionary(file => file, File.GetLastWriteTimeUtc);
    }

    public void Dispose() => _program.Dispose();

    private static (int Code, string Error) Ended((int Code, string Output, string Error) run) => (run.Code, run.Error);
}
