using System.Collections.Concurrent;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Tests.Dialogue;

/// <summary>Votes are read in other ways when somebody asks, once for each version; what was said of a closed conversation stays.</summary>
public sealed class LiveViewTests
{
    private const int Statements = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task VoteAsync(HeldConversation held, string camp, int people, bool agreesWithEven)
    {
        for (var person = 0; person < people; person++)
        {
            for (var statement = 0; statement < Statements; statement++) Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync($"{camp}{person}", statement, (person + statement) % 5 == 0 ? Vote.Pass : (statement % 2 == 0) == agreesWithEven ? Vote.Agree : Vote.Disagree));
        }
    }

    private static async Task<ViewsOfResult> ViewsAsync(HeldConversation held, LiveViews views)
    {
        var result = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        for (var tries = 0; tries < 200; tries++)
        {
            if (await views.CurrentAsync(await held.ReadAsync(), result, Cancel) is { } found && found.Result == result.Digest) return found;
            await Task.Delay(20, Cancel);
        }
        throw new TimeoutException("The views did not come.");
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task What_was_said_stays_after_the_closing_a_new_start_and_a_late_rejection_to_the_byte(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        var said = await ViewsAsync(held, held.Views);
        await held.Closing.CloseAsync(held.Id, Cancel);
        Assert.Equal(said.Bytes, await held.Snapshots.ViewsAsync(held.Id, Cancel));
        await held.Queue.DecideAsync(held.Id, 2, Moderation.Rejected, "names somebody", "ana", Cancel);
        using var again = held.Again();
        Assert.Equal(said.Bytes, (await ViewsAsync(held, held.Views)).Bytes);
        Assert.Equal(said.Bytes, (await ViewsAsync(again, again.Views)).Bytes);
    }

    [Fact]
    public async Task Asked_only_after_the_closing_they_are_those_of_the_closing_and_are_kept()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        await held.Closing.CloseAsync(held.Id, Cancel);
        Assert.Null(await held.Snapshots.ViewsAsync(held.Id, Cancel));
        await held.Queue.DecideAsync(held.Id, 2, Moderation.Rejected, "names somebody", "ana", Cancel);
        using var again = held.Again();
        var views = await ViewsAsync(again, again.Views);
        Assert.Equal(Enumerable.Range(0, Statements), views.Public.Statements.Select(statement => statement.Statement));
        Assert.Equal(views.Bytes, await again.Snapshots.ViewsAsync(held.Id, Cancel));
        await again.Snapshots.KeepViewsAsync(held.Id, [1, 2, 3], Cancel);
        Assert.Equal(views.Bytes, await again.Snapshots.ViewsAsync(held.Id, Cancel)); // for ever
    }

    [Fact]
    public async Task However_many_ask_a_version_is_computed_once_and_nothing_is_computed_that_nobody_asks_for()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        var first = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        Assert.Null(held.Views.Said(held.Id, first.Digest));
        var conversation = await held.ReadAsync();
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => held.Views.CurrentAsync(conversation, first, Cancel)));
        var views = await ViewsAsync(held, held.Views);
        Assert.All(found, one => Assert.True(one is null || ReferenceEquals(one, views)));
        Assert.Equal((first.Public.InputDigest, first.Public.VotesCast), (views.Public.InputDigest, views.Public.VotesCast));
        await held.VoteAsync("late", 0, Vote.Agree);
        Assert.NotEqual(views.Result, (await ViewsAsync(held, held.Views)).Result);
    }

    [Fact]
    public async Task While_newer_votes_wait_to_be_read_what_is_given_says_of_which_votes_it_is()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        var clock = new SlowClock();
        using var views = new LiveViews(held.Live, held.Snapshots, clock);
        var earlier = await ViewsAsync(held, views);
        await held.VoteAsync("late", 0, Vote.Agree);
        var newer = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        var given = (await views.CurrentAsync(await held.ReadAsync(), newer, Cancel))!;
        Assert.Equal((earlier.Digest, newer.Public.VotesCast - 1), (given.Digest, given.Public.VotesCast));
        clock.Release();
        Assert.Equal(newer.Public.InputDigest, (await ViewsAsync(held, views)).Public.InputDigest);
    }

    [Fact]
    public async Task Accounts_that_vote_as_one_are_left_out_beside()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 10, true);
        await VoteAsync(held, "b", 10, false);
        for (var account = 0; account < 30; account++)
        {
            for (var statement = 0; statement < Statements; statement++) await held.VoteAsync($"bot{account}", statement, statement < 4 ? Vote.Agree : Vote.Disagree);
        }
        var views = (await ViewsAsync(held, held.Views)).Public;
        var without = views.WithoutCoordinated!;
        Assert.Equal((50, 20), (views.Participants, without.Participants));
        Assert.All(views.Statements, statement => Assert.Equal((50, 50 * (Statements - 1)), (statement.Votes, statement.Pairwise!.Comparisons)));
        Assert.All(without.Statements, statement => Assert.Equal((20, 20 * (Statements - 1)), (statement.Votes, statement.Pairwise!.Comparisons)));
        Assert.True(views.Statements[0].Pairwise!.Strength > without.Statements[0].Pairwise!.Strength);
    }

    /// <summary>A clock on which every computation takes minutes, and a rest ends when the test says.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private readonly ConcurrentQueue<ITimer> _held = new();
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 60 * Interlocked.Increment(ref _looks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime <= LiveViews.Patience) return base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(50), period);
            var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
            _held.Enqueue(timer);
            return timer;
        }

        public void Release()
        {
            while (_held.TryDequeue(out var timer)) timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
