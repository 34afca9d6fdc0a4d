using System.CommandLine;
using System.Security.Cryptography;
using Parvis.Audit.Commands;
using Parvis.Audit.Evidence;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Xunit;

namespace Parvis.Audit.Tests.Evidence;

/// <summary>Signing and verifying on the command line.</summary>
public sealed class SignatureCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_sign_wrote_verify_bundle_accepts_until_a_file_changes()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Of("model"));
        await File.WriteAllTextAsync(folder.Of("model/weights"), "0123", Cancel);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await File.WriteAllTextAsync(folder.Of("me.pem"), key.ExportPkcs8PrivateKeyPem(), Cancel);
        await File.WriteAllTextAsync(folder.Of("me.pub"), key.ExportSubjectPublicKeyInfoPem(), Cancel);
        string[] verify = ["verify-bundle", folder.Of("model/model.sig"), folder.Of("model"), "--key", folder.Of("me.pub")];

        Assert.Equal(ExitCodes.Done, (await Run("sign", folder.Of("model"), "--key", folder.Of("me.pem"))).Code);
        var (code, text) = await Run(verify);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("Verified: 1 files", text, StringComparison.Ordinal);

        await File.AppendAllTextAsync(folder.Of("model/weights"), "4", Cancel);
        (code, text) = await Run(verify);
        Assert.Equal(ExitCodes.Finding, code);
        Assert.Contains("changed: weights", text, StringComparison.Ordinal);
        Assert.Contains("files-differ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verifier_that_is_not_told_whom_to_trust_verifies_nothing()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.Of("x"), "{}", Cancel);
        Assert.Equal(ExitCodes.WrongUse, (await Run("verify-bundle", folder.Of("x"))).Code);
        Assert.Equal(ExitCodes.WrongUse, (await Run("verify-bundle", folder.Of("x"), "--identity", "me@example.org")).Code);
    }

    [Fact]
    public async Task A_damaged_bundle_is_refused_and_a_bundle_of_a_file_is_checked_against_that_file()
    {
        var cases = Path.Combine(Cases.Folder("sigstore_conformance"), "bundle-verify");
        string[] who = ["--identity", "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main", "--issuer", "https://token.actions.githubusercontent.com"];
        foreach (var folder in Directory.EnumerateDirectories(cases, "rekor2-*happy-path").Concat(Directory.EnumerateDirectories(cases, "bundle-malformed-json_fail")))
        {
            string[] root = File.Exists(Path.Combine(folder, "trusted_root.json")) ? ["--trusted-root", Path.Combine(folder, "trusted_root.json")] : [];
            var (code, text) = await Run(["verify-bundle", Path.Combine(folder, "bundle.sigstore.json"), Path.Combine(cases, "a.txt"), .. who, .. root]);
            Assert.True(code == (folder.EndsWith("_fail", StringComparison.Ordinal) ? ExitCodes.Refused : ExitCodes.Done), $"{folder}: {code} {text}");
        }
    }

    [Fact]
    public void Every_refusal_has_its_sentence_in_every_language()
    {
        var texts = new Texts(typeof(AuditModule).Assembly);
        Assert.Equal(Enum.GetValues<Refusal>().Select(reason => $"audit.refusal.{reason.Word()}").Order(StringComparer.Ordinal), texts.Keys.Where(key => key.StartsWith("audit.refusal.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(InterfaceLanguages.All, language => Assert.DoesNotContain(texts.Missing(language), key => key.StartsWith("audit.refusal.", StringComparison.Ordinal)));
    }

    private static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        OpenNode none = (_, _) => throw new InvalidOperationException("Verifying needs no node.");
        var root = new RootCommand { SignCommand.Create(none), VerifyBundleCommand.Create(none) };
        using var output = new StringWriter();
        var code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, Cancel);
        return (code, output.ToString());
    }
}
