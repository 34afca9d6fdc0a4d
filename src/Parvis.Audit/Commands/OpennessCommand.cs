using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Indicators.Openness;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Openness;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Audit.Commands;

/// <summary><c>parvis audit openness FILE…</c>.</summary>
internal static class OpennessCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(OpenNode open)
    {
        _ = open; // the files say all; no node is needed
        var files = new Argument<FileInfo[]>("FILE") { Description = "A model file of the Model Openness Framework, a project file of the open-source AI index, answers (openness.yaml), or scores of the transparency index (CSV).", Arity = ArgumentArity.OneOrMore };
        var mode = new Option<string>("--mode") { Description = "compatible: as each framework's own tool decides; corrected: by its rules, from all that is known.", DefaultValueFactory = _ => FrameworkVerdict.Corrected };
        mode.AcceptOnlyFromAmong(FrameworkVerdict.Compatible, FrameworkVerdict.Corrected);
        var together = new Option<bool>("--together") { Description = "All files are about one subject: answer every framework from all of them, and say where they differ." };
        var brief = new Option<bool>("--brief") { Description = "Only the verdicts, not the criteria." };
        var language = new Option<string>("--language") { Description = "Language of the sentences.", DefaultValueFactory = _ => InterfaceLanguages.Source };
        language.AcceptOnlyFromAmong([.. InterfaceLanguages.All]);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the reports here as JSON, an array." };
        var command = new Command("openness", "Says how open models are: five frameworks from one base of facts, each verdict with its reasons.\n\nExample: parvis audit openness Amber.yml --mode compatible") { files, mode, together, brief, language, json };
        command.SetAction((parsed, cancel) =>
        {
            var console = parsed.InvocationConfiguration;
            var print = new Print(console.Output, new Texts(typeof(AuditModule).Assembly).In(parsed.GetValue(language)!), parsed.GetValue(brief));
            return RunAsync(parsed.GetRequiredValue(files), parsed.GetValue(mode) == FrameworkVerdict.Compatible, parsed.GetValue(together), print, console.Error, parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(FileInfo[] files, bool compatible, bool together, Print print, TextWriter errors, FileInfo? json, CancellationToken cancel)
    {
        var read = new List<OpennessFile>();
        var code = ExitCodes.Done;
        foreach (var file in files)
        {
            try
            {
                if (file is { Exists: true, Length: > OpennessFile.MostBytes }) throw new MalformedException(OpennessRules.Form, 0);
                read.Add(OpennessFile.Read(file.Name, await File.ReadAllBytesAsync(file.FullName, cancel)));
            }
            catch (MalformedException malformed)
            {
                errors.WriteLine($"{file}: {print.Sentence(malformed.Finding)}");
                code = ExitCodes.Refused;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                errors.WriteLine($"{file}: {failure.Message}");
                return ExitCodes.Unreachable;
            }
        }
        var reports = together ? [Together(read, compatible)] : read.SelectMany(file => Reports(file, compatible)).ToList();
        foreach (var report in reports) print.Write(report);
        if (json is null) return code;
        try
        {
            await File.WriteAllTextAsync(json.FullName, new JsonArray([.. reports.Select(report => report.ToJson())]).ToJsonString(Indented) + "\n", cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{json}: {failure.Message}");
            return ExitCodes.Unreachable;
        }
        return code;
    }

    private static IEnumerable<OpennessReport> Reports(OpennessFile file, bool compatible) => file switch
    {
        OpennessFile.Mof mof => [OpennessReport.Of(mof.Facts, mof, compatible: compatible)],
        OpennessFile.Osai osai => [OpennessReport.Of(osai.Facts, osai: osai, compatible: compatible)],
        OpennessFile.Answers answers => [OpennessReport.Of(answers.Facts)],
        OpennessFile.Fmti fmti => fmti.Developers.Select(developer => new OpennessReport(new OpennessFacts(developer.Developer, []), [TransparencyIndex.Compatible(developer, fmti.Edition)], [])),
        _ => [],
    };

    private static OpennessReport Together(IReadOnlyList<OpennessFile> files, bool compatible)
    {
        OpennessFacts[] facts = [.. files.Select(file => file switch { OpennessFile.Mof mof => mof.Facts, OpennessFile.Osai osai => osai.Facts, OpennessFile.Answers answers => answers.Facts, _ => null }).OfType<OpennessFacts>()];
        return OpennessReport.Of(
            new OpennessFacts(facts.FirstOrDefault()?.Subject ?? "", facts.SelectMany(one => one.Claims)),
            files.OfType<OpennessFile.Mof>().FirstOrDefault(),
            files.OfType<OpennessFile.Osai>().FirstOrDefault(),
            compatible);
    }

    /// <summary>Writes reports in the words of a language.</summary>
    private sealed class Print(TextWriter output, LanguageTexts texts, bool brief)
    {
        public string Sentence(Finding finding) => texts.Get($"audit.rule.{finding.Rule.Id}", [.. finding.Values.Select(value => (value.Key, (object?)value.Value))]);

        public void Write(OpennessReport report)
        {
            output.WriteLine(report.Facts.Subject);
            foreach (var verdict in report.Frameworks)
            {
                output.WriteLine($"  {Say($"framework.{verdict.Framework}")} {verdict.Version}, {Say($"mode.{verdict.Mode}")}: {Verdict(verdict)}");
                if (brief) continue;
                foreach (var criterion in verdict.Criteria) output.WriteLine($"    {Say($"met.{OpennessReport.Word(criterion.Met)}"),-9}{Name(criterion)}: {Say($"reason.{criterion.Reason.Key}", criterion.Reason.Values)}");
                foreach (var difference in verdict.Differences) output.WriteLine($"    * {Say($"difference.{difference.Key}", difference.Values)}");
            }
            if (brief || report.Disagreements.Count == 0) return;
            output.WriteLine($"  {Say("disagreements")}");
            foreach (var disagreement in report.Disagreements)
                output.WriteLine($"    {Criterion(disagreement.About)}: {Say($"disagreement.{disagreement.Cause}", [("about", Criterion(disagreement.About)), ("less", Say($"framework.{disagreement.Left}")), ("more", Say($"framework.{disagreement.Right}"))])}");
        }

        private string Verdict(FrameworkVerdict verdict)
        {
            var words = verdict.Outcome == FrameworkVerdict.ScoredOutcome || (verdict.Score is not null && verdict.Outcome == FrameworkVerdict.UnknownOutcome)
                ? Say("outcome.scored", [("score", Number(verdict.Score ?? 0)), ("of", Number(verdict.OutOf ?? 0))])
                : Say($"outcome.{verdict.Outcome}");
            return verdict.Progress.Count == 0 ? words : $"{words} ({string.Join(", ", verdict.Progress.Select(progress => $"{progress.Class.ToUpperInvariant()} {Number(Math.Round(progress.PerCent))} %"))})";
        }

        private string Name(CriterionVerdict criterion) => criterion.About is [var about, ..] ? Criterion(about) : criterion.Id[(criterion.Id.IndexOf('.', StringComparison.Ordinal) + 1)..];

        private string Criterion(Criterion criterion) => Say($"criterion.{criterion.Id}");

        private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

        private string Say(string key, params IReadOnlyList<(string Name, string Value)> values) => texts.Get($"audit.openness.{key}", [.. values.Select(value => (value.Name, (object?)value.Value))]);
    }
}
