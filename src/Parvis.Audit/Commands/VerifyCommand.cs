using System.CommandLine;
using Parvis.Audit.Evidence;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit verify REPORT [PATH] --key KEY</c>: checks a signed audit offline, and does it again.</summary>
internal static class VerifyCommand
{
    public static Command Create(OpenNode _)
    {
        var report = new Argument<FileInfo>("REPORT") { Description = "A report; its proof stands beside it as REPORT.tlog-proof." };
        var path = new Argument<string?>("PATH") { Description = "What was audited: it is audited again, and the report must come out the same, byte for byte.", Arity = ArgumentArity.ZeroOrOne };
        var key = new Option<string>("--key") { Description = "Whose audit it should be: a node's verifier key (a node shows it at /ledger/key) or a public key in PEM; text or file.", Required = true };
        var command = new Command("verify", "Checks offline who signed an audit and that it comes out the same again.\n\nExample: parvis audit verify report.json ./model --key node.vkey") { report, path, key };
        command.SetAction(async (parsed, cancel) =>
        {
            var (console, file) = (parsed.InvocationConfiguration, parsed.GetRequiredValue(report));
            if (parsed.GetValue(path) is { } missing && !Path.Exists(missing))
            {
                await console.Error.WriteLineAsync($"{missing}: there is no such file or folder.");
                return ExitCodes.Unreachable;
            }
            try
            {
                var signed = await SignedReport.ReadAsync(file.FullName, cancel);
                return await ReportAsync(await AuditVerifier.VerifyAsync(signed, Trust(parsed.GetRequiredValue(key)), files: null, Rerun(signed, parsed.GetValue(path)), cancel), file.Name, console);
            }
            catch (RefusedException refused)
            {
                await console.Error.WriteLineAsync($"{file.Name}: {RefusalText.Of(refused.Reason, refused.Detail)}");
                return ExitCodes.Refused;
            }
            catch (FormatException malformed)
            {
                await console.Error.WriteLineAsync($"{file.Name}: {malformed.Message}");
                return ExitCodes.Refused;
            }
        });
        return command;
    }

    private static AuditTrust Trust(string key)
    {
        var text = File.Exists(key) ? File.ReadAllText(key) : key;
        return text.Contains("-----BEGIN", StringComparison.Ordinal) ? new(null, text) : new(VerifierKey.Parse(text), null);
    }

    private static AuditVerifier.Rerun? Rerun(SignedReport signed, string? path)
    {
        if (path is null) return null;
        var report = AuditReport.Read(signed.Report);
        return (_, cancel) => Task.Run(() => Auditing.Run(path, report.Subject.Name, ReadingDepth.Of(report.Rules.Depth), _ => { }, cancel).ToBytes(), cancel);
    }

    private static async Task<int> ReportAsync(AuditOutcome outcome, string file, InvocationConfiguration console)
    {
        if (outcome is AuditOutcome.Refused refused)
        {
            await console.Error.WriteLineAsync($"{file}: {RefusalText.Of(refused.Reason, refused.Detail)}");
            return ExitCodes.Finding;
        }
        var verified = (AuditOutcome.Verified)outcome;
        await console.Output.WriteLineAsync($"""
            Verified: signed by {verified.By}
            Log: {(verified.Logged is { } logged ? $"entry {logged.Index} of {logged.TreeSize} in {logged.Origin}" : "not checked; there is no proof beside the report, or no node's key was given")}
            Subject: {verified.Subject.Name} sha256:{verified.Subject.Sha256}
            Again: {(verified.Reproduced ? "the audit came out the same, byte for byte" : "not done; name PATH to do it")}
            """);
        return ExitCodes.Done;
    }
}
