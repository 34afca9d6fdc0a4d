using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Evidence;
using Parvis.Audit.Indicators;
using Parvis.Audit.Pages;
using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit PATH|ADDRESS</c>: what is there, and whether it is safe to load. Nothing is executed, nothing is written but the reports asked for.</summary>
internal static class AuditCommand
{
    public static Command Create(OpenNode open)
    {
        var path = new Argument<string?>("PATH") { Description = "A file or a folder: a model, a data set, a repository. Or an http or https address: of a file, or of a repository as Hugging Face serves it.", Arity = ArgumentArity.ZeroOrOne };
        var quick = new Option<bool>("--quick") { Description = "Read the structure of large files, not every byte: no digests of them." };
        var full = new Option<bool>("--full") { Description = "Check the checksum of every member of archives too, raw tensors included." };
        var tensors = new Option<bool>("--tensors") { Description = "Give every tensor a digest of its own." };
        var strict = new Option<bool>("--strict") { Description = "What was not examined is a finding too (exit code 1)." };
        var resume = new Option<string?>("--resume") { Description = "Keep the report of each file in this folder, and do not read a file again that has not changed since." };
        var json = new Option<string?>("--json") { Description = "Write the report as JSON to this file; - is standard output." };
        var sarif = new Option<string?>("--sarif") { Description = "Write the findings as SARIF 2.1.0 to this file." };
        var html = new Option<string?>("--html") { Description = "Write the report as a document for people to this file: HTML that needs nothing else." };
        var language = new Option<string>("--language") { Description = "Language of the document.", DefaultValueFactory = _ => InterfaceLanguages.Source };
        language.AcceptOnlyFromAmong([.. InterfaceLanguages.All]);
        var bom = new Option<string?>("--bom") { Description = "Write a bill of materials to this file, and say what it lacks." };
        var bill = new BomOptions();
        var sign = new Option<bool>("--sign") { Description = "Sign the report with the key of the node in --data, enter it into its ledger, and write the proof beside the report (REPORT.tlog-proof); needs --json." };
        var key = new Option<FileInfo?>("--key") { Description = "Sign the report with a key of your own (Ed25519 or ECDSA in PEM) and write the signature beside it (REPORT.dsse.json); needs --json." };
        var command = new Command("audit", "What an AI artefact is and whether it is safe to load, without ever loading it.\n\nExample: parvis audit ./model --json report.json") { path, quick, full, tensors, strict, resume, json, sarif, html, language, bom, sign, key };
        bill.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(path) is null) result.AddError("Say what to audit: a file, a folder or an address.");
            if (result.GetValue(resume) is { } results && result.GetValue(path) is { } audited && (RemoteArtefact.Address(audited) is not null || IsWithin(results, audited))) result.AddError("--resume needs a folder that is not part of what is audited, which must be on this machine.");
            if (result.GetValue(quick) && (result.GetValue(full) || result.GetValue(tensors))) result.AddError("--quick reads less, --full and --tensors read more: choose one.");
            if ((result.GetValue(sign) || result.GetValue(key) is not null) && result.GetValue(json) is null or "-") result.AddError("--sign and --key write beside the report: name the report's file with --json.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var (console, from) = (parsed.InvocationConfiguration, parsed.GetRequiredValue(path)!);
            var address = RemoteArtefact.Address(from);
            var node = address is null ? null : await open(parsed, cancel);
            using var remote = address is null ? null : await RemoteArtefact.FetchAsync(address, node!, console, cancel);
            if (remote?.Outcome is ArtefactOutcome.Missing missing)
            {
                await console.Error.WriteLineAsync($"{missing.Address}: {missing.Reason}: {missing.Detail}; nothing was audited.");
                return missing.Refused ? ExitCodes.Refused : ExitCodes.Unreachable;
            }
            var fetched = remote?.Outcome as ArtefactOutcome.Fetched;
            if (fetched is null && !Path.Exists(from))
            {
                await console.Error.WriteLineAsync($"{Path.GetFullPath(from)}: there is no such file or folder; nothing was audited.");
                return ExitCodes.Unreachable;
            }
            var depth = new ReadingDepth(!parsed.GetValue(quick), parsed.GetValue(tensors), new Limits { CheckAllMembers = parsed.GetValue(full) });
            var kept = parsed.GetValue(resume) is { } results ? new KeptReports(results, depth, TimeProvider.System) : null;
            var report = Run(fetched?.Path ?? from, fetched?.Name, depth, kept, console, cancel);
            if (parsed.GetValue(sarif) is { } sarifFile) await File.WriteAllBytesAsync(sarifFile, Sarif.Of(report, English), cancel);
            if (parsed.GetValue(html) is { } htmlFile) await File.WriteAllTextAsync(htmlFile, await AuditHtml.WriteAsync(report, parsed.GetValue(language)!), cancel);
            var lacks = parsed.GetValue(bom) is { } bomFile ? await bill.WriteAsync(parsed, report, address, bomFile, cancel) : "";
            if (parsed.GetValue(json) is { } jsonFile and not "-")
            {
                var bytes = report.ToBytes();
                await File.WriteAllBytesAsync(jsonFile, bytes, cancel);
                if (parsed.GetValue(sign) || parsed.GetValue(key) is not null)
                {
                    if (report.Subject.Digest is null)
                    {
                        await console.Error.WriteLineAsync("Not every file has a digest (--quick, a link, a file that cannot be read), so there is nothing to sign the report of. Audit without --quick, or without what is not examined.");
                        return ExitCodes.Refused;
                    }
                    var statement = AuditLedger.StatementOf(report, bytes, TimeProvider.System.GetUtcNow());
                    if (parsed.GetValue(key) is { } keyFile)
                    {
                        using var signing = SigningKey.Parse(await File.ReadAllTextAsync(keyFile.FullName, cancel));
                        await File.WriteAllBytesAsync(jsonFile + SignedReport.EnvelopeSuffix, signing.Sign(statement, signing.Public.Hint).ToJson(), cancel);
                    }
                    if (parsed.GetValue(sign)) await File.WriteAllTextAsync(jsonFile + SignedReport.ProofSuffix, await (node ?? await open(parsed, cancel)).GetRequiredService<AuditLedger>().SignAsync(statement, cancel), cancel);
                }
            }
            await console.Output.WriteAsync(parsed.GetValue(json) == "-" ? Encoding.UTF8.GetString(report.ToBytes()) : Words(report) + lacks);
            return report.Verdict > Verdict.NotExamined || (parsed.GetValue(strict) && report.Counts.ContainsKey(Verdict.NotExamined)) ? ExitCodes.Finding : ExitCodes.Done;
        });
        return command;
    }

    private static LanguageTexts English => ReportJson.English;

    private static AuditReport Run(string path, string? called, ReadingDepth depth, KeptReports? kept, InvocationConfiguration console, CancellationToken cancel)
    {
        var line = new ProgressLine(console.Error, !Console.IsErrorRedirected, "bytes", TimeProvider.System);
        var done = 0L;
        var report = Auditing.Run(path, called, depth, kept, file => { lock (line) line.Show(done += file.Length); }, cancel);
        line.Clear();
        return report;
    }

    private static bool IsWithin(string folder, string audited) => $"{Path.GetFullPath(folder)}{Path.DirectorySeparatorChar}".StartsWith($"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(audited))}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Words(AuditReport report)
    {
        var (words, texts) = (new StringBuilder(), English);
        words.AppendLine(CultureInfo.InvariantCulture, $"{report.Subject.Name}: {report.Verdict.Word()}");
        words.AppendLine(CultureInfo.InvariantCulture, $"  files        {report.Subject.Files}, {report.Files.Count - report.TopFiles.Count()} members in them, {report.Subject.Bytes:N0} bytes");
        words.AppendLine(CultureInfo.InvariantCulture, $"  verdicts     {string.Join(", ", report.Counts.OrderByDescending(count => count.Key).Select(count => $"{count.Value} {count.Key.Word()}"))}");
        if (report.Parameters is { } parameters) words.AppendLine(CultureInfo.InvariantCulture, $"  parameters   {parameters:N0}");
        foreach (var licence in report.Licences.GroupBy(licence => (licence.Licence, licence.Method)))
        {
            var places = licence.Select(found => found.Path).ToList();
            words.AppendLine(CultureInfo.InvariantCulture, $"  licence      {licence.Key.Licence} ({licence.Key.Method}: {places[0]}{(places.Count == 1 ? "" : $" and {places.Count - 1} more")})");
        }
        if (report.Subject.Digest is { } digest) words.AppendLine(CultureInfo.InvariantCulture, $"  digest       sha256:{digest} (OpenSSF Model Signing)");
        foreach (var file in report.Files)
        {
            foreach (var finding in file.Findings.Where(finding => finding.Severity > Severity.Note).OrderByDescending(finding => finding.Severity))
            {
                var place = finding.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $"{file.Path}, byte {offset}") : file.Path;
                words.AppendLine(CultureInfo.InvariantCulture, $"{place}: {finding.Severity.Word()}: {finding.Rule.Id}: {texts.Sentence(finding)}");
            }
        }
        return words.ToString();
    }
}
