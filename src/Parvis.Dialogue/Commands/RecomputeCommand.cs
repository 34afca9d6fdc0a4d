using System.CommandLine;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;

namespace Parvis.Dialogue.Commands;

/// <summary><c>parvis dialogue recompute EXPORT</c>: computes groups and consensus of an export anew, the same bytes anywhere.</summary>
internal static class RecomputeCommand
{
    public static Command Create(OpenNode open)
    {
        _ = open; // the export says all; no node is needed
        var export = new Argument<string>("EXPORT") { Description = "A folder with the files of an export: comments.csv, and votes.csv or participants-votes.csv. Or the file of a public export." };
        var mode = new Option<string>("--mode") { Description = "compatible: as Polis computes; stable: the best of many seeded starts, whatever the order of people.", DefaultValueFactory = _ => "compatible" };
        mode.AcceptOnlyFromAmong("compatible", "stable");
        var fewest = new Option<int>("--fewest-groups") { Description = "Fewest groups tried.", DefaultValueFactory = _ => 2 };
        var most = new Option<int>("--most-groups") { Description = "Most groups tried.", DefaultValueFactory = _ => 5 };
        foreach (var groups in (ReadOnlySpan<Option<int>>)[fewest, most])
        {
            groups.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is < 2 or > ConversationSettings.MostOfAll) result.AddError($"{groups.Name} is from 2 to {ConversationSettings.MostOfAll}.");
            });
        }
        var json = new Option<string?>("--json") { Description = "Write the whole result here; - is standard output, then nothing else goes there." };
        var math = new Option<string?>("--math") { Description = "Write the result here in the shape of Polis' math-pca2, for programs that read that." };
        var views = new Option<bool>("--views") { Description = "Add two more readings of the same votes to the JSON: bridging (matrix factorisation) and pairwise strength (Bradley and Terry)." };
        var without = new Option<bool>("--without-coordinated") { Description = "Leave out accounts that vote as one." };
        var language = DialogueWords.Language();
        var command = new Command("recompute", "Computes the groups and the consensus of an export anew. The same export gives the same bytes on every machine.\n\nExample: parvis dialogue recompute ./export --json result.json") { export, mode, fewest, most, json, math, views, without, language };
        command.Validators.Add(result =>
        {
            if (result.GetValue(views) && result.GetValue(json) is null) result.AddError("--views goes into the JSON: name its file with --json.");
            if (result.GetValue(fewest) > result.GetValue(most)) result.AddError("--fewest-groups is at most --most-groups.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var texts = DialogueWords.In(parsed.GetValue(language));
            var settings = (parsed.GetValue(mode) == "stable" ? OpinionSettings.Stable : OpinionSettings.Compatible) with { FewestGroups = parsed.GetValue(fewest), MostGroups = parsed.GetValue(most) };
            return DialogueWords.RefusingAsync(texts, parsed.InvocationConfiguration.Error, () => parsed.GetRequiredValue(export) is var path && File.Exists(path)
                ? PublicAsync(path, parsed.GetValue(json), texts, parsed.InvocationConfiguration.Output, cancel)
                : FolderAsync(path, settings, parsed.GetValue(json), parsed.GetValue(math), parsed.GetValue(views), parsed.GetValue(without), texts, parsed.InvocationConfiguration.Output, cancel));
        });
        return command;
    }

    private static async Task FolderAsync(string path, OpinionSettings settings, string? json, string? math, bool views, bool withoutCoordinated, LanguageTexts texts, TextWriter output, CancellationToken cancel)
    {
        var folder = PolisFolder.Voted(path, cancel);
        var state = await Recomputation.StateAsync(folder, settings, cancel);
        var accounts = withoutCoordinated ? state.Coordinated().SelectMany(bloc => bloc.Participants).ToHashSet() : null;
        var result = state.Compute(accounts);
        if (json is not null) await OutputFile.WriteAsync(json, ResultJson.Of(result, views ? state.View(accounts) : null), output, cancel);
        if (math is not null) await OutputFile.WriteAsync(math, MathJson.Of(state, result, folder.Votes(VoteOrder.ByTime).Select(vote => vote.Milliseconds).LastOrDefault(), tick: 1), output, cancel);
        if (json == OutputFile.Standard || math == OutputFile.Standard) return;
        var summary = new ResultSummary(output, texts, folder.Statements.Select(statement => (statement.Status.Statement, statement.Text)));
        await summary.TitleAsync(folder.Heading.Topic, result.Participants.Length, result.Statements.Length, result.InConversation.Length);
        await summary.GroupsAsync(result.Silhouettes, [.. result.Groups.Select(group => (group.Participants.Length, group.Representative))]);
        await summary.ConsensusAsync(result.Consensus);
        await output.WriteLineAsync(texts.Get("dialogue.summary.method", ("algorithm", result.Algorithm), ("mode", settings.Mode == GroupingMode.Stable ? "stable" : "compatible"), ("digest", result.InputDigest)));
    }

    private static async Task PublicAsync(string path, string? json, LanguageTexts texts, TextWriter output, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancel);
        var conversation = PublicConversation.Read(Path.GetFileName(path), bytes);
        var result = PublicRecomputation.Of(conversation, bytes);
        if (json is not null) await OutputFile.WriteAsync(json, result.ToBytes(), output, cancel);
        if (json == OutputFile.Standard) return;
        var summary = new ResultSummary(output, texts, conversation.Statements.Select(statement => (statement.Number, statement.Text)));
        await summary.TitleAsync(conversation.Topic, conversation.People, result.GroupInformedConsensus.Count, result.Groups.Sum(group => group.Participants.Length));
        await summary.GroupsAsync(new Dictionary<int, double> { [result.Groups.Count] = result.Silhouette }, [.. result.Groups.Select(group => (group.Participants.Length, group.Representative))]);
        await summary.ConsensusAsync(result.Consensus);
        await output.WriteLineAsync(texts.Get("dialogue.summary.public", ("fewest", conversation.FewestPeople), ("algorithm", DialogueWords.Clean(conversation.Algorithm)), ("mode", DialogueWords.Clean(conversation.Mode)), ("digest", result.InputDigest)));
    }
}
