using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>Accounts that vote as one, put into real conversations.</summary>
public sealed class CoordinatedVotingTests(ITestOutputHelper output)
{
    private const int FirstAccount = 1_000_000;

    public static TheoryData<string> Conversations => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "participants-votes.csv"));

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Honest_people_are_not_flagged(string name)
    {
        var state = Cases.Export(name, OpinionSettings.Compatible);
        var flagged = Flagged(state);
        output.WriteLine($"{name}: {flagged.Count} of {state.Votes.RowCount}");
        Assert.True(flagged.Count <= 0.01 * state.Votes.RowCount, $"{flagged.Count} of {state.Votes.RowCount}");
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public void A_tenth_of_accounts_that_vote_as_one_is_found_and_leaving_them_out_gives_the_groups_back(string name)
    {
        var honest = Cases.Export(name, OpinionSettings.Compatible).Compute();
        foreach (var share in new[] { 0.1, 1.0 })
        {
            var state = Cases.Export(name, OpinionSettings.Compatible);
            var people = state.Votes.RowCount;
            var accounts = Math.Max(CoordinatedVoting.FewestAccounts, people / 10);
            var random = new SeededRandom(17);
            VoteCast[] vector = [.. state.Votes.Statements.Where(_ => random.NextDouble() < share).Take(Math.Max(10, (int)(share * state.Votes.ColumnCount))).Select(statement => new VoteCast(0, statement, (Vote)(random.Next(3) - 1)))];
            if (vector.Length < 10) continue;
            for (var account = 0; account < accounts; account++) state.Cast([.. vector.Select(vote => vote with { Participant = FirstAccount + account })]);
            var flagged = Flagged(state);
            var found = flagged.Count(person => person >= FirstAccount);
            output.WriteLine($"{name}, {vector.Length} votes each: {found} of {accounts} accounts, {flagged.Count - found} of {people} others");
            Assert.True(found >= 0.95 * accounts, $"{found} of {accounts}");
            Assert.True(flagged.Count - found <= 0.01 * people);
            Assert.True(RandIndex.Adjusted(honest.GroupOf(), state.Compute(without: flagged).GroupOf()) >= 0.98);
        }
    }

    private static HashSet<int> Flagged(OpinionState state) =>
        [.. CoordinatedVoting.Find(new Electorate(state.Votes, state.Moderation, new HashSet<int>())).SelectMany(bloc => bloc.Participants)];
}
