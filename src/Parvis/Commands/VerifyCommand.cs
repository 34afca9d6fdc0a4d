using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Commands;

/// <summary><c>parvis verify PROOF [FILE] --key KEY</c>: checks a proof file offline.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var proof = new Argument<FileInfo>("PROOF") { Description = "A proof file of a ledger (C2SP tlog-proof)." };
        var file = new Argument<FileInfo?>("FILE") { Description = "A file that the statement should be about.", Arity = ArgumentArity.ZeroOrOne };
        var key = LedgerOptions.Key();
        var command = new Command("verify", "Checks a proof file offline: who stated it, that it is in their log, and that it is about FILE. Example: parvis verify report.tlog-proof model.gguf --key node.vkey") { proof, file, key };
        command.SetAction((parsed, cancel) => CommandFailure.CatchAsync(parsed.InvocationConfiguration.Error, () =>
            RunAsync(parsed.GetRequiredValue(proof), parsed.GetValue(file), LedgerOptions.Read(parsed, key), parsed.InvocationConfiguration, cancel)));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo proof, FileInfo? file, TrustedKey? key, InvocationConfiguration console, CancellationToken cancel)
    {
        if (key is null)
        {
            await console.Error.WriteLineAsync("Whose proof should this be? Give the node's key with --key KEY (text or a file; a node shows it at /ledger/key), or --data DIR to use this node's own.");
            return ExitCodes.WrongUse;
        }
        if (key.Source is { } source) await console.Error.WriteLineAsync($"Checking against this node's own key {key.Verifier.KeyId}, from {source}.");
        var text = await File.ReadAllTextAsync(proof.FullName, cancel);
        var outcome = ProofVerifier.Verify(text, key.Verifier, file is null ? null : await Sha256Async(file, cancel));
        return await ReportAsync(outcome, proof, file, console);
    }

    private static async Task<int> ReportAsync(ProofOutcome outcome, FileInfo proof, FileInfo? file, InvocationConfiguration console)
    {
        if (outcome is ProofOutcome.Verified verified)
        {
            await console.Output.WriteLineAsync(Describe(verified));
            return ExitCodes.Done;
        }
        await console.Error.WriteLineAsync(Explain(outcome, proof.Name, file?.Name));
        return outcome is ProofOutcome.Malformed ? ExitCodes.Refused : ExitCodes.Finding;
    }

    private static string Describe(ProofOutcome.Verified verified) => string.Create(CultureInfo.InvariantCulture, $"""
        Verified: entry {verified.Index} of {verified.TreeSize} in the log {verified.Origin}
        Statement: {verified.Statement.PredicateType}
        {string.Join('\n', verified.Statement.Subjects.Select(subject => $"Subject: {subject.Name} sha256:{subject.Sha256}{(subject == verified.File ? " (this file)" : "")}"))}
        """);

    private static string Explain(ProofOutcome outcome, string proof, string? file) => outcome switch
    {
        ProofOutcome.WrongKey wrong => $"{proof}: the {Part(wrong.Part)} is not by {wrong.Expected} but by {wrong.Found}. Use the key of the node that made the proof, if you trust it.",
        ProofOutcome.BadSignature bad => $"{proof}: the {Part(bad.Part)} was changed after it was signed. Get the proof again from the node.",
        ProofOutcome.NotIncluded missing => $"{proof}: the statement is not entry {missing.Index} of the {missing.TreeSize} that the checkpoint covers. Get the proof again from the node.",
        ProofOutcome.FileDiffers differs => $"{file}: sha256:{differs.Sha256} is not what the statement is about: {string.Join(", ", differs.Subjects.Select(subject => $"{subject.Name} sha256:{subject.Sha256}"))}. The file was changed, or it is another one.",
        ProofOutcome.Malformed malformed => $"{proof}:{malformed.Line}: {malformed.Reason} Get the proof again from the node.",
        _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
    };

    private static string Part(ProofPart part) => part == ProofPart.Envelope ? "statement" : "checkpoint";

    private static async Task<string> Sha256Async(FileInfo file, CancellationToken cancel)
    {
        await using var stream = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
