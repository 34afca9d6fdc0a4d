using System.Text.Json;
using CsCheck;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>What a result does not depend on: batches, restarts, and in stable mode the order of people.</summary>
public sealed class IndependenceTests
{
    public static TheoryData<string> Exports => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "participants-votes.csv"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 150)]
    [InlineData(1, 0)]
    [InlineData(1, 150)]
    public void Any_split_and_any_restart_give_the_same_bytes(int mode, int keepsEvery)
    {
        var settings = new OpinionSettings { Mode = (GroupingMode)mode, KeepsEvery = keepsEvery, Seed = 4 };
        Gen.Select(Gen.ULong, Gen.Int[0, 799].Array[0, 6], Gen.Int[0, 7]).Sample((seed, cuts, acts) =>
        {
            VoteCast[] votes = [.. Shuffled([.. new SimulatedVotes(60, 25, 700, seed).Cast(), .. new SimulatedVotes(60, 25, 100, seed + 1).Cast()], seed)];
            var whole = new OpinionState(settings, MatrixCaps.None);
            whole.Moderate(new StatementStatus(3, Moderation.Rejected), new StatementStatus(4, Moderation.Accepted, IsMeta: true));
            whole.Ban(5);
            whole.Cast(votes);
            var parts = new OpinionState(settings, MatrixCaps.None);
            parts.Moderate(new StatementStatus(3, Moderation.Rejected), new StatementStatus(4, Moderation.Accepted, IsMeta: true));
            parts.Ban(5);
            var from = 0;
            foreach (var cut in cuts.Select(cut => Math.Min(cut, votes.Length)).Append(votes.Length).Order())
            {
                parts.Cast(votes.AsSpan(from, cut - from));
                from = cut;
                if ((acts & 1) != 0) parts.Compute();
                if ((acts & 2) != 0) parts = OpinionState.Read(parts.ToBytes());
                if ((acts & 4) != 0) parts.Compute(without: new HashSet<int> { 1, 2 });
            }
            Assert.Equal(whole.ToBytes(), parts.ToBytes());
            Assert.Equal(Bytes(whole.Compute()), Bytes(parts.Compute()));
        }, iter: 40);
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public void People_in_another_order_are_grouped_alike_in_stable_mode(string name)
    {
        var votes = LastVotes(Cases.Export(name, OpinionSettings.Stable).Votes);
        Alike(votes, [.. Cases.Statements("polis-export", name).Select(statement => statement.Status)]);
    }

    [Fact]
    public void So_are_people_of_a_conversation_too_wide_for_a_table_of_pairs() =>
        Alike([.. new SimulatedVotes(150, CoVotes.MostStatements + 300, 9_000, Seed: 3).Cast()], []);

    [Fact]
    public void In_stable_mode_another_seed_may_change_the_groups_but_not_where_people_are()
    {
        var one = State([.. new SimulatedVotes(300, 40, 6_000, Seed: 9).Cast()], [], new() { Mode = GroupingMode.Stable, Seed = 1 }).Compute();
        var other = State([.. new SimulatedVotes(300, 40, 6_000, Seed: 9).Cast()], [], new() { Mode = GroupingMode.Stable, Seed = 2 }).Compute();
        Assert.NotEqual(one.Participants, other.Participants);
        Assert.Equal(Places(one), Places(other));
        Assert.NotEqual(one.InputDigest, other.InputDigest);
        Assert.InRange(Stability.Of(one, 5).Mean, 0.5, 1);
    }

    [Fact]
    public void The_three_camps_of_simulated_people_are_found()
    {
        var simulated = new SimulatedVotes(600, 80, 480_000, Seed: 5);
        var camps = Enumerable.Range(0, 600).ToDictionary(person => person, simulated.CampOf);
        var result = State([.. simulated.Cast()], [], OpinionSettings.Stable with { FewestGroups = 3, MostGroups = 3 }).Compute();
        Assert.Equal(3, result.GroupCount);
        Assert.InRange(RandIndex.Adjusted(camps, result.GroupOf()), 0.9, 1); // everybody voted on everything
    }

    [Fact]
    public void A_table_of_pairs_and_the_votes_themselves_give_the_same_components()
    {
        var state = State([.. new SimulatedVotes(300, 60, 5_000, Seed: 8).Cast()], [new(7, Moderation.Rejected)], OpinionSettings.Compatible);
        var electorate = new Electorate(state.Votes, state.Moderation, new HashSet<int> { 3, 4, 5 });
        var center = electorate.Means();
        var (dense, sparse) = (new DenseScatter(electorate, center), new SparseScatter(electorate, center));
        double[] vector = [.. Enumerable.Range(0, state.Votes.Width).Select(i => Math.Sin(i))];
        var (one, other) = (new double[vector.Length], new double[vector.Length]);
        dense.Multiply(vector, one);
        sparse.Multiply(vector, other);
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(dense.Trace, sparse.Trace, 1e-8);
    }

    [Fact]
    public void A_ban_is_as_if_the_votes_had_never_been()
    {
        VoteCast[] votes = [.. new SimulatedVotes(120, 30, 2_400, Seed: 2).Cast()];
        var banned = State(votes, [], OpinionSettings.Compatible);
        foreach (var person in new[] { 30, 60, 90 }) banned.Ban(person);
        var never = State([.. votes.Where(vote => vote.Participant is not (30 or 60 or 90))], [], OpinionSettings.Compatible);
        var (one, other) = (banned.Compute(), never.Compute());
        Assert.Equal(other.Groups.Select(group => group.Participants), one.Groups.Select(group => group.Participants));
        Assert.Equal(other.Totals.Agrees, one.Totals.Agrees);
        Assert.Equal(other.Consensus.Agree, one.Consensus.Agree);
        banned = State(votes, [], OpinionSettings.Compatible with { HonoursBans = false });
        banned.Ban(30);
        Assert.Contains(30, banned.Compute().Participants);
    }

    [Fact]
    public void An_empty_conversation_and_one_vote_have_results_too()
    {
        foreach (var settings in new[] { OpinionSettings.Compatible, OpinionSettings.Stable })
        {
            var state = new OpinionState(settings, MatrixCaps.None);
            Assert.Empty(state.Compute().Groups);
            state.Cast([new VoteCast(4, 2, Vote.Agree)]);
            Assert.Equal([4], state.Compute().Participants);
            state.Cast([new VoteCast(5, 2, Vote.Disagree), new VoteCast(5, 3, Vote.Disagree)]);
            Assert.Equal(2, OpinionState.Read(state.ToBytes()).Compute().InConversation.Length);
        }
    }

    [Fact]
    public void The_range_of_the_number_of_groups_is_a_setting()
    {
        var result = State([.. new SimulatedVotes(400, 50, 10_000, Seed: 6).Cast()], [], OpinionSettings.Compatible with { FewestGroups = 3, MostGroups = 8 }).Compute();
        Assert.Equal(Enumerable.Range(3, 6), result.Silhouettes.Keys.Order());
        Assert.InRange(result.Groups.Count, 3, 8);
    }

    [Fact]
    public void Bytes_that_were_changed_are_not_read()
    {
        var bytes = State([.. new SimulatedVotes(40, 20, 400, Seed: 1).Cast()], [new(1, Moderation.Rejected)], OpinionSettings.Compatible with { KeepsEvery = 100 }).ToBytes();
        Assert.Equal(bytes, OpinionState.Read(bytes).ToBytes());
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte[1, 255]).Sample((at, change) =>
        {
            var changed = bytes.ToArray();
            changed[at] ^= change;
            Assert.Throws<FormatException>(() => OpinionState.Read(changed));
            Assert.Throws<FormatException>(() => OpinionState.Read(bytes.AsSpan(0, at)));
        }, iter: 300);
    }

    private static void Alike(VoteCast[] votes, StatementStatus[] moderation)
    {
        var given = State(votes, moderation, OpinionSettings.Stable).Compute();
        for (var seed = 1UL; seed <= 2; seed++)
        {
            var people = votes.Select(vote => vote.Participant).Distinct().ToArray();
            var names = people.Zip(Shuffled([.. people], seed)).ToDictionary();
            var permuted = State([.. Shuffled([.. votes.Select(vote => vote with { Participant = names[vote.Participant] })], seed)], moderation, OpinionSettings.Stable).Compute();
            Assert.Equal(given.Silhouettes, permuted.Silhouettes);
            Assert.Equal(given.Components.First, permuted.Components.First);
            var renamed = given.GroupOf().ToDictionary(pair => names[pair.Key], pair => pair.Value);
            Assert.Equal(1, RandIndex.Adjusted(renamed, permuted.GroupOf()));
            Assert.Equal(renamed.OrderBy(pair => pair.Key), permuted.GroupOf().OrderBy(pair => pair.Key));
        }
    }

    private static OpinionState State(VoteCast[] votes, StatementStatus[] moderation, OpinionSettings settings)
    {
        var state = new OpinionState(settings, MatrixCaps.None);
        state.Cast(votes);
        state.Moderate(moderation);
        return state;
    }

    private static VoteCast[] LastVotes(VoteMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.RowCount).SelectMany(row => matrix.Row(row).ToArray().Select(cell => new VoteCast(matrix.Participants[row], VoteMatrix.StatementOf(cell), (Vote)VoteMatrix.VoteOf(cell))))];

    private static List<(int, double, double)> Places(OpinionResult result) => [.. result.Participants.Select((person, i) => (person, result.Projections.X[i], result.Projections.Y[i])).Order()];

    private static T[] Shuffled<T>(T[] things, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var i = things.Length - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (things[i], things[other]) = (things[other], things[i]);
        }
        return things;
    }

    private static byte[] Bytes(OpinionResult result) => JsonSerializer.SerializeToUtf8Bytes(result);
}
