using System.CommandLine;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue recompute EXPORT</c>: computes groups and consensus of an export anew, the same bytes anywhere.</summary>
internal static class RecomputeCommand
{
    public static Command Create(OpenNode open)
    {
        _ = open; // the export says all; no node is needed
        var export = new Argument<string>("EXPORT") { Description = "A folder with the files of an export: comments.csv, and votes.csv or participants-votes.csv." };
        var mode = new Option<string>("--mode") { Description = "compatible: as Polis computes; stable: the best of many seeded starts, whatever the order of people.", DefaultValueFactory = _ => "compatible" };
        mode.AcceptOnlyFromAmong("compatible", "stable");
        var json = new Option<string?>("--json") { Description = "Write the whole result here; - is standard output, then nothing else goes there." };
        var language = DialogueWords.Language();
        var command = new Command("recompute", "Computes the groups and the consensus of an export anew. The same export gives the same bytes on every machine.\n\nExample: parvis dialogue recompute ./export --json result.json") { export, mode, json, language };
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(export),
            parsed.GetValue(mode) == "stable" ? OpinionSettings.Stable : OpinionSettings.Compatible,
            parsed.GetValue(json),
            parsed.GetValue(language),
            parsed.InvocationConfiguration,
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(string export, OpinionSettings settings, string? json, string? language, InvocationConfiguration console, CancellationToken cancel)
    {
        var texts = DialogueWords.In(language);
        try
        {
            var folder = PolisFolder.Open(export, cancel);
            if (folder.Detail == VoteDetail.None) throw new PolisFormatException(PolisFolder.VotesFile, 1, 1, "missing", PolisFolder.VotesFile, "");
            var result = (await Recomputation.StateAsync(folder, settings, cancel)).Compute();
            if (json is not null) await OutputFile.WriteAsync(json, ResultJson.Of(result), console.Output, cancel);
            if (json != OutputFile.Standard) await ResultSummary.WriteAsync(console.Output, folder, result, texts);
            return ExitCodes.Done;
        }
        catch (PolisFormatException malformed)
        {
            await console.Error.WriteLineAsync(DialogueWords.Of(texts, malformed));
            return ExitCodes.Refused;
        }
    }
}
