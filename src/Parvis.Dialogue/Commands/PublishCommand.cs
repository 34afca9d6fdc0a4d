using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue publish EXPORT FILE</c>: makes of full rows what anybody may have.</summary>
internal static class PublishCommand
{
    public static Command Create(OpenNode open)
    {
        _ = open; // the export says all; no node is needed
        var export = new Argument<string>("EXPORT") { Description = "A folder with the files of an export." };
        var file = new Argument<string>("FILE") { Description = "The public export to write; - is standard output." };
        var mode = new Option<string>("--mode") { Description = "How groups are found: compatible or stable.", DefaultValueFactory = _ => "compatible" };
        mode.AcceptOnlyFromAmong("compatible", "stable");
        var fewest = new Option<int>("--fewest") { Description = $"The fewest people and votes that a sum may be about; {PublicConversation.Fewest} or more.", DefaultValueFactory = _ => PublicConversation.Fewest };
        fewest.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < PublicConversation.Fewest) result.AddError($"--fewest is {PublicConversation.Fewest} or more.");
        });
        var language = DialogueWords.Language();
        var command = new Command("publish", "Makes a public export: sums over people of like opinion instead of rows of persons, without authors.\n\nExample: parvis dialogue publish ./export public.json") { export, file, mode, fewest, language };
        command.SetAction((parsed, cancel) =>
        {
            var texts = DialogueWords.In(parsed.GetValue(language));
            var settings = parsed.GetValue(mode) == "stable" ? OpinionSettings.Stable : OpinionSettings.Compatible;
            return DialogueWords.RefusingAsync(texts, parsed.InvocationConfiguration.Error, () =>
                RunAsync(parsed.GetRequiredValue(export), parsed.GetRequiredValue(file), settings, parsed.GetValue(fewest), texts, parsed.InvocationConfiguration.Output, cancel));
        });
        return command;
    }

    private static async Task RunAsync(string export, string file, OpinionSettings settings, int fewest, LanguageTexts texts, TextWriter output, CancellationToken cancel)
    {
        var folder = PolisFolder.Voted(export, cancel);
        var result = (await Recomputation.StateAsync(folder, settings, cancel)).Compute();
        await WriteAsync(folder, result, file, fewest, texts, output, cancel);
    }

    /// <summary>Writes the public export of a conversation.</summary>
    public static async Task WriteAsync(IConversation conversation, OpinionResult result, string file, int fewest, LanguageTexts texts, TextWriter output, CancellationToken cancel)
    {
        var secret = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        var made = PublicExport.Of(conversation.Heading, await conversation.StatementsAsync(cancel).ToListAsync(cancel), result, fewest, secret);
        await OutputFile.WriteAsync(file, made.ToBytes(), output, cancel);
        if (file != OutputFile.Standard) await output.WriteLineAsync(texts.Get("dialogue.published", ("people", made.Clusters.Sum(cluster => cluster.People)), ("clusters", made.Clusters.Count), ("fewest", made.FewestPeople)));
    }
}
