using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue export ID FOLDER</c>: writes a conversation of the node, in full for whoever holds it, or as anybody may have it.</summary>
internal static class ExportCommand
{
    public static Command Create(OpenNode open)
    {
        var id = new Argument<string>("ID") { Description = "The conversation's id, the last part of its address." };
        var target = new Argument<string>("TARGET") { Description = "A new folder for the files of Polis' export; with --public, a file." };
        var files = new Option<string>("--files") { Description = "exact: with everything that computing the same result again needs; current, old: as Polis' servers write.", DefaultValueFactory = _ => "exact" };
        files.AcceptOnlyFromAmong("exact", "current", "old");
        var corrected = new Option<bool>("--corrected") { Description = "Counts that Polis gets wrong are right: a changed vote counts once, voters are people." };
        var spreadsheets = new Option<bool>("--spreadsheets") { Description = "Words that a spreadsheet takes for a formula get an apostrophe before them. Such files are not for reading back." };
        var rejected = new Option<bool>("--with-rejected") { Description = "Rejected statements keep their words." };
        var isPublic = new Option<bool>("--public") { Description = "What anybody may have: sums over people of like opinion, without authors." };
        var language = DialogueWords.Language();
        var command = new Command("export", "Writes a conversation: every row, for whoever holds it; or with --public what anybody may have.\n\nExample: parvis dialogue export 7k2mpxw4tz ./export") { id, target, files, corrected, spreadsheets, rejected, isPublic, language };
        command.SetAction(async (parsed, cancel) =>
        {
            var (console, texts, path) = (parsed.InvocationConfiguration, DialogueWords.In(parsed.GetValue(language)), parsed.GetRequiredValue(target));
            var node = await open(parsed, cancel);
            if (await node.GetRequiredService<ConversationRegister>().ReadAsync(parsed.GetRequiredValue(id), cancel) is not { } conversation)
            {
                await console.Error.WriteLineAsync(texts.Get("dialogue.export.unknown", ("id", DialogueWords.Clean(parsed.GetRequiredValue(id)))));
                return ExitCodes.Unreachable;
            }
            if (path != OutputFile.Standard && Path.Exists(path))
            {
                await console.Error.WriteLineAsync(texts.Get("dialogue.folder.there", ("folder", path)));
                return ExitCodes.WrongUse;
            }
            // What was rejected after the closing only lost its words: in full, statements stand as they did then, so that the result can be computed again.
            var standing = !parsed.GetValue(isPublic) && conversation.Closing is not null && await node.GetRequiredService<Snapshots>().ReadAsync(conversation.Id, cancel) is { IsFinal: true } final
                ? await node.GetRequiredService<ModerationLog>().StandingAsync(conversation.Id, final.Decisions, cancel)
                : null;
            var stored = await StoredConversation.OpenAsync(node.GetRequiredService<Database>(), conversation, node.GetRequiredService<Statements>(), node.GetRequiredService<Votes>(), node.GetRequiredService<Seats>(), parsed.GetValue(rejected), standing, cancel);
            var result = (await Recomputation.StateAsync(stored, LiveConversation.SettingsOf(conversation.Settings), cancel)).Compute();
            if (parsed.GetValue(isPublic))
            {
                await PublishCommand.WriteAsync(stored, result, path, PublicConversation.Fewest, texts, console.Output, cancel);
                return ExitCodes.Done;
            }
            var dialect = Dialect(parsed.GetRequiredValue(files)) with { CorrectsCounts = parsed.GetValue(corrected), ForSpreadsheets = parsed.GetValue(spreadsheets) };
            await OutputFile.FolderAsync(path, create => new PolisExporter(stored, Figures.Of(result), dialect).WriteAsync(create, cancel));
            await console.Output.WriteLineAsync(texts.Get("dialogue.exported", ("folder", path), ("people", result.Participants.Length), ("digest", result.InputDigest)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static PolisDialect Dialect(string name) => name switch
    {
        "old" => PolisDialect.Old,
        "current" => PolisDialect.Current,
        _ => PolisDialect.Exact,
    };
}
