using CsCheck;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

public sealed class GroupingTests
{
    [Fact]
    public void A_point_between_two_centres_goes_to_the_later()
    {
        var clusters = KMeans.Find(A.Points(-1, 1, 0), 2, 20);
        Assert.Equal([0], clusters[0].Members);
        Assert.Equal([1, 2], clusters[1].Members);
        Assert.Equal((-1, 0.5), (clusters[0].X, clusters[1].X));
    }

    [Fact]
    public void Fewer_points_that_differ_than_wanted_make_fewer_clusters() => Assert.Equal(2, KMeans.Find(A.Points(3, 3, 4, 3), 3, 20).Count);

    [Fact]
    public void Nobody_makes_no_cluster() => Assert.Empty(KMeans.Find(A.Points(), 3, 20));

    [Fact]
    public void Weights_move_a_centre()
    {
        var points = new Points([0, 1], [0, 10], [0, 0], [3, 1]);
        Assert.Equal(2.5, Assert.Single(KMeans.Find(points, 1, 20)).X);
    }

    [Fact]
    public void An_earlier_cluster_is_split_at_its_farthest_point()
    {
        var start = WarmStart.Of(A.Points(0, 0, 10), 2, [new Cluster(5, 1, 0, [0, 1, 2])]);
        Assert.Equal([(5, 0.0, 0.0), (6, 10.0, 0.0)], start);
    }

    [Fact]
    public void Of_earlier_clusters_at_one_place_the_larger_keeps_its_name_and_of_equals_the_later()
    {
        Assert.Equal((2, 0.0, 0.0), Assert.Single(WarmStart.Of(A.Points(0, 0), 1, [new Cluster(1, 0, 0, [0]), new Cluster(2, 0, 0, [1])])));
        Assert.Equal((1, 0.0, 0.0), Assert.Single(WarmStart.Of(A.Points(0, 0, 0), 1, [new Cluster(1, 0, 0, [0, 2]), new Cluster(2, 0, 0, [1])])));
    }

    [Fact]
    public void When_all_members_of_all_clusters_are_gone_one_cluster_begins_anew() =>
        Assert.Equal((8, 1.0, 0.0), Assert.Single(WarmStart.Of(A.Points(0, 2), 1, [new Cluster(7, 0, 0, [90])])));

    [Fact]
    public void Passing_over_points_changes_nothing() =>
        Gen.Select(Gen.Select(Gen.Int[-30, 30], Gen.Int[-30, 30]).List[1, 300], Gen.Int[1, 25], Gen.Int[1, 4]).Sample((places, k, scale) =>
        {
            // Whole numbers bring many ties.
            var points = new Points([.. Enumerable.Range(0, places.Count)], [.. places.Select(place => place.Item1 / (double)scale)], [.. places.Select(place => place.Item2 / (double)scale)]);
            var expected = Plain(points, k, 100);
            var found = KMeans.Find(points, k, 100);
            Assert.Equal(expected.Select(cluster => cluster.Members), found.Select(cluster => cluster.Members));
            Assert.Equal(expected.Select(cluster => (cluster.Id, cluster.X, cluster.Y)), found.Select(cluster => (cluster.Id, cluster.X, cluster.Y)));
        }, iter: 300);

    [Fact]
    public void Early_voters_stay_in_the_conversation_and_late_ones_need_seven_votes()
    {
        var matrix = new VoteMatrix(MatrixCaps.None);
        for (var early = 0; early < 16; early++) matrix.Cast(new(early, 0, Vote.Agree));
        for (var statement = 1; statement < 9; statement++) matrix.Cast(new(0, statement, Vote.Pass));
        for (var statement = 0; statement < 6; statement++) matrix.Cast(new(16, statement, Vote.Disagree));
        Assert.Equal(16, matrix.InConversation.Count);
        Assert.False(matrix.InConversation.Contains(16));
        matrix.Cast(new(16, 6, Vote.Disagree));
        Assert.True(matrix.InConversation.Contains(16));
    }

    [Fact]
    public void Fifteen_are_filled_up_with_those_of_most_votes() => Assert.Equal(3, A.Matrix("a.......", "ad......", "........", "a......d").InConversation.Count);

    [Fact]
    public void A_later_vote_takes_the_place_of_an_earlier_one()
    {
        var matrix = new VoteMatrix(MatrixCaps.None);
        matrix.CountTogether();
        foreach (var choice in new[] { Vote.Agree, Vote.Disagree, Vote.Pass }) matrix.Cast(new(0, 0, choice));
        Assert.Equal((1, 3), (matrix.CellCount, matrix.CastCount));
        Assert.Equal(0, VoteMatrix.VoteOf(matrix.Row(0)[0]));
        Assert.Equal((1, 0, 0), (matrix.CoVotes!.Pair(0, 0)[0], matrix.CoVotes.Pair(0, 0)[1], matrix.CoVotes.Pair(0, 0)[2]));
    }

    [Fact]
    public void Beyond_the_caps_only_known_people_vote_on_known_statements()
    {
        var matrix = new VoteMatrix(new MatrixCaps(2, 1));
        Assert.True(matrix.Cast(new(0, 0, Vote.Agree)));
        Assert.False(matrix.Cast(new(0, 1, Vote.Agree)));
        Assert.True(matrix.Cast(new(1, 0, Vote.Agree)));
        Assert.False(matrix.Cast(new(2, 0, Vote.Agree)));
        Assert.True(matrix.Cast(new(1, 0, Vote.Pass)));
        Assert.Equal((2, 1), (matrix.RowCount, matrix.ColumnCount));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, MatrixCaps.StatementNumbers, 0)]
    [InlineData(0, 0, 2)]
    public void A_vote_that_cannot_be_is_refused(int participant, int statement, int choice) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VoteMatrix(MatrixCaps.None).Cast(new(participant, statement, (Vote)choice)));

    [Fact]
    public void A_statement_set_free_again_counts_again()
    {
        var sets = new ModerationSets().With([new(1, Moderation.Rejected), new(2, Moderation.Accepted), new(3, Moderation.Pending, IsMeta: true), new(1, Moderation.Pending), new(4, Moderation.Rejected)]);
        Assert.Equal([3, 4], sets.Out);
        Assert.Equal([2, 3], sets.In);
        Assert.Equal([3], sets.Meta);
    }

    // The plain algorithm: every point looks at every centre.
    private static List<Cluster> Plain(Points points, int k, int iterations)
    {
        var centres = points.Distinct().Take(k).Select((point, id) => (Id: id, X: points.X[point], Y: points.Y[point])).ToList();
        for (var step = 0; ; step++)
        {
            var members = centres.Select(_ => new List<int>()).ToList();
            for (var point = 0; point < points.Count; point++)
            {
                var (best, least) = (0, double.PositiveInfinity);
                for (var i = 0; i < centres.Count; i++)
                {
                    var (x, y) = (points.X[point] - centres[i].X, points.Y[point] - centres[i].Y);
                    if ((x * x) + (y * y) <= least) (best, least) = (i, (x * x) + (y * y));
                }
                members[best].Add(point);
            }
            var next = centres.Zip(members).Where(pair => pair.Second.Count > 0)
                .Select(pair => (pair.First.Id, X: pair.Second.Sum(point => points.X[point]) / pair.Second.Count, Y: pair.Second.Sum(point => points.Y[point]) / pair.Second.Count, Members: pair.Second)).ToList();
            var rests = centres.Select(c => (c.X, c.Y)).Order().Zip(next.Select(c => (c.X, c.Y)).Order()).All(pair => Math.Sqrt(Math.Pow(pair.First.X - pair.Second.X, 2) + Math.Pow(pair.First.Y - pair.Second.Y, 2)) < 0.01);
            centres = [.. next.Select(c => (c.Id, c.X, c.Y))];
            if (rests || step == iterations) return [.. next.Select(c => new Cluster(c.Id, c.X, c.Y, [.. c.Members]))];
        }
    }
}
