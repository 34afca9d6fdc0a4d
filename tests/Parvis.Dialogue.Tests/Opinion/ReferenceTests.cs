using System.Globalization;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>Whole conversations from their votes, against an independent rendering of the method in another language.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Conversations => Cases.Rows("expected-ref");

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_conversation_comes_out_as_in_the_reference(string name)
    {
        var expected = Cases.Json("expected-ref", $"{name}.json");
        var state = Cases.Export(name, OpinionSettings.Compatible);
        var result = state.Compute();
        var electorate = new Electorate(state.Votes, state.Moderation, new HashSet<int>());
        var tolerance = IsAtRest(electorate, result.Components) ? 1e-6 : 1e-3;
        int[] order = [.. PolisBlob.Numbers(expected.GetProperty("tids"))];

        Assert.Equal(expected.GetProperty("participants").GetInt32(), result.Participants.Length);
        Assert.Equal(expected.GetProperty("comments").GetInt32(), result.Statements.Length);
        Assert.Equal(PolisBlob.Numbers(expected.GetProperty("in_conv")).Order(), result.InConversation.Order());
        Near(expected.GetProperty("center"), order.Select(tid => result.Components.Center[tid]), 1e-9);
        Near(expected.GetProperty("comps_sign_normalised")[0], Signed([.. order.Select(tid => result.Components.First[tid])]), tolerance);
        Near(expected.GetProperty("comps_sign_normalised")[1], Signed([.. order.Select(tid => result.Components.Second[tid])]), tolerance);
        Assert.Equal(expected.GetProperty("k").GetInt32(), result.GroupCount);
        foreach (var silhouette in expected.GetProperty("silhouettes").EnumerateObject()) Assert.Equal(silhouette.Value.GetDouble(), result.Silhouettes[Number(silhouette)], tolerance * 10);
        var groups = expected.GetProperty("groups").EnumerateObject().ToDictionary(Number, pair => pair.Value.GetInt32());
        Assert.Equal(1.0, RandIndex.Adjusted(groups, result.GroupOf()), 1e-12);
        Assert.Equal(groups.Count, result.GroupOf().Count);
        foreach (var consensus in expected.GetProperty("group_informed_consensus").EnumerateObject()) Assert.Equal(consensus.Value.GetDouble(), result.GroupInformedConsensus[Number(consensus)], tolerance);
        // Of statements alike in every number the first stands first, and the reference goes by number where we go by first votes: either will do.
        int[] byNumber = [.. result.Statements.Where(tid => !electorate.IsOut(tid)).Order()];
        var consensusByNumber = Consensus.Of(electorate.Totals, byNumber);
        foreach (var (direction, found, other) in new[] { ("agree", result.Consensus.Agree, consensusByNumber.Agree), ("disagree", result.Consensus.Disagree, consensusByNumber.Disagree) })
        {
            int[] given = [.. PolisBlob.Numbers(expected.GetProperty("consensus").GetProperty(direction))];
            Assert.Equal(given, (given.SequenceEqual(other.Select(item => item.Statement)) ? other : found).Select(item => item.Statement));
        }
        foreach (var group in result.Groups)
        {
            var given = expected.GetProperty("repness").GetProperty($"{groups[group.Participants[0]]}").EnumerateArray().ToList();
            var others = new VoteTallies(state.Votes.Width);
            foreach (var other in result.Groups.Where(other => other.Id != group.Id)) others.Add(other.Votes);
            var found = Representativeness.Of(group.Votes, others, byNumber);
            if (!given.Select(item => item[0].GetInt32()).SequenceEqual(found.Select(item => item.Statement))) found = group.Representative;
            Assert.Equal(
                given.Select(item => (item[0].GetInt32(), item[1].GetString(), item[2].GetInt32(), item[3].GetInt32())),
                found.Select(item => (item.Statement, (string?)(item.IsAgreement ? "agree" : "disagree"), item.Success, item.Trials)));
            foreach (var (item, own) in given.Zip(found))
            {
                Assert.Equal(item[4].GetDouble(), own.Ratio, tolerance);
                Assert.Equal(item[5].GetDouble(), own.RatioTest, tolerance);
                Assert.Equal(item[6].GetDouble(), own.ProbabilityTest, tolerance);
            }
        }
    }

    // Where a hundred iterations do not bring the components to rest, where they end depends on where they began.
    private static bool IsAtRest(Electorate electorate, PrincipalComponents components)
    {
        var further = PrincipalComponents.Of(electorate, components, fixSigns: false);
        return components.First.Zip(further.First).Concat(components.Second.Zip(further.Second)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-7);
    }

    private static int Number(JsonProperty named) => int.Parse(named.Name, CultureInfo.InvariantCulture);

    private static double[] Signed(double[] vector) => vector.MaxBy(Math.Abs) < 0 ? [.. vector.Select(value => -value)] : vector;

    private static void Near(JsonElement expected, IEnumerable<double> found, double tolerance) =>
        Assert.All(expected.EnumerateArray().Select(value => value.GetDouble()).Zip(found, (e, f) => (e, f)), pair => Assert.Equal(pair.e, pair.f, tolerance));
}
