using System.Globalization;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Commands;

/// <summary>A result in words: who voted, what groups there are and what each says, what all have in common.</summary>
/// <param name="output">Where they go.</param>
/// <param name="texts">The language.</param>
/// <param name="statements">Words of statements by number.</param>
internal sealed class ResultSummary(TextWriter output, LanguageTexts texts, IEnumerable<(int Number, string Words)> statements)
{
    private readonly Dictionary<int, string> _words = statements.ToDictionary(statement => statement.Number, statement => DialogueWords.Clean(statement.Words));

    public async Task TitleAsync(string topic, int people, int voted, int grouped)
    {
        if (topic.Length > 0) await output.WriteLineAsync(DialogueWords.Clean(topic));
        await output.WriteLineAsync(texts.Get("dialogue.summary.people", ("people", people), ("statements", voted), ("grouped", grouped)));
    }

    public async Task GroupsAsync(IReadOnlyDictionary<int, double> silhouettes, IReadOnlyList<(int People, IReadOnlyList<RepresentativeStatement> Representative)> groups)
    {
        var tried = silhouettes.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value:0.000}"));
        await output.WriteLineAsync(texts.Get("dialogue.summary.groups", ("groups", groups.Count), ("silhouettes", string.Join(", ", tried))));
        foreach (var (place, group) in groups.Index())
        {
            await output.WriteLineAsync(texts.Get("dialogue.summary.group", ("letter", Letter(place)), ("people", group.People)));
            foreach (var statement in group.Representative) await LineAsync(statement.IsAgreement, statement.Statement, statement.Success, statement.Trials);
        }
    }

    public async Task ConsensusAsync(Consensus consensus)
    {
        if (consensus.Agree.Count + consensus.Disagree.Count > 0) await output.WriteLineAsync(texts["dialogue.summary.consensus"]);
        foreach (var statement in consensus.Agree) await LineAsync(true, statement.Statement, statement.Success, statement.Trials);
        foreach (var statement in consensus.Disagree) await LineAsync(false, statement.Statement, statement.Success, statement.Trials);
    }

    // What a group is called until people name it: A, B, C.
    private static string Letter(int place) => ((char)('A' + (place % 26))).ToString();

    private Task LineAsync(bool isAgreement, int statement, int success, int trials) => output.WriteLineAsync("  " + texts.Get(
        isAgreement ? "dialogue.summary.agree" : "dialogue.summary.disagree",
        ("success", success), ("trials", trials), ("number", statement.ToString(CultureInfo.InvariantCulture)), ("words", _words.GetValueOrDefault(statement, ""))));
}
