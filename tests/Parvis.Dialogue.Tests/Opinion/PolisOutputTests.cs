using System.Globalization;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>Each stage, fed with what Polis had before it, gives what Polis gave.</summary>
public sealed class PolisOutputTests
{
    private const double Tolerance = 1e-9;

    // Where somebody whom Polis counted is not in the file of votes, what they decide cannot be computed; an older output lacks what was not computed then. Those stages have no row.
    public static TheoryData<string> Conversations => Cases.Rows("polis-math");

    public static TheoryData<string> WithEveryVoter => PolisBlob.Rows(blob => !blob.LacksVoters);

    public static TheoryData<string> WithWholeGroups => PolisBlob.Rows(blob => blob.HasGroupsWhole);

    public static TheoryData<string> WithPlacesOfStatements => PolisBlob.Rows(blob => blob.Math.GetProperty("pca").TryGetProperty("comment-projection", out _));

    public static TheoryData<string> WithGroupInformedConsensus => PolisBlob.Rows(blob => blob.HasGroupsWhole && blob.Math.TryGetProperty("group-aware-consensus", out _));

    public static TheoryData<string> WithPriorities => PolisBlob.Rows(blob => blob.HasGroupsWhole && blob.HasPriorities);

    public static TheoryData<string> OfTodaysRule => PolisBlob.Rows(blob => !blob.IsOfAnEarlierRule);

    [Theory]
    [MemberData(nameof(WithEveryVoter))]
    public void Centre_and_components_are_those_of_Polis(string name)
    {
        var blob = new PolisBlob(name);
        var pca = blob.Math.GetProperty("pca");
        var electorate = blob.Electorate();
        // A conversation is computed many times, each time from the components before: so often that they are at rest.
        var components = PrincipalComponents.Of(electorate, null, fixSigns: false);
        for (var update = 0; update < 20; update++) components = PrincipalComponents.Of(electorate, components, fixSigns: false);
        Near(Reals(pca.GetProperty("center")), blob.Order.Select(tid => components.Center[tid]));
        Near(Signed(Reals(pca.GetProperty("comps")[0])), Signed([.. blob.Order.Select(tid => components.First[tid])]));
        Near(Signed(Reals(pca.GetProperty("comps")[1])), Signed([.. blob.Order.Select(tid => components.Second[tid])]));
    }

    [Theory]
    [MemberData(nameof(WithPlacesOfStatements))]
    public void Statements_are_placed_as_by_Polis(string name)
    {
        var (blob, electorate, components) = Given(name);
        var pca = blob.Math.GetProperty("pca");
        var projections = Projections.Of(electorate, components);
        Near(Reals(pca.GetProperty("comment-projection")[0]), blob.Order.Select(tid => projections.StatementX[tid]));
        Near(Reals(pca.GetProperty("comment-projection")[1]), blob.Order.Select(tid => projections.StatementY[tid]));
        Near(Reals(pca.GetProperty("comment-extremity")), blob.Order.Select(projections.Extremity));
    }

    [Theory]
    [MemberData(nameof(WithEveryVoter))]
    public void Base_clusters_lie_at_the_mean_of_their_members_places(string name)
    {
        var (blob, electorate, components) = Given(name);
        var projections = Projections.Of(electorate, components);
        foreach (var cluster in blob.BaseClusters)
        {
            Assert.Equal(cluster.X, cluster.Members.Average(member => projections.X[electorate.Votes.RowOf(member)]), Tolerance);
            Assert.Equal(cluster.Y, cluster.Members.Average(member => projections.Y[electorate.Votes.RowOf(member)]), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Groups_lie_at_the_weighted_mean_of_their_base_clusters(string name)
    {
        var blob = new PolisBlob(name);
        var centres = OpinionAnalysis.Centres(blob.BaseClusters);
        foreach (var group in blob.Groups)
        {
            var places = group.Members.Select(id => Array.IndexOf(centres.Keys, id)).ToList();
            var weight = places.Sum(place => centres.Weight(place));
            Assert.Equal(group.X, places.Sum(place => centres.Weight(place) * centres.X[place]) / weight, Tolerance);
            Assert.Equal(group.Y, places.Sum(place => centres.Weight(place) * centres.Y[place]) / weight, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(WithWholeGroups))]
    public void Votes_of_groups_and_base_clusters_are_those_of_Polis(string name)
    {
        var (blob, matrix, groups) = Tallied(name);
        foreach (var (group, tallies) in blob.Groups.Zip(groups))
        {
            var given = blob.Math.GetProperty("group-votes").GetProperty($"{group.Id}");
            Assert.Equal(given.GetProperty("n-members").GetInt32(), Members(blob, group).Count());
            foreach (var votes in given.GetProperty("votes").EnumerateObject())
            {
                var tid = Number(votes);
                Assert.Equal((Of(votes, "A"), Of(votes, "D"), Of(votes, "S")), (tallies.Agrees[tid], tallies.Disagrees[tid], tallies.Seen[tid]));
            }
        }
        var bases = blob.BaseClusters.Select(cluster => Tally(matrix, cluster.Members)).ToList();
        foreach (var votes in blob.Math.GetProperty("votes-base").EnumerateObject())
        {
            var tid = Number(votes);
            Assert.Equal(PolisBlob.Numbers(votes.Value.GetProperty("A")), bases.Select(tally => tally.Agrees[tid]));
            Assert.Equal(PolisBlob.Numbers(votes.Value.GetProperty("D")), bases.Select(tally => tally.Disagrees[tid]));
            Assert.Equal(PolisBlob.Numbers(votes.Value.GetProperty("S")), bases.Select(tally => tally.Seen[tid]));
        }

        static int Of(JsonProperty votes, string kind) => votes.Value.GetProperty(kind).GetInt32();
    }

    [Theory]
    [MemberData(nameof(WithGroupInformedConsensus))]
    public void Group_informed_consensus_is_that_of_Polis(string name)
    {
        var (blob, _, groups) = Tallied(name);
        foreach (var given in blob.Math.GetProperty("group-aware-consensus").EnumerateObject())
        {
            Assert.Equal(given.Value.GetDouble(), Consensus.GroupInformed(groups, Number(given)), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(WithPriorities))]
    public void Priorities_are_those_of_Polis(string name)
    {
        var (blob, _, groups) = Tallied(name);
        var given = blob.Math.GetProperty("comment-priorities").EnumerateObject().ToDictionary(pair => Number(pair), pair => pair.Value.GetDouble());
        var extremity = blob.Order.Zip(Reals(blob.Math.GetProperty("pca").GetProperty("comment-extremity"))).ToDictionary();
        var meta = blob.Meta;
        foreach (var (tid, priority) in given)
        {
            var found = meta.Contains(tid) ? Routing.MetaPriority : Routing.Priority(groups.Sum(g => g.Agrees[tid]), groups.Sum(g => g.Passes(tid)), groups.Sum(g => g.Seen[tid]), extremity[tid]);
            Assert.Equal(priority, found, Tolerance * Math.Max(1, priority));
        }
    }

    [Theory]
    [MemberData(nameof(WithWholeGroups))]
    public void Representative_statements_are_those_of_Polis_in_their_order(string name)
    {
        var (blob, matrix, groups) = Tallied(name);
        var moderation = blob.Moderation();
        int[] statements = [.. matrix.Statements.Where(tid => !moderation.IsOut(tid)).Order()];
        for (var i = 0; i < groups.Count; i++)
        {
            var others = new VoteTallies(matrix.Width);
            foreach (var other in groups.Where((_, j) => j != i)) others.Add(other);
            var found = Representativeness.Of(groups[i], others, statements);
            var given = blob.Math.GetProperty("repness").GetProperty($"{blob.Groups[i].Id}").EnumerateArray().ToList();
            Assert.Equal(given.Select(item => (item.GetProperty("tid").GetInt32(), item.GetProperty("repful-for").GetString())), found.Select(item => (item.Statement, (string?)(item.IsAgreement ? "agree" : "disagree"))));
            foreach (var (item, own) in given.Zip(found))
            {
                Assert.Equal((item.GetProperty("n-success").GetInt32(), item.GetProperty("n-trials").GetInt32()), (own.Success, own.Trials));
                Assert.Equal(item.GetProperty("p-success").GetDouble(), own.Probability, Tolerance);
                Assert.Equal(item.GetProperty("p-test").GetDouble(), own.ProbabilityTest, Tolerance);
                Assert.Equal(item.GetProperty("repness").GetDouble(), own.Ratio, Tolerance * 100);
                Assert.Equal((float)item.GetProperty("repness-test").GetDouble(), (float)own.RatioTest, 1e-5f);
                Assert.Equal(item.TryGetProperty("best-agree", out _), own.IsBestAgreement);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithWholeGroups))]
    public void Consensus_statements_are_those_of_Polis_in_their_order(string name)
    {
        var blob = new PolisBlob(name);
        var electorate = blob.Electorate();
        var found = Consensus.Of(electorate.Totals, [.. electorate.Statements.Where(tid => !electorate.IsOut(tid)).Order()]);
        foreach (var (given, own) in new[] { ("agree", found.Agree), ("disagree", found.Disagree) })
        {
            var items = blob.Math.GetProperty("consensus").GetProperty(given).EnumerateArray().ToList();
            Assert.Equal(items.Select(item => item.GetProperty("tid").GetInt32()), own.Select(item => item.Statement));
            if (blob.LacksVoters) continue;
            foreach (var (item, mine) in items.Zip(own))
            {
                Assert.Equal((item.GetProperty("n-success").GetInt32(), item.GetProperty("n-trials").GetInt32()), (mine.Success, mine.Trials));
                Assert.Equal(item.GetProperty("p-success").GetDouble(), mine.Probability, Tolerance);
                Assert.Equal(item.GetProperty("p-test").GetDouble(), mine.Test, Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OfTodaysRule))]
    public void Who_is_in_the_conversation_is_whom_Polis_counts(string name)
    {
        var blob = new PolisBlob(name);
        var matrix = blob.Matrix();
        var found = Enumerable.Range(0, matrix.RowCount).Where(matrix.InConversation.Contains).Select(row => matrix.Participants[row]);
        Assert.Equal(PolisBlob.Numbers(blob.Math.GetProperty("in-conv")).Except(blob.Missing).Order(), found.Order());
    }

    // The components of the output, so that later stages do not depend on how far the iteration went.
    private static (PolisBlob Blob, Electorate Electorate, PrincipalComponents Components) Given(string name)
    {
        var blob = new PolisBlob(name);
        var electorate = blob.Electorate();
        var pca = blob.Math.GetProperty("pca");
        return (blob, electorate, new(ByNumber(blob, electorate, pca.GetProperty("center")), ByNumber(blob, electorate, pca.GetProperty("comps")[0]), ByNumber(blob, electorate, pca.GetProperty("comps")[1]), 0, 0, 0));
    }

    private static double[] ByNumber(PolisBlob blob, Electorate electorate, JsonElement values)
    {
        var array = new double[electorate.Votes.Width];
        foreach (var (tid, value) in blob.Order.Zip(Reals(values))) array[tid] = value;
        return array;
    }

    private static (PolisBlob Blob, VoteMatrix Matrix, IReadOnlyList<VoteTallies> Groups) Tallied(string name)
    {
        var blob = new PolisBlob(name);
        var matrix = blob.Matrix();
        return (blob, matrix, [.. blob.Groups.Select(group => Tally(matrix, Members(blob, group)))]);
    }

    private static IEnumerable<int> Members(PolisBlob blob, Cluster group) => blob.BaseClusters.Where(cluster => group.Members.Contains(cluster.Id)).SelectMany(cluster => cluster.Members);

    private static VoteTallies Tally(VoteMatrix matrix, IEnumerable<int> participants)
    {
        var tallies = new VoteTallies(matrix.Width);
        foreach (var row in participants.Select(matrix.RowOf).Where(row => row >= 0)) tallies.Add(matrix.Row(row));
        return tallies;
    }

    private static double[] Reals(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static int Number(JsonProperty named) => int.Parse(named.Name, CultureInfo.InvariantCulture);

    private static double[] Signed(double[] vector) => vector.MaxBy(Math.Abs) < 0 ? [.. vector.Select(value => -value)] : vector;

    private static void Near(IEnumerable<double> expected, IEnumerable<double> found) =>
        Assert.All(expected.Zip(found, (e, f) => (e, f)), pair => Assert.Equal(pair.e, pair.f, Tolerance));
}
