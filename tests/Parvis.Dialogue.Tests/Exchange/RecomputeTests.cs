using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>Anybody with an export gets the same result.</summary>
public sealed class RecomputeTests
{
    public static TheoryData<string> Voted => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "participants-votes.csv"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Voted))]
    public async Task The_groups_of_an_export_are_those_of_its_votes(string name)
    {
        using var folder = new ExportFolder();
        var (code, _, error) = await ExportFolder.RecomputeAsync(Cases.PathOf("polis-export", name), "--json", folder["result.json"]);
        Assert.Equal((0, ""), (code, error));
        using var written = JsonDocument.Parse(await File.ReadAllBytesAsync(folder["result.json"], Cancel));
        var expected = Cases.Export(name, OpinionSettings.Compatible).Compute();
        Assert.Equal(expected.Silhouettes.OrderBy(pair => pair.Key).Select(pair => pair.Value), written.RootElement.GetProperty("silhouettes").EnumerateObject().Select(tried => tried.Value.GetDouble()));
        Assert.Equal(expected.Groups.Select(group => string.Join(',', group.Participants)), written.RootElement.GetProperty("groups").EnumerateArray().Select(group => string.Join(',', group.GetProperty("participants").EnumerateArray())));
        Assert.Equal(expected.GroupInformedConsensus.Count, written.RootElement.GetProperty("groupInformedConsensus").EnumerateObject().Count());
    }

    [Fact]
    public async Task The_rows_of_votes_may_stand_in_any_order_and_the_bytes_are_the_same()
    {
        using var folder = new ExportFolder().Copy("brexit-consensus");
        var first = await ExportFolder.RecomputeAsync(folder.Path, "--json", "-");
        var rows = await File.ReadAllLinesAsync(folder["votes.csv"], Cancel);
        folder.With("votes.csv", rows.Skip(1).Reverse().Prepend(rows[0]));
        Assert.Equal(first, await ExportFolder.RecomputeAsync(folder.Path, "--json", "-"));
        folder.With("votes.csv", rows[..^1]);
        Assert.NotEqual(first, await ExportFolder.RecomputeAsync(folder.Path, "--json", "-"));
    }

    [Fact]
    public async Task The_same_votes_can_be_read_in_two_more_ways_and_always_give_the_same()
    {
        var export = Cases.PathOf("polis-export", "brexit-consensus");
        var (code, output, _) = await ExportFolder.RecomputeAsync(export, "--views", "--json", "-");
        Assert.Equal(0, code);
        Assert.Equal(output, (await ExportFolder.RecomputeAsync(export, "--views", "--json", "-")).Output);
        using var json = JsonDocument.Parse(output);
        var bridging = json.RootElement.GetProperty("bridging").EnumerateArray().ToDictionary(score => score.GetProperty("statement").GetInt32(), score => score.GetProperty("intercept").GetDouble());
        var pairwise = json.RootElement.GetProperty("pairwise").EnumerateArray().ToDictionary(score => score.GetProperty("statement").GetInt32(), score => score.GetProperty("strength").GetDouble());
        Assert.Equal(bridging.Keys.Order(), pairwise.Keys.Order());
        Assert.Equal(1, pairwise.Values.Average(), 1e-6);
        var consensus = json.RootElement.GetProperty("consensus");
        var (liked, disliked) = (consensus.GetProperty("agree").EnumerateArray().First().GetProperty("statement").GetInt32(), consensus.GetProperty("disagree").EnumerateArray().Select(item => item.GetProperty("statement").GetInt32()));
        Assert.True(bridging[liked] > 0 && pairwise[liked] > 1);
        Assert.All(disliked, statement => Assert.True(bridging[statement] < bridging[liked] && pairwise[statement] < pairwise[liked]));
    }

    [Theory]
    [InlineData("en", "Group A", "agree (")]
    [InlineData("fr", "Le groupe A", "d’accord (")]
    [InlineData("ar", "المجموعة A", "موافقة (")]
    public async Task The_summary_says_in_three_languages_what_sets_groups_apart(string language, string group, string agreement)
    {
        var (code, output, _) = await ExportFolder.RecomputeAsync(Cases.PathOf("polis-export", "brexit-consensus"), "--mode", "stable", "--language", language);
        Assert.Equal(0, code);
        Assert.Contains("Can there be consensus on Brexit?", output, StringComparison.Ordinal);
        Assert.Contains(group, output, StringComparison.Ordinal);
        Assert.Contains(agreement, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("votes.csv", 3, "1000000000011,0,1,2", "votes.csv, line 3, column 19: “2” is not a whole number in -1..1.")]
    [InlineData("votes.csv", 4, "1000000000012,0,2", "votes.csv, line 4, column 1: a row has 3 fields where 4 are needed.")]
    [InlineData("votes.csv", 2, "1000000000010,7,0,1", "votes.csv, line 2, column 15: statement 7 is not in comments.csv.")]
    [InlineData("votes.csv", 1, "timestamp,comment-id,voter-id", "votes.csv, line 1, column 1: there is no column vote; there are: timestamp,comment-id,voter-id.")]
    [InlineData("comments.csv", 3, "1000000000002,1,1,1,2,1,\"Fewer cars", "comments.csv, line 3, column 25: a quotation mark is opened here and never closed.")]
    [InlineData("comments.csv", 2, "yesterday,0,0,2,1,1,More trees", "comments.csv, line 2, column 1: “yesterday” is not a whole number in 0..253402300799999.")]
    public async Task A_malformed_export_is_refused_with_file_line_and_column(string file, int line, string becomes, string expected)
    {
        using var folder = ExportFolder.Small();
        Assert.Equal(0, (await ExportFolder.RecomputeAsync(folder.Path)).Code);
        var lines = await File.ReadAllLinesAsync(folder[file], Cancel);
        lines[line - 1] = becomes;
        folder.With(file, lines);
        var (code, output, error) = await ExportFolder.RecomputeAsync(folder.Path, "--json", folder["result.json"]);
        Assert.Equal((3, "", expected), (code, output, error.TrimEnd()));
        Assert.False(File.Exists(folder["result.json"]));
    }

    [Fact]
    public async Task An_export_without_votes_or_without_statements_says_which_file_is_missing()
    {
        using var folder = ExportFolder.Small();
        File.Delete(folder["votes.csv"]);
        Assert.Equal((3, "votes.csv, line 1, column 1: there are no votes: one of votes.csv, participants-votes.csv has to be in the folder."), Ended(await ExportFolder.RecomputeAsync(folder.Path)));
        File.Delete(folder["comments.csv"]);
        Assert.Equal((3, "comments.csv, line 1, column 1: the file comments.csv is not there."), Ended(await ExportFolder.RecomputeAsync(folder.Path)));
    }

    private static (int, string) Ended((int Code, string Output, string Error) run) => (run.Code, run.Error.TrimEnd());
}
