using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

public sealed class VoteSortingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(300)]
    public async Task Votes_come_by_statement_then_person_then_order_and_none_is_lost(int statements)
    {
        var random = new Random(statements);
        var votes = Enumerable.Range(0, 20_000).Select(order => new VoteEvent(1000 + order, new(random.Next(50), random.Next(statements), Vote.Agree), order)).ToList();
        var sorted = await VoteSorting.ByStatementAsync(votes.ToAsyncEnumerable(), statements, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(votes.OrderBy(vote => vote.Vote.Statement).ThenBy(vote => vote.Vote.Participant).ThenBy(vote => vote.Order), sorted);
    }
}
