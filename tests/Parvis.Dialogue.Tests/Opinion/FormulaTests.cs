using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>Each formula once, by hand.</summary>
public sealed class FormulaTests
{
    [Fact]
    public void Three_of_four_is_two_thirds_when_drawn_to_the_middle() => Assert.Equal(2 / 3.0, Representativeness.Probability(3, 4), 1e-15);

    [Fact]
    public void Three_of_four_is_above_half_by_six_tenths_of_root_five() => Assert.Equal(0.6 * Math.Sqrt(5), Representativeness.OneProportion(3, 4), 1e-14);

    [Fact]
    public void Four_of_five_against_one_of_five_is_tested_with_one_more_of_each() => Assert.Equal(0.5 / Math.Sqrt(35.0 / 432), Representativeness.TwoProportions(4, 1, 5, 5), 1e-14);

    [Fact]
    public void Two_full_proportions_do_not_differ() => Assert.Equal(0, Representativeness.TwoProportions(4, 7, 4, 7));

    [Fact]
    public void Consensus_of_two_groups_is_the_product_of_theirs() =>
        Assert.Equal(4 / 6.0 * (2 / 4.0), Consensus.GroupInformed([A.Tallies(3, 1, 0), A.Tallies(1, 1, 0)], 0), 1e-15);

    [Fact]
    public void A_statement_that_nobody_saw_has_five_tickets_and_a_sixteenth() => Assert.Equal(5.0625, Routing.Priority(0, 0, 0, 0), 1e-14);

    [Fact]
    public void Five_agreements_at_distance_one_have_the_square_of_360_49ths() => Assert.Equal(129600 / 2401.0, Routing.Priority(5, 0, 5, 1), 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(29)]
    public void The_bonus_of_a_new_statement_halves_with_every_five_votes(int seen)
    {
        var importance = (1 - (1 / (seen + 2.0))) * (1 / (seen + 2.0));
        Assert.Equal(Math.Pow(importance * (1 + (8 * Math.Pow(2, -seen / 5.0))), 2), Routing.Priority(0, 0, seen, 0), 1e-14);
    }

    [Fact]
    public void A_statement_is_drawn_as_often_as_it_has_tickets()
    {
        var tickets = new Dictionary<int, double> { [7] = 3, [8] = 0 };
        var drawn = Enumerable.Range(0, 10_000).Count(seed => Routing.Next([7, 8], tickets, (ulong)seed) == 7);
        Assert.InRange(drawn, 7_300, 7_700); // 8 has the one ticket that everybody has
        Assert.Null(Routing.Next([], tickets, 0));
        Assert.Equal(Routing.Next([7, 8, 9], tickets, 5), Routing.Next([7, 8, 9], tickets, 5));
    }

    [Theory]
    [InlineData(true, new[] { 3 })]
    [InlineData(false, new[] { 1, 3 })]
    public void Strict_moderation_asks_only_what_was_accepted(bool isStrict, int[] eligible) =>
        Assert.Equal(eligible, Routing.Eligible([new(3, Moderation.Accepted), new(2, Moderation.Rejected), new(1, Moderation.Pending), new(0, Moderation.Accepted)], isStrict, statement => statement == 0));

    [Fact]
    public void Two_camps_lie_on_one_line_at_the_root_of_two()
    {
        var electorate = A.Electorate("aa", "dd", "aa", "dd");
        var components = PrincipalComponents.Of(electorate, null, fixSigns: true);
        Assert.Equal([0, 0], components.Center);
        Assert.All(components.First, loading => Assert.Equal(Math.Sqrt(0.5), loading, 1e-15));
        Assert.Equal([0, 0], components.Second);
        Assert.Equal((8, 8), (components.FirstVariance, components.TotalVariance));
        var places = Projections.Of(electorate, components);
        Assert.All(places.X.Zip([-1, 1, -1, 1]), place => Assert.Equal(place.Second * Math.Sqrt(2), place.First, 1e-14));
        Assert.Equal(-1, places.StatementX[0], 1e-14); // √2 × -1 × √½
    }

    [Fact]
    public void Two_camps_of_which_each_answers_the_opposite_lie_apart_although_every_row_sums_to_nothing()
    {
        var electorate = A.Electorate("ad", "da", "ad", "da");
        var components = PrincipalComponents.Of(electorate, null, fixSigns: true);
        Assert.All(components.First.Zip([1, -1]), loading => Assert.Equal(loading.Second * Math.Sqrt(0.5) * Math.Sign(components.First[0]), loading.First, 1e-15));
        Assert.Equal([0, 0], components.Second);
        Assert.Equal(8, components.FirstVariance, 1e-14);
    }

    [Fact]
    public void Who_answered_one_of_four_is_moved_out_by_two()
    {
        var electorate = A.Electorate("aaaa", "dddd", "a...");
        var components = PrincipalComponents.Of(electorate, null, fixSigns: true);
        var places = Projections.Of(electorate, components);
        Assert.Equal(2 * (-1 - components.Center[0]) * components.First[0], places.X[2], 1e-14);
        Assert.Equal(-1 / 3.0, components.Center[0], 1e-15);
    }

    [Fact]
    public void A_statement_taken_out_counts_as_voted_on_and_nowhere_else()
    {
        var moderation = new ModerationSets().With([new StatementStatus(3, Moderation.Rejected)]);
        var electorate = new Electorate(A.Matrix("aaaa", "dddd", "a..d"), moderation, new HashSet<int>());
        var components = PrincipalComponents.Of(electorate, null, fixSigns: true);
        Assert.Equal((0, 0), (components.Center[3], components.First[3]));
        Assert.Equal(Math.Sqrt(4 / 2.0) * (-1 - components.Center[0]) * components.First[0], Projections.Of(electorate, components).X[2], 1e-14);
    }

    [Fact]
    public void One_person_has_no_place_but_a_direction()
    {
        var components = PrincipalComponents.Of(A.Electorate("adp"), null, fixSigns: false);
        Assert.All(components.First.Zip([-1, 1, 0]), loading => Assert.Equal(loading.Second * Math.Sqrt(0.5), loading.First, 1e-15));
        Assert.Equal([0, 0, 0], components.Center);
        Assert.Equal([0], Projections.Of(A.Electorate("adp"), components).X);
    }

    [Fact]
    public void The_silhouette_of_0_and_1_against_10_is_the_mean_of_nine_tenths_eight_ninths_and_none() =>
        Assert.Equal((0.9 + (8 / 9.0)) / 3, Silhouette.Of(A.Points(0, 1, 10), [new Cluster(0, 0.5, 0, [0, 1]), new Cluster(1, 10, 0, [2])]), 1e-15);

    [Fact]
    public void Two_halvings_across_each_other_agree_less_than_by_chance()
    {
        var (one, other) = (new Dictionary<int, int> { [0] = 0, [1] = 0, [2] = 1, [3] = 1 }, new Dictionary<int, int> { [0] = 0, [1] = 1, [2] = 0, [3] = 1 });
        Assert.Equal(-0.5, RandIndex.Adjusted(one, other), 1e-15);
        Assert.Equal(1, RandIndex.Adjusted(one, one.ToDictionary(pair => pair.Key, pair => 9 - pair.Value)));
    }

    [Fact]
    public void The_number_of_groups_changes_at_the_fourth_time_in_a_row()
    {
        var smoothing = Smoothing.Next(null, 2, [2, 3]);
        var chosen = new List<int> { smoothing.Chosen };
        foreach (var best in new[] { 3, 3, 2, 3, 3, 3, 3 }) chosen.Add((smoothing = Smoothing.Next(smoothing, best, [2, 3])).Chosen);
        Assert.Equal([2, 2, 2, 2, 2, 2, 2, 3], chosen);
        Assert.Equal(2, Smoothing.Next(smoothing, 2, [2]).Chosen); // 3 is not tried any more
    }

    [Fact]
    public void Of_equally_good_numbers_of_groups_the_larger_is_taken() => Assert.Equal(4, OpinionAnalysis.Best(new Dictionary<int, double> { [2] = 0.3, [4] = 0.3, [5] = 0.1 }));

    [Fact]
    public void Statistics_of_a_group_of_ten_against_ten_are_those_by_hand()
    {
        var (group, others) = (A.Tallies(9, 1, 0), A.Tallies(2, 8, 0));
        var item = Assert.Single(Representativeness.Of(group, others, [0]));
        Assert.True(item is { IsAgreement: true, IsBestAgreement: true, Success: 9, Trials: 10, Agrees: 9 });
        Assert.Equal(10 / 12.0, item.Probability, 1e-15);
        Assert.Equal(10 / 3.0, item.Ratio, 1e-14);
        Assert.Equal(2 * Math.Sqrt(11) * ((10 / 11.0) - 0.5), item.ProbabilityTest, 1e-14);
        Assert.Equal((7 / 11.0) / Math.Sqrt(13 / 22.0 * (9 / 22.0) * (2 / 11.0)), item.RatioTest, 1e-14);
    }

    [Theory]
    [InlineData(2, 1)] // 2/√3 is kept in single precision as less than it is: the second, compared with that, is more
    [InlineData(3, 0)] // √30/4 is kept as more than it is
    public void Of_two_statements_alike_that_a_group_never_saw_single_precision_decides_as_in_Polis(int seen, int taken)
    {
        var (group, others) = (new VoteTallies(2), new VoteTallies(2));
        foreach (var statement in new[] { 0, 1 }) (others.Agrees[statement], others.Seen[statement]) = (seen - 1, seen);
        Assert.Equal(taken, Assert.Single(Representativeness.Of(group, others, [0, 1])).Statement);
    }

    [Fact]
    public void A_statement_that_all_agree_on_bridges_more_than_one_that_divides()
    {
        var rank = BridgingRank.Of(A.Electorate("aad", "aad", "aad", "ada", "ada", "ada"), seed: 1);
        Assert.Equal(0, rank[0].Statement);
        Assert.True(Math.Abs(rank[0].Factor) < 0.01);
        Assert.Equal(-rank[1].Factor, rank[2].Factor, 1e-5);
        Assert.True(Math.Abs(rank[1].Factor) > 0.3);
    }

    [Fact]
    public void Three_choices_against_one_make_the_stronger_statement()
    {
        var scores = PairwiseStrength.Of(A.Electorate("ad", "ad", "ad", "da"), seed: 0);
        Assert.Equal([0, 1], scores.Select(score => score.Statement));
        Assert.Equal((4 / 6.0, 2 / 6.0), (scores[0].WinShare, scores[1].WinShare));
        Assert.Equal(2, scores.Sum(score => score.Strength), 1e-9);
        Assert.InRange(scores[0].Strength / 2, 0.65, 0.75); // three of four, drawn a little to the middle
    }

    [Fact]
    public void A_pass_lies_between_agreement_and_disagreement()
    {
        var scores = PairwiseStrength.Of(A.Electorate("apd"), seed: 0);
        Assert.Equal([0, 1, 2], scores.Select(score => score.Statement));
        Assert.Equal([2.75 / 4, 2 / 4.0, 1.25 / 4], scores.Select(score => score.WinShare));
    }
}
