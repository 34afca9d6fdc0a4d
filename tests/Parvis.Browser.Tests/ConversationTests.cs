using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>Taking part in a conversation.</summary>
public sealed class ConversationTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_keyboard_alone_without_scripts_and_in_Arabic_somebody_answers_until_nothing_is_left()
    {
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        var keyboard = new Keyboard(page);
        await page.GotoAsync($"/ar/dialogue/{node.Exhibits.Conversations.Fresh}");
        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
        var before = await VotesAsync();
        string[] answers = ["أوافق", "لا أوافق", "تخطَّ"];
        for (var answered = 0; answered < 10; answered++)
        {
            await keyboard.GoToAsync(AriaRole.Button, answers[answered % 3]);
            var address = page.Url;
            await keyboard.FollowAsync(next => next != address && next.Contains("said=counted", StringComparison.Ordinal)); // it names the statement answered
        }
        await Assertions.Expect(page.Locator(".empty h2")).ToHaveTextAsync("أجبت عن كل العبارات");
        Assert.Equal(before + 10, await VotesAsync());
    }

    [Fact]
    public async Task A_statement_stands_in_the_readers_language_with_its_origin_and_otherwise_in_its_own()
    {
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/ar/dialogue/{node.Exhibits.Conversations.Fresh}?statement=0");
        await Assertions.Expect(page.Locator("#statement span")).ToHaveTextAsync(HeldConversations.Arabic);
        await Assertions.Expect(page.Locator("#vote")).ToContainTextAsync("ترجمها إنسان");
        await page.GotoAsync($"/en/dialogue/{node.Exhibits.Conversations.Fresh}?statement=0");
        var original = page.Locator("#statement span");
        await Assertions.Expect(original).ToHaveTextAsync(HeldConversations.French);
        Assert.Equal("fr", await original.GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_counts_once()
    {
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{node.Exhibits.Conversations.Fresh}?statement=3");
        var form = await page.Locator("#vote input[type=hidden]").EvaluateAllAsync<string[][]>("inputs => inputs.map(input => [input.name, input.value])");
        var fields = window.APIRequest.CreateFormData().Append("vote", "agree");
        foreach (var field in form) fields.Append(field[0], field[1]);
        var before = await VotesAsync();
        for (var sent = 0; sent < 2; sent++)
        {
            var answer = await window.APIRequest.PostAsync($"{node.Origin}/en/dialogue/{node.Exhibits.Conversations.Fresh}/vote", new() { Form = fields });
            Assert.Contains("said=counted", answer.Url, StringComparison.Ordinal);
        }
        Assert.Equal(before + 1, await VotesAsync());
    }

    [Fact]
    public async Task A_vote_that_another_site_has_a_browser_send_is_refused()
    {
        await using var window = await node.OpenAsync();
        var fields = window.APIRequest.CreateFormData().Append("vote", "agree").Append("statement", "1").Append("client", "x");
        var answer = await window.APIRequest.PostAsync($"{node.Origin}/en/dialogue/{node.Exhibits.Conversations.Fresh}/vote", new() { Form = fields });
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task What_somebody_writes_waits_for_moderation_and_its_author_sees_that()
    {
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{node.Exhibits.Conversations.Lively}");
        await page.GetByLabel("Your statement").FillAsync("The teachers should choose the tools themselves!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.partial")).ToContainTextAsync("Teachers should choose the tools themselves.");
        await page.GetByLabel("Your statement").FillAsync("Every school needs a garden.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mine says something else: send it" }).ClickAsync();
        await Assertions.Expect(page.Locator("[aria-labelledby=mine-title]")).ToContainTextAsync("Every school needs a garden.");
        await Assertions.Expect(page.Locator("[aria-labelledby=mine-title]")).ToContainTextAsync("waits to be read");
    }

    [Fact]
    public async Task A_rejected_statement_is_shown_on_no_page_but_that_of_those_who_moderate()
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        var lively = $"/en/dialogue/{node.Exhibits.Conversations.Lively}";
        foreach (var address in new[] { "/en/dialogue", lively, $"{lively}?statement=11", $"{lively}/results", $"{lively}/report", $"{lively}/moderation-log", $"{lively}/embed" })
        {
            await page.GotoAsync(address);
            Assert.DoesNotContain("Elm Street", await page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Results_draw_each_group_and_say_the_same_in_a_table()
    {
        var page = await ResultsAsync(node.Exhibits.Conversations.Lively);
        Assert.Equal(2, await page.Locator("[role=img].map path").CountAsync());
        Assert.Equal(["A", "B"], await page.Locator("[role=img].map text").AllTextContentsAsync());
        Assert.Equal(["12", "12"], await page.Locator("#map-caption ~ tbody td:nth-child(2)").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Results_say_that_groups_of_fewer_than_five_are_not_shown_and_show_none()
    {
        var page = await ResultsAsync(node.Exhibits.Conversations.Closed);
        await Assertions.Expect(page.Locator(".notice.partial")).ToContainTextAsync("A group of fewer than five people is not shown.");
        foreach (var people in await page.Locator("#map-caption ~ tbody td:nth-child(2)").AllInnerTextsAsync()) Assert.InRange(int.Parse(people, CultureInfo.InvariantCulture), 5, 24);
    }

    [Fact]
    public async Task Only_the_embedded_conversation_may_be_framed()
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        var conversation = $"/en/dialogue/{node.Exhibits.Conversations.Fresh}";
        Assert.Contains("frame-ancestors *", (await page.GotoAsync($"{conversation}/embed"))!.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", (await page.GotoAsync(conversation))!.Headers["content-security-policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_convenes_makes_a_conversation_invites_and_lets_in_whoever_has_the_code()
    {
        await using var window = await node.OpenAsAdministratorAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en/dialogue/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a draft" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Heading)).ToHaveTextAsync("There are 2 problems"); // no title, and so no language
        await page.GetByLabel("Title, English").FillAsync("A garden for the school");
        await page.GetByLabel("Who takes part").SelectOptionAsync("yes");
        await page.ArriveAsync("**/edit?said=saved", () => page.GetByRole(AriaRole.Button, new() { Name = "Make a draft" }).ClickAsync());
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Statements" }).FillAsync("There should be bees.\nThere should be no bees.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put them in" }).ClickAsync();
        await page.ArriveAsync("**/edit?said=opened", () => page.GetByRole(AriaRole.Button, new() { Name = "Open the conversation" }).ClickAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }).ClickAsync();
        var invitation = new Uri(await page.Locator("#invite-link").InnerTextAsync());
        await using var other = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var guest = await other.NewPageAsync();
        await guest.GotoAsync(invitation.PathAndQuery);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Come in" }).ClickAsync();
        await Assertions.Expect(guest.Locator("#statement")).ToContainTextAsync("bees");
    }

    private async Task<IPage> ResultsAsync(string conversation)
    {
        var page = await (await node.OpenAsync()).NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{conversation}/results");
        await page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(details => details.open = true)");
        return page;
    }

    private Task<long> VotesAsync() => node.Services.GetRequiredService<Votes>().CountAsync(node.Exhibits.Conversations.Fresh, Cancel);
}
