using System.CommandLine;
using Parvis.Audit.Evidence;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Audit.Evidence.Sigstore;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit verify-bundle BUNDLE [PATH]</c>: checks a signature of a model, or any Sigstore bundle, offline.</summary>
internal static class VerifyBundleCommand
{
    private sealed record Asked(byte[] Bundle, string File, string? Path, string? Key, string? Chain, SigstorePolicy Policy, IReadOnlyList<string> Ignored, bool AllowUnsigned);

    public static Command Create(OpenNode _)
    {
        var bundle = new Argument<FileInfo>("BUNDLE") { Description = "A signature: model.sig of OpenSSF Model Signing, or a Sigstore bundle." };
        var path = new Argument<string?>("PATH") { Description = "The model's file or folder, or the file that the bundle signs.", Arity = ArgumentArity.ZeroOrOne };
        var key = new Option<FileInfo?>("--key") { Description = "The signer's public key in PEM." };
        var chain = new Option<FileInfo[]>("--certificate-chain") { Description = "Certificates in PEM of an authority that you trust, root and intermediates.", DefaultValueFactory = _ => [] };
        var root = new Option<FileInfo?>("--trusted-root") { Description = "A trusted root of Sigstore; otherwise that of its public-good instance, as it came with this version." };
        var identity = new Option<string?>("--identity") { Description = "Who should have signed: a mail address or the address of a workflow." };
        var issuer = new Option<string?>("--issuer") { Description = "Who vouches for that identity, e.g. https://token.actions.githubusercontent.com." };
        var ignore = new Option<string[]>("--ignore") { Description = "Leave out a file or folder of PATH.", DefaultValueFactory = _ => [] };
        var unsigned = new Option<bool>("--allow-unsigned") { Description = "Files that were not signed may be in PATH too." };
        var command = new Command("verify-bundle", "Checks offline who signed a model or file and that nothing was changed.\n\nExample: parvis audit verify-bundle ./model/model.sig ./model --key publisher.pub") { bundle, path, key, chain, root, identity, issuer, ignore, unsigned };
        command.SetAction(async (parsed, cancel) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var file = parsed.GetRequiredValue(bundle).FullName;
            var (signer, voucher) = (parsed.GetValue(identity), parsed.GetValue(issuer));
            if (parsed.GetValue(key) is null && parsed.GetValue(chain) is [] && (signer is null || voucher is null))
            {
                await error.WriteLineAsync("Whose signature should this be? Give --key FILE, --certificate-chain FILE, or --identity NAME with --issuer ADDRESS.");
                return ExitCodes.WrongUse;
            }
            if (parsed.GetValue(path) is { } missing && !Path.Exists(missing))
            {
                await error.WriteLineAsync($"{missing}: there is no such file or folder.");
                return ExitCodes.Unreachable;
            }
            try
            {
                var trusted = parsed.GetValue(root) is { } own ? TrustedRoot.Parse(await File.ReadAllBytesAsync(own.FullName, cancel)) : TrustedRoot.PublicGood;
                var keyText = parsed.GetValue(key) is { } pem ? await File.ReadAllTextAsync(pem.FullName, cancel) : null;
                var chainText = parsed.GetValue(chain) is { Length: > 0 } files ? string.Concat(files.Select(certificate => File.ReadAllText(certificate.FullName))) : null;
                var asked = new Asked(await File.ReadAllBytesAsync(file, cancel), file, parsed.GetValue(path), keyText, chainText, new(trusted, signer, voucher, keyText), [.. parsed.GetValue(ignore)!.Select(ModelPaths.Clean)], parsed.GetValue(unsigned));
                return await RunAsync(asked, parsed.InvocationConfiguration, cancel);
            }
            catch (RefusedException e)
            {
                await error.WriteLineAsync(RefusalText.Of(e.Reason, e.Detail));
                return ExitCodes.Refused;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, InvocationConfiguration console, CancellationToken cancel)
    {
        if (IsModel(asked.Bundle)) return await ReportAsync(ModelSignature.Verify(asked.Bundle, TrustOf(asked), AtHand(asked), cancel), asked, console);
        if (asked.Path is null)
        {
            await console.Error.WriteLineAsync("The bundle signs a file: name it as PATH.");
            return ExitCodes.WrongUse;
        }
        return SigstoreVerifier.Verify(asked.Bundle, Artefact.In(asked.Path), asked.Policy) switch
        {
            BundleOutcome.Verified verified => await DoneAsync(verified.By, $"{asked.Path}: this file", console),
            BundleOutcome.Refused refused => await RefuseAsync(refused.Reason, refused.Detail, console),
            var other => throw new System.Diagnostics.UnreachableException($"{other}"),
        };
    }

    private static bool IsModel(byte[] json)
    {
        try
        {
            ModelSignature.Read(json);
            return true;
        }
        catch (RefusedException e)
        {
            // Damaged statements of models are refused as such; everything else is for the general verifier.
            return e.Reason is Refusal.WrongRootDigest or Refusal.UnsupportedDigest or Refusal.NoLogEntry;
        }
    }

    private static ModelTrust TrustOf(Asked asked) =>
        asked.Key is { } key ? new ModelTrust.Key(key)
        : asked.Chain is { } chain ? new ModelTrust.CertificateChain(chain, TimeProvider.System.GetUtcNow())
        : new ModelTrust.Identity(asked.Policy);

    private static ModelAtHand? AtHand(Asked asked) =>
        asked.Path is { } path ? new(path, [.. ModelPaths.LeftOut(path, asked.File), .. asked.Ignored], asked.AllowUnsigned) : null;

    private static async Task<int> ReportAsync(ModelOutcome outcome, Asked asked, InvocationConfiguration console)
    {
        if (outcome is ModelOutcome.Verified verified)
        {
            var what = $"{verified.Manifest.Resources.Count} {(verified.Manifest.Serialization.ShardSize is null ? "files" : "shards")}, sha256:{verified.Manifest.RootDigest}{(asked.Path is null ? " (no files were compared: name them as PATH)" : "")}";
            return await DoneAsync(verified.By, what, console);
        }
        var refused = (ModelOutcome.Refused)outcome;
        foreach (var difference in refused.Differences) await console.Error.WriteLineAsync($"{difference.How.ToString().ToLowerInvariant()}: {difference.Name}");
        return await RefuseAsync(refused.Reason, refused.Differences.Count > 0 ? "" : refused.Detail, console);
    }

    private static async Task<int> DoneAsync(Signer by, string what, InvocationConfiguration console)
    {
        await console.Output.WriteLineAsync($"Verified: {what}");
        await console.Output.WriteLineAsync($"Signed by: {(by.Names.Count > 0 ? string.Join(", ", by.Names) : $"key {by.Key}")}{(by.Issuer is { } issuer ? $", says {issuer}" : "")}");
        foreach (var time in by.Times) await console.Output.WriteLineAsync($"Signed at: {Instant.Write(time)}");
        return ExitCodes.Done;
    }

    private static async Task<int> RefuseAsync(Refusal reason, string detail, InvocationConfiguration console)
    {
        await console.Error.WriteLineAsync(RefusalText.Of(reason, detail));
        return reason is Refusal.MalformedBundle or Refusal.UnknownVersion or Refusal.MalformedRoot or Refusal.UnreadableKey ? ExitCodes.Refused : ExitCodes.Finding;
    }
}
