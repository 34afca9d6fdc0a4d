using System.Text;
using System.Text.Json;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;
using LiveMath = Parvis.Dialogue.Indicators.Live.MathJson;

namespace Parvis.Tests.Dialogue;

/// <summary>Results follow votes and decisions, and nothing else; what they must not say they do not say.</summary>
public sealed class LiveResultTests
{
    private const int Statements = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Two camps: the first agrees with even statements and disagrees with odd ones, the second the other way.
    private static async Task VoteAsync(HeldConversation held, string camp, int people, bool agreesWithEven)
    {
        for (var person = 0; person < people; person++)
        {
            for (var statement = 0; statement < Statements; statement++)
            {
                var choice = (person + statement) % 7 == 0 ? Vote.Pass : (statement % 2 == 0) == agreesWithEven ? Vote.Agree : Vote.Disagree;
                Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync($"{camp}{person}", statement, choice));
            }
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task However_often_it_is_looked_at_and_started_again_the_result_is_the_same_to_the_byte(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 12, true);
        await held.Live.Of(held.Id).AdvanceAsync(Cancel);
        await held.Snapshots.KeepAsync(held.Id, (await held.Live.Of(held.Id).SnapshotAsync(isFinal: false, Cancel)) ?? await KeptAsync(held), Cancel);
        await VoteAsync(held, "b", 9, false);
        await held.Queue.DecideAsync(held.Id, 3, Moderation.Rejected, "off the subject", "ana", Cancel);
        var often = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        using var again = held.Again();
        var fromSnapshot = (await again.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        Assert.Equal(often.Digest, fromSnapshot.Digest);
        Assert.Equal(often.Bytes, fromSnapshot.Bytes);
        Assert.Equal(["A", "B"], often.Public.Groups.Select(group => group.Id));
        Assert.Equal([12, 9], often.Public.Groups.Select(group => group.People));
        Assert.Equal((210L, 21), (often.Public.VotesCast, often.Public.Participants));
        Assert.DoesNotContain(3, often.Public.Statements.Select(statement => statement.Statement));
    }

    private static async Task<Snapshot> KeptAsync(HeldConversation held) => (await held.Live.Of(held.Id).SnapshotAsync(isFinal: true, Cancel))! with { IsFinal = false };

    [Fact]
    public async Task Under_five_people_nothing_of_a_group_is_shown_and_no_group_is_what_is_left_of_the_whole()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 4, true);
        var few = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Public;
        Assert.Empty(few.Groups);
        Assert.Empty(few.Statements);
        Assert.Contains("fewPeople", few.Warnings);
        await VoteAsync(held, "b", 16, false);
        var result = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        Assert.Equal([16, 4], result.Whole.Groups.Select(group => group.Participants.Length).OrderDescending());
        Assert.Empty(result.Public.Groups); // 20 less the 16 would be the 4
        Assert.All(result.Public.Statements, statement => Assert.Empty(statement.Groups));
        Assert.Contains("groupsHidden", result.Public.Warnings);
        Assert.DoesNotContain(""":4""", Encoding.UTF8.GetString(LiveMath.Of(result, whole: false)).Split("\"group-votes\"")[1].Split("\"repness\"")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ban_takes_the_votes_out_and_lifting_it_brings_them_back()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        var before = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Public;
        Assert.Equal(QueueOutcome.NoReason, await held.Queue.BanAsync(held.Id, 2, true, " ", "ana", Cancel));
        Assert.Equal(QueueOutcome.Done, await held.Queue.BanAsync(held.Id, 2, true, "floods", "ana", Cancel));
        var banned = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Public;
        Assert.Equal((6, 5), (before.Participants, banned.Participants));
        Assert.Equal(before.Votes - Statements, banned.Votes);
        await held.Queue.BanAsync(held.Id, 2, false, "", "ana", Cancel);
        Assert.Equal(before.Statements, (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Public.Statements.Select(statement => statement with { Groups = before.Statements.First(other => other.Statement == statement.Statement).Groups }));
    }

    [Fact]
    public async Task Closing_keeps_the_result_and_attests_its_bytes_in_the_ledger_once()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        var closed = Assert.IsType<ConversationOutcome.Changed>(await held.Closing.CloseAsync(held.Id, Cancel)).Conversation;
        Assert.IsType<ConversationOutcome.NotNow>(await held.Closing.CloseAsync(held.Id, Cancel));
        using var again = held.Again();
        var result = (await again.Live.CurrentAsync(closed, Cancel))!;
        Assert.Equal(closed.Closing!.Result, result.Digest);
        Assert.Equal(closed.Closing.Result, PublicResult.Digest(result.Bytes));
        Assert.Equal(closed.Closing.LedgerIndex + 1, await held.Ledger.PublishAsync(Cancel));
        var envelope = JsonDocument.Parse((await held.Ledger.ReadAsync(closed.Closing.LedgerIndex, Cancel))!.Value).RootElement;
        var statement = StatementJson.Read(envelope.GetProperty("payload").GetBytesFromBase64());
        Assert.Equal((ConversationClosing.PredicateType, result.Digest), (statement.PredicateType, Assert.Single(statement.Subjects).Sha256));
        Assert.NotNull(await held.Ledger.ProveAsync(closed.Closing.LedgerIndex, Cancel));
    }

    [Fact]
    public async Task What_is_rejected_after_the_closing_changes_no_byte_of_the_result_or_of_the_mathematics()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 6, true);
        await held.Closing.CloseAsync(held.Id, Cancel);
        var closed = (await held.Live.Of(held.Id).AdvanceAsync(Cancel))!;
        Assert.Equal(QueueOutcome.Done, await held.Queue.DecideAsync(held.Id, 3, Moderation.Rejected, "names somebody", "ana", Cancel));
        using var again = held.Again();
        foreach (var later in (LiveResult[])[(await held.Live.Of(held.Id).AdvanceAsync(Cancel))!, (await again.Live.Of(held.Id).AdvanceAsync(Cancel))!])
        {
            Assert.Equal(closed.Bytes, later.Bytes);
            Assert.Equal(LiveMath.Of(closed, whole: true), LiveMath.Of(later, whole: true));
        }
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_change_in_which_order_an_export_says_votes_were_cast()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: Statements);
        await VoteAsync(held, "a", 4, true);
        held.Time.Advance(TimeSpan.FromHours(-1));
        await VoteAsync(held, "b", 4, false);
        Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("a0", 1, Vote.Pass, "changed"));
        var stored = await StoredConversation.OpenAsync(held.Database, await held.ReadAsync(), held.Statements, held.Votes, held.Seats, showsRejected: false, standing: null, Cancel);
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder.Path, "export")).FullName;
        await new PolisExporter(stored, Figures.Of((await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Whole), PolisDialect.Exact).WriteAsync(file => File.Create(Path.Combine(folder, file)), Cancel);
        var again = await Recomputation.StateAsync(PolisFolder.Open(folder, Cancel), OpinionSettings.Compatible, Cancel);
        Assert.Equal((await held.Live.Of(held.Id).AdvanceAsync(Cancel))!.Whole.InputDigest, again.Compute().InputDigest);
    }

    [Fact]
    public async Task The_next_statement_is_one_not_voted_on_and_the_same_until_one_votes()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: 4);
        var next = new NextStatement(held.Statements, held.Live);
        var conversation = await held.ReadAsync();
        var voted = new HashSet<int>();
        for (var left = 4; left > 0; left--)
        {
            var number = (await held.Seats.ReadAsync(held.Id, "a", Cancel)).Number;
            var (statement, remaining) = await next.DrawAsync(conversation, "a", number, Cancel);
            Assert.Equal((statement, left), (await next.DrawAsync(conversation, "a", number, Cancel)));
            Assert.Equal(left, remaining);
            Assert.True(voted.Add(statement!.Value));
            await held.VoteAsync("a", statement.Value, Vote.Pass);
        }
        Assert.Equal((null, 0), await next.DrawAsync(conversation, "a", 0, Cancel));
    }
}
