using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Tests.Dialogue;

/// <summary>Statements wait for moderation, whose decisions are written down and given back to authors.</summary>
public sealed class StatementTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
    public async Task A_statement_waits_is_rejected_with_a_reason_that_its_author_sees_and_is_logged(Dialect dialect)
    {
        await using var store = await TestDatabase.CreateAsync(dialect);
        using var held = await HeldConversation.CreateAsync(store);
        var written = await held.WriteAsync("a", "  More\tbenches,\n please ");
        Assert.Equal(("More benches, please", Moderation.Pending, 0), (written.Words, written.Moderation, written.Author));
        Assert.Equal(QueueOutcome.NoReason, await held.Queue.DecideAsync(held.Id, written.Number, Moderation.Rejected, "", "ana", Cancel));
        Assert.Equal(QueueOutcome.Done, await held.Queue.DecideAsync(held.Id, written.Number, Moderation.Rejected, "Two proposals in one", "ana", Cancel));
        var own = Assert.Single(await held.Statements.OfAuthorAsync(held.Id, 0, Cancel));
        Assert.Equal((Moderation.Rejected, "Two proposals in one"), (own.Moderation, own.Reason));
        var last = (await held.Log.ReadAsync(held.Id, 0, Cancel))[^1];
        Assert.Equal((ModerationAct.Reject, written.Number, "Two proposals in one"), (last.Act, last.Statement, last.Reason));
        Assert.DoesNotContain(written.Number, await held.Statements.UnseenAsync(await held.ReadAsync(), participant: null, Cancel));
    }

    [Fact]
    public async Task What_says_the_same_as_an_accepted_statement_is_not_taken_twice_and_what_is_like_it_is_found()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: 1);
        Assert.Equal(0, Assert.IsType<WriteOutcome.Same>(await held.Statements.WriteAsync(held.Id, "a", "en", "STATEMENT number 0 — about the Párk!", Cancel)).Number);
        var like = await held.WriteAsync("a", "Statement number 0 about our park");
        var first = await held.WriteAsync("a", "Dogs on a lead");
        var second = await held.WriteAsync("b", "Dogs on a lead.");
        var queue = (await held.Queue.PageAsync(held.Id, Moderation.Pending, 0, 10, Cancel)).Statements;
        Assert.Equal([0], queue.Single(item => item.Statement.Number == like.Number).Near.Select(other => other.Number));
        Assert.Equal([second.Number], queue.Single(item => item.Statement.Number == first.Number).Same.Select(other => other.Number));
    }

    [Fact]
    public async Task A_page_of_the_queue_finds_what_is_like_its_statements_on_every_other_page()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, seeds: 12);
        for (var i = 0; i < 5; i++) await held.WriteAsync($"a{i}", $"Statement number {i} about our park");
        var whole = await held.Queue.PageAsync(held.Id, only: null, 0, 100, Cancel);
        Assert.Equal((5, 12), (whole.Counts[Moderation.Pending], whole.Counts[Moderation.Accepted]));
        Assert.Equal([12, 13, 14, 15, 16, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], whole.Statements.Select(queued => queued.Statement.Number));
        Assert.All(whole.Statements.Take(5), queued => Assert.Contains(queued.Statement.Number - 12, queued.Near.Select(other => other.Number)));
        Assert.All(whole.Statements.Skip(5), queued => Assert.Empty(queued.Near)); // what was decided is compared for the same words only
        var pages = new List<QueuedStatement>();
        for (var page = 0; page < 6; page++) pages.AddRange((await held.Queue.PageAsync(held.Id, only: null, page * 3, 3, Cancel)).Statements);
        Assert.Equivalent(whole.Statements, pages, strict: true);
        Assert.Equivalent(whole.Statements[1], Assert.Single((await held.Queue.PageAsync(held.Id, 13, Cancel)).Statements), strict: true);
        Assert.Empty((await held.Queue.PageAsync(held.Id, 99, Cancel)).Statements);
    }

    [Fact]
    public async Task Where_moderation_is_open_a_statement_is_shown_until_it_is_rejected()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, new ConversationSettings { IsStrict = false });
        var written = await held.WriteAsync("a", "A fountain in the park");
        Assert.IsType<VoteOutcome.Counted>(await held.VoteAsync("b", written.Number, Vote.Agree));
        await held.Queue.DecideAsync(held.Id, written.Number, Moderation.Rejected, "Off the subject", "ana", Cancel);
        Assert.IsType<VoteOutcome.UnknownStatement>(await held.VoteAsync("c", written.Number, Vote.Agree));
    }

    [Fact]
    public async Task Only_those_who_may_write_and_only_what_has_a_length_and_a_language()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store, new ConversationSettings { LongestStatement = 30 });
        Assert.IsType<WriteOutcome.WrongLength>(await held.Statements.WriteAsync(held.Id, "a", "en", " \u200F\n ", Cancel));
        Assert.IsType<WriteOutcome.WrongLength>(await held.Statements.WriteAsync(held.Id, "a", "en", new string('x', 31), Cancel));
        Assert.IsType<WriteOutcome.WrongLanguage>(await held.Statements.WriteAsync(held.Id, "a", "<b>", "Benches", Cancel));
        Assert.IsType<WriteOutcome.UnknownConversation>(await held.Statements.WriteAsync("nowhere", "a", "en", "Benches", Cancel));
        await held.Register.ChangeAsync(held.Id, new(new Dictionary<string, string> { ["en"] = "The park" }, Settings: new() { Authors = Authors.Conveners }), Cancel);
        Assert.IsType<WriteOutcome.NotAllowed>(await held.Statements.WriteAsync(held.Id, "a", "en", "Benches", Cancel));
    }

    [Fact]
    public async Task Translations_say_where_they_come_from_and_who_read_them()
    {
        await using var store = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var held = await HeldConversation.CreateAsync(store);
        await held.Statements.TranslateAsync(held.Id, new(0, "fr", "Énoncé numéro 0", TranslationOrigin.Machine, IsReviewed: false), Cancel);
        Assert.Equal(QueueOutcome.Done, await held.Queue.ReviewAsync(held.Id, 0, "fr", "ana", Cancel));
        Assert.Equal(new(0, "fr", "Énoncé numéro 0", TranslationOrigin.Machine, IsReviewed: true), Assert.Single(await held.Statements.TranslationsAsync(held.Id, Cancel)));
        Assert.Equal(QueueOutcome.Done, await held.Queue.TranslateAsync(held.Id, 0, "fr", "Premier énoncé", "ana", Cancel));
        Assert.Equal(new(0, "fr", "Premier énoncé", TranslationOrigin.Human, IsReviewed: true), Assert.Single(await held.Statements.TranslationsAsync(held.Id, Cancel)));
        Assert.Equal(0, await held.Queue.TranslateByMachineAsync(await held.ReadAsync(), (await held.Statements.ReadAsync(held.Id, 1, Cancel))!, Cancel)); // nobody named a machine, so none is asked
        await held.Queue.TranslateAsync(held.Id, 0, "fr", "", "ana", Cancel);
        Assert.Empty(await held.Statements.TranslationsAsync(held.Id, Cancel));
    }
}
