using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>What happens to a conversation while people look at its pages.</summary>
public sealed class ConversationLifeTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_results_tell_of_a_new_vote_and_without_scripts_the_same_link_shows_it()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsync();
        await using var plain = await node.OpenAsync(WithoutScripts);
        var (told, refreshed) = (await window.NewPageAsync(), await plain.NewPageAsync());
        foreach (var page in new[] { told, refreshed })
        {
            await page.GotoAsync($"/en/dialogue/{id}/results");
            await Assertions.Expect(page.GetByText("Computed from 0 votes.")).ToBeVisibleAsync();
        }
        await HeldConversations.VoteAsync(node.Services, id, "a", strays: 0);
        await Assertions.Expect(told.GetByText("There are new votes.")).ToBeVisibleAsync();
        foreach (var page in new[] { told, refreshed })
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Show the newest result" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Computed from 1 vote.")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("There are new votes.")).ToBeHiddenAsync();
        }
    }

    [Fact]
    public async Task An_answer_given_offline_waits_on_its_page_is_sent_when_the_connection_returns_and_counts_once()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{id}");
        await window.SetOfflineAsync(true);
        foreach (var answer in new[] { "Agree", "Agree", "Disagree" }) await page.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#vote [role=status]")).ToHaveTextAsync("You are offline. Your answer is sent as soon as there is a connection; keep this page open.");
        Assert.Equal(0, await VotesAsync(id));
        var sent = await page.RunAndWaitForRequestAsync(() => window.SetOfflineAsync(false), request => request.Method == "POST");
        await Assertions.Expect(page.Locator(".notice.open")).ToContainTextAsync("Your answer is kept: Disagree.");
        var again = await window.APIRequest.PostAsync(sent.Url, new() { DataString = sent.PostData, Headers = [new("Content-Type", "application/x-www-form-urlencoded")] });
        Assert.Contains("said=counted", again.Url, StringComparison.Ordinal);
        Assert.Equal(1, await VotesAsync(id));
    }

    [Fact]
    public async Task Whoever_moderation_takes_out_is_told_and_results_lose_their_votes()
    {
        var id = await node.HoldAsync();
        foreach (var person in Enumerable.Range(0, 5)) await HeldConversations.VoteAsync(node.Services, id, "adaadaadad", person);
        await using var window = await node.OpenAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree", Exact = true }).ClickAsync();
        await page.GetByLabel("Your statement").FillAsync("Only I am right.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.open")).ToContainTextAsync("Your statement is kept.");
        await using var readers = await node.OpenAsync();
        var results = await readers.NewPageAsync();
        await ShowsAsync(results, id, "6 people", "51 votes");

        await using var moderators = await node.OpenAsAdministratorAsync(WithoutScripts);
        var queue = await moderators.NewPageAsync();
        await queue.GotoAsync($"/en/dialogue/{id}/moderate?statement=10");
        await queue.Locator("[name=ban-reason]").FillAsync("Insults, three times.");
        await queue.GetByRole(AriaRole.Button, new() { Name = "Take them out" }).ClickAsync();
        await Assertions.Expect(queue.Locator(".notice.open")).ToHaveTextAsync("Done, and in the log.");

        await page.GotoAsync($"/en/dialogue/{id}");
        await Assertions.Expect(page.Locator(".notice.partial")).ToContainTextAsync("Moderation took you out of this conversation.");
        await Assertions.Expect(page.Locator("#vote, [aria-labelledby=write-title]")).ToHaveCountAsync(0);
        await Assertions.Expect(results.GetByText("There are new votes.")).ToBeVisibleAsync();
        await ShowsAsync(results, id, "5 people", "50 votes");
    }

    [Fact]
    public async Task Closing_keeps_the_result_and_gives_a_proof_of_it_to_keep()
    {
        var id = await node.HoldAsync();
        await HeldConversations.VoteAsync(node.Services, id, "adaadaadad", strays: 0);
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{id}/edit");
        await page.Locator("summary", new() { HasText = "Close the conversation" }).ClickAsync();
        await page.ArriveAsync($"**/en/dialogue/{id}/results", () => page.GetByRole(AriaRole.Button, new() { Name = "Close it for good" }).ClickAsync());
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the proof" }).ClickAsync());
        var proof = await File.ReadAllTextAsync(await download.PathAsync(), Cancel);
        var result = await (await page.APIRequest.GetAsync($"/api/dialogue/conversations/{id}/results")).BodyAsync();
        var key = await (await page.APIRequest.GetAsync("/ledger/key")).TextAsync();
        Assert.IsType<ProofOutcome.Verified>(ProofVerifier.Verify(proof, VerifierKey.Parse(key.TrimEnd()), Convert.ToHexStringLower(SHA256.HashData(result))));
        await page.GotoAsync($"/en/dialogue/{id}");
        await Assertions.Expect(page.Locator(".page-head .badge")).ToHaveTextAsync("Closed");
        await Assertions.Expect(page.GetByText("This conversation takes no votes now.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#vote")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_machines_translation_is_marked_as_such_until_somebody_has_read_it()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsAdministratorAsync(WithoutScripts);
        var page = await window.NewPageAsync();
        var moderate = $"/en/dialogue/{id}/moderate?statement=3";
        await page.GotoAsync(moderate);
        await page.GetByRole(AriaRole.Button, new() { Name = "Have the node’s machine translate what is missing" }).ClickAsync();
        await Assertions.Expect(page.Locator("#words-fr")).ToHaveValueAsync("(fr) Schools should publish what they pay for software.");
        await Assertions.Expect(page.Locator("#words-fr-hint")).ToHaveTextAsync("Translated by a machine; nobody has read it");
        await Assertions.Expect(page.Locator("#words-ar-hint")).ToHaveTextAsync("Translated by a machine; nobody has read it");
        await ReadsAsync("Écrit en anglais · traduit par une machine, pas encore relu");

        await page.GotoAsync(moderate);
        await page.GetByRole(AriaRole.Button, new() { Name = "I have read it: it stands French" }).ClickAsync();
        await Assertions.Expect(page.Locator("#words-fr-hint")).ToHaveTextAsync("Translated by a machine and read by a person");
        await Assertions.Expect(page.Locator("#words-ar-hint")).ToHaveTextAsync("Translated by a machine; nobody has read it");
        await ReadsAsync("Écrit en anglais · traduit par une machine et relu par une personne");

        async Task ReadsAsync(string origin)
        {
            await page.GotoAsync($"/fr/dialogue/{id}?statement=3");
            await Assertions.Expect(page.Locator("#statement")).ToHaveTextAsync("(fr) Schools should publish what they pay for software.");
            await Assertions.Expect(page.Locator("#vote")).ToContainTextAsync(origin);
        }
    }

    private static void WithoutScripts(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;

    // A result follows its votes within a second.
    private static async Task ShowsAsync(IPage page, string id, params string[] figures)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            await page.GotoAsync($"/en/dialogue/{id}/results");
            if ((await page.Locator(".figure .value").AllInnerTextsAsync()).Take(figures.Length).SequenceEqual(figures)) return;
            await Task.Delay(100, Cancel);
        }
        Assert.Equal(figures, (await page.Locator(".figure .value").AllInnerTextsAsync()).Take(figures.Length));
    }

    private Task<long> VotesAsync(string id) => node.Services.GetRequiredService<Votes>().CountAsync(id, Cancel);
}
