using System.Globalization;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Commands;

/// <summary>A result in words: who voted, what groups there are and what each says, what all have in common.</summary>
internal static class ResultSummary
{
    public static async Task WriteAsync(TextWriter output, PolisFolder folder, OpinionResult result, LanguageTexts texts)
    {
        var words = folder.Statements.ToDictionary(statement => statement.Status.Statement, statement => DialogueWords.Clean(statement.Text));
        if (folder.Heading.Topic.Length > 0) await output.WriteLineAsync(DialogueWords.Clean(folder.Heading.Topic));
        await output.WriteLineAsync(texts.Get("dialogue.summary.people", ("people", result.Participants.Length), ("statements", result.Statements.Length), ("grouped", result.InConversation.Length)));
        await output.WriteLineAsync(texts.Get("dialogue.summary.groups", ("groups", result.Groups.Count), ("silhouettes", string.Join(", ", result.Silhouettes.OrderBy(tried => tried.Key).Select(tried => $"{tried.Key}: {Short(tried.Value)}")))));
        foreach (var (place, group) in result.Groups.Index())
        {
            await output.WriteLineAsync(texts.Get("dialogue.summary.group", ("letter", Letter(place)), ("people", group.Participants.Length)));
            foreach (var statement in group.Representative)
            {
                await output.WriteLineAsync("  " + Line(texts, statement.IsAgreement, statement.Statement, statement.Success, statement.Trials, words));
            }
        }
        if (result.Consensus.Agree.Count + result.Consensus.Disagree.Count > 0) await output.WriteLineAsync(texts["dialogue.summary.consensus"]);
        foreach (var statement in result.Consensus.Agree) await output.WriteLineAsync("  " + Line(texts, true, statement.Statement, statement.Success, statement.Trials, words));
        foreach (var statement in result.Consensus.Disagree) await output.WriteLineAsync("  " + Line(texts, false, statement.Statement, statement.Success, statement.Trials, words));
        await output.WriteLineAsync(texts.Get("dialogue.summary.method", ("algorithm", result.Algorithm), ("mode", result.Settings.Mode == GroupingMode.Stable ? "stable" : "compatible"), ("digest", result.InputDigest)));
    }

    /// <summary>What a group is called until people name it: A, B, C.</summary>
    public static string Letter(int place) => ((char)('A' + (place % 26))).ToString();

    private static string Line(LanguageTexts texts, bool isAgreement, int statement, int success, int trials, Dictionary<int, string> words) => texts.Get(
        isAgreement ? "dialogue.summary.agree" : "dialogue.summary.disagree",
        ("success", success), ("trials", trials), ("number", statement.ToString(CultureInfo.InvariantCulture)), ("words", words.GetValueOrDefault(statement, "")));

    private static string Short(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
