using System.Text.Json;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Polis;
using Parvis.Dialogue.Tests.Opinion;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>Programs that read Polis' own output read ours.</summary>
public sealed class MathJsonTests
{
    public static TheoryData<string> Conversations => Cases.Rows("polis-math");

    [Theory]
    [MemberData(nameof(Conversations))]
    public void It_has_the_shape_of_Polis_output_and_the_same_values_where_history_decides_nothing(string name)
    {
        var blob = new PolisBlob(name);
        var state = new OpinionState(OpinionSettings.Compatible, MatrixCaps.Polis);
        state.Cast([.. PolisExport.InOrder(blob.Timed)]);
        state.Moderate([.. blob.Moderation().All]);
        using var written = JsonDocument.Parse(MathJson.Of(state, state.Compute(), blob.Math.GetProperty("lastVoteTimestamp").GetInt64(), tick: 3));
        var ours = written.RootElement;

        foreach (var member in blob.Math.EnumerateObject().Where(member => !member.Name.StartsWith("subgroup", StringComparison.Ordinal) && member.Name is not ("zid" or "mod-in")))
        {
            Assert.True(ours.TryGetProperty(member.Name, out var own), member.Name);
            Assert.Empty(ShapeOf(member.Value).Except(ShapeOf(own)));
        }
        if (blob.LacksVoters) return; // their votes decide the values
        foreach (var member in (string[])["n", "n-cmts", "lastVoteTimestamp"]) Assert.Equal(blob.Math.GetProperty(member).GetRawText(), ours.GetProperty(member).GetRawText());
        foreach (var member in ((string[])["mod-out", "meta-tids"]).Where(member => blob.Math.TryGetProperty(member, out _))) Assert.Equal(PolisBlob.Numbers(blob.Math.GetProperty(member)).Order(), PolisBlob.Numbers(ours.GetProperty(member)).Order());
        Assert.Equal(PolisBlob.Numbers(blob.Math.GetProperty("tids")).Order(), PolisBlob.Numbers(ours.GetProperty("tids")).Order());
        Assert.Equal(Counts(blob.Math.GetProperty("user-vote-counts")), Counts(ours.GetProperty("user-vote-counts")));
        Assert.Equal(By(blob.Math, "center").OrderBy(pair => pair.Key).Select(pair => Math.Round(pair.Value, 9)), By(ours, "center").OrderBy(pair => pair.Key).Select(pair => Math.Round(pair.Value, 9)));
        foreach (var direction in (string[])["agree", "disagree"])
        {
            var (expected, own) = (blob.Math.GetProperty("consensus").GetProperty(direction), ours.GetProperty("consensus").GetProperty(direction));
            Assert.Equal(expected.EnumerateArray().Select(item => item.GetProperty("tid").GetInt32()), own.EnumerateArray().Select(item => item.GetProperty("tid").GetInt32()));
            foreach (var (one, other) in expected.EnumerateArray().Zip(own.EnumerateArray())) Assert.Equal(one.GetProperty("p-test").GetDouble(), other.GetProperty("p-test").GetDouble(), 1e-9);
        }
    }

    // Names of members, without numbers that are ids.
    private static HashSet<string> ShapeOf(JsonElement value, string at = "") => value.ValueKind switch
    {
        JsonValueKind.Object => [.. value.EnumerateObject().SelectMany(member => (string.Concat(member.Name.Where(char.IsAsciiDigit)) == member.Name ? at + "/#" : $"{at}/{member.Name}") is var name ? ShapeOf(member.Value, name).Append(name) : [])],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(part => ShapeOf(part, at + "[]")).Append(at + "[]")],
        _ => [],
    };

    private static IEnumerable<(int, int)> Counts(JsonElement counts) => counts.EnumerateObject().Select(count => (int.Parse(count.Name, System.Globalization.CultureInfo.InvariantCulture), count.Value.GetInt32())).Order();

    private static Dictionary<int, double> By(JsonElement math, string member) =>
        PolisBlob.Numbers(math.GetProperty("tids")).Zip(math.GetProperty("pca").GetProperty(member).EnumerateArray().Select(number => number.GetDouble())).ToDictionary(pair => pair.First, pair => pair.Second);
}
