using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue import EXPORT</c>: takes a conversation that was held elsewhere into the node.</summary>
internal static class ImportCommand
{
    public static Command Create(OpenNode open)
    {
        var export = new Argument<string>("EXPORT") { Description = "A folder with the files of an export; votes.csv has to be among them." };
        var written = new Option<string>("--written-in") { Description = "The language of its words, BCP 47.", DefaultValueFactory = _ => "en" };
        written.Validators.Add(result =>
        {
            if (!ConversationDraft.IsLanguage(result.GetValueOrDefault<string>())) result.AddError("--written-in is a language tag, e.g. fr.");
        });
        var language = DialogueWords.Language();
        var command = new Command("import", "Takes an export into the node, as a draft: all of it, or nothing where a file is malformed.\n\nExample: parvis dialogue import ./export --written-in de") { export, written, language };
        command.SetAction((parsed, cancel) =>
        {
            var texts = DialogueWords.In(parsed.GetValue(language));
            return DialogueWords.RefusingAsync(texts, parsed.InvocationConfiguration.Error, async () =>
            {
                var folder = PolisFolder.Open(parsed.GetRequiredValue(export), cancel);
                if (folder.Detail != VoteDetail.Cast) throw new PolisFormatException(PolisFolder.VotesFile, 1, 1, "missing", PolisFolder.VotesFile, "");
                var node = await open(parsed, cancel);
                var (taken, votes) = await node.GetRequiredService<ConversationImport>().TakeAsync(folder, parsed.GetRequiredValue(written), "command line", cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(texts.Get("dialogue.imported", ("id", taken.Id), ("votes", votes), ("statements", folder.Statements.Count)));
            });
        });
        return command;
    }
}
