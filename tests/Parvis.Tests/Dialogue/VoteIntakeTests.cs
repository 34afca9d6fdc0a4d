using Parvis.Dialogue.Records;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Tests.Dialogue;

/// <summary>Votes are stored once each, in order, or refused with the reason.</summary>
public sealed class VoteIntakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<List<StoredVote>> StoredAsync(HeldConversation held)
    {
        var votes = new List<StoredVote>();
        await foreach (var vote in held.Votes.ReadAsync(held.Id, 0, Cancel)) votes.Add(vote);
        return votes;
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task Participants_are_numbered_in_the_order_of_their_first_votes_and_votes_in_the_order_in_which_they_come(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store);
        await held.VoteAsync("b", 2, Vote.Agree);
        await held.VoteAsync("a", 0, Vote.Pass);
        await held.VoteAsync("b", 2, Vote.Disagree);
        Assert.Equal([new(0, 2, Vote.Agree), new(1, 0, Vote.Pass), new VoteCast(0, 2, Vote.Disagree)], (await StoredAsync(held)).Select(vote => vote.Cast));
        Assert.Equal([0L, 1L, 2L], (await StoredAsync(held)).Select(vote => vote.Sequence));
        Assert.Equal(Vote.Disagree, Assert.Single(await held.Votes.OfAsync(held.Id, 0, Cancel)).Value); // the later one replaces
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task The_same_client_id_counts_once_within_a_batch_after_it_and_after_the_conversation_is_closed(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store);
        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => held.VoteAsync("a", 1, Vote.Agree, "one")));
        Assert.Single(sent.OfType<VoteOutcome.Counted>(), counted => counted.IsNew);
        Assert.Equal(20, sent.OfType<VoteOutcome.Counted>().Count(counted => counted.Sequence == 0));
        Assert.False(Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("a", 3, Vote.Disagree, "one")).IsNew); // whatever it says now
        Assert.True(Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("b", 3, Vote.Disagree, "one")).IsNew); // another's is another
        await held.Closing.CloseAsync(held.Id, Cancel);
        Assert.False(Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("a", 1, Vote.Agree, "one")).IsNew);
        Assert.Equal(2, (await StoredAsync(held)).Count);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task A_thousand_votes_at_once_are_all_counted_without_a_gap(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store, seeds: 10);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => held.VoteAsync($"seat{i % 100}", i / 100, Vote.Agree)));
        Assert.Equal(1000, outcomes.OfType<VoteOutcome.Counted>().Count(counted => counted.IsNew));
        var stored = await StoredAsync(held);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), stored.Select(vote => vote.Sequence));
        Assert.Equal(100, await held.Seats.CountAsync(held.Id, Cancel));
        Assert.Equal(1000, stored.Select(vote => (vote.Cast.Participant, vote.Cast.Statement)).Distinct().Count());
    }

    [Fact]
    public async Task A_vote_that_cannot_count_is_refused_by_its_reason_and_leaves_nothing()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store);
        Assert.IsType<VoteOutcome.UnknownStatement>(await held.VoteAsync("a", 99, Vote.Agree));
        Assert.IsType<VoteOutcome.UnknownConversation>(await held.Intake.CastAsync(new("nowhere", "a", 0, Vote.Agree, "x")));
        var waiting = await held.WriteAsync("w", "A fountain in the middle of the park");
        Assert.IsType<VoteOutcome.UnknownStatement>(await held.VoteAsync("a", waiting.Number, Vote.Agree)); // strict: not shown yet
        await held.VoteAsync("b", 0, Vote.Agree);
        await held.Queue.BanAsync(held.Id, 1, isBanned: true, "floods", "ana", Cancel); // 0 wrote the statement, 1 is b
        Assert.IsType<VoteOutcome.Banned>(await held.VoteAsync("b", 1, Vote.Agree));
        await held.Closing.CloseAsync(held.Id, Cancel);
        Assert.Equal(ConversationState.Closed, Assert.IsType<VoteOutcome.NotOpen>(await held.VoteAsync("c", 0, Vote.Agree)).State);
        Assert.Single(await StoredAsync(held));
    }

    [Fact]
    public async Task Outside_its_instants_an_open_conversation_takes_nothing()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store);
        var now = held.Time.GetUtcNow();
        await held.Register.ChangeAsync(held.Id, new(new Dictionary<string, string> { ["en"] = "The park" }, OpensAt: now.AddHours(1), ClosesAt: now.AddHours(2)), Cancel);
        Assert.IsType<VoteOutcome.NotOpen>(await held.VoteAsync("a", 0, Vote.Agree));
        held.Time.Advance(TimeSpan.FromMinutes(90));
        Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("a", 0, Vote.Agree));
        held.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsType<VoteOutcome.NotOpen>(await held.VoteAsync("a", 1, Vote.Agree));
    }

    [Fact]
    public async Task By_invitation_only_a_code_lets_in_as_many_as_it_says()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, new ConversationSettings { IsInviteOnly = true });
        var invites = new Invites(held.Database, held.Time);
        Assert.IsType<VoteOutcome.NotInvited>(await held.VoteAsync("a", 0, Vote.Agree));
        var (invite, code) = await invites.CreateAsync(held.Id, "neighbours", 1, Cancel);
        Assert.Equal(InviteOutcome.Refused, await invites.EnterAsync(held.Id, "a", "guessed", Cancel));
        Assert.Equal(InviteOutcome.Entered, await invites.EnterAsync(held.Id, "a", code.ToUpperInvariant(), Cancel));
        Assert.Equal(InviteOutcome.Entered, await invites.EnterAsync(held.Id, "a", code, Cancel)); // in already
        Assert.Equal(InviteOutcome.Refused, await invites.EnterAsync(held.Id, "b", code, Cancel)); // used up
        Assert.Equal(0, Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("a", 0, Vote.Agree)).Participant);
        Assert.IsType<VoteOutcome.NotInvited>(await held.VoteAsync("b", 0, Vote.Agree));
        Assert.True(await invites.RevokeAsync(held.Id, invite.Id, Cancel));
        Assert.Equal((1, true), (Assert.Single(await invites.ListAsync(held.Id, Cancel)).Uses, (await held.Seats.ReadAsync(held.Id, "a", Cancel)).IsInvited));
    }
}
