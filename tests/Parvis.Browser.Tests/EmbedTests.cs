using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>Answering in a frame that another site shows.</summary>
public sealed class EmbedTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_frame_of_another_site_by_keyboard_alone_and_without_scripts_somebody_answers_until_nothing_is_left()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"/en/dialogue/{id}");
        await using var host = await OtherSite.ServeAsync((await page.Locator("#embed").TextContentAsync())!);
        var frame = await FrameAsync(page, host);
        var keyboard = new Keyboard(page, frame);
        string[] answers = ["Agree", "Disagree", "Pass"];
        for (var left = 10; left > 0; left--)
        {
            await Assertions.Expect(frame.GetByText(left == 1 ? "1 statement is left for you" : $"{left} statements are left for you")).ToBeVisibleAsync();
            await keyboard.GoToAsync(AriaRole.Button, answers[left % 3]);
            await keyboard.PressAsync("Enter");
            await Assertions.Expect(frame.Locator(".notice.open")).ToContainTextAsync($"Your answer is kept: {answers[left % 3]}.");
        }
        await Assertions.Expect(frame.Locator("h2")).ToHaveTextAsync("You have answered every statement");
        await keyboard.GoToAsync(AriaRole.Button, "Change your answer");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(frame.GetByText("You disagreed. Answer again to change it.")).ToBeVisibleAsync();
        await keyboard.GoToAsync(AriaRole.Button, "Pass");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(frame.Locator(".notice.open")).ToContainTextAsync("Your answer is kept: Pass.");
        Assert.Equal((1, 11L), (await node.Services.GetRequiredService<Seats>().CountAsync(id, Cancel), await VotesAsync(id)));
        Assert.Equal(["parvis-antiforgery", "parvis-participant"], (await window.CookiesAsync()).Select(cookie => cookie.Name).Order()); // of the node's own page, for the code
    }

    [Fact]
    public async Task The_same_form_sent_twice_counts_once_and_a_forged_token_or_another_sites_form_not_at_all()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        var address = $"{node.Origin}/en/dialogue/{id}/embed";
        await page.GotoAsync(address);
        var form = (await page.Locator("form input[type=hidden]").EvaluateAllAsync<string[][]>("inputs => inputs.map(input => [input.name, input.value])")).ToDictionary(field => field[0], field => field[1]);
        var token = form["participant"];
        for (var sent = 0; sent < 2; sent++)
        {
            var answer = await window.APIRequest.PostAsync(address, new() { Form = Fields(window, form) });
            Assert.Equal(200, answer.Status);
            Assert.Contains("Your answer is kept: Agree.", await answer.TextAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(1, await VotesAsync(id));
        form["participant"] = token[..^3] + (token[^3] == 'A' ? 'B' : 'A') + token[^2..];
        var forged = await window.APIRequest.PostAsync(address, new() { Form = Fields(window, form) });
        Assert.Equal(403, forged.Status);
        Assert.Contains("so nothing was counted", await forged.TextAsync(), StringComparison.Ordinal);
        // A site that fetched a token of its own has a visitor send it.
        await using var host = await OtherSite.ServeAsync($"""<form method="post" action="{address}"><input name="participant" value="{token}"><input name="statement" value="1"><input name="client" value="c"><button name="vote" value="agree">Read on</button></form>""");
        await page.GotoAsync(host.Origin);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.partial")).ToContainTextAsync("so nothing was counted");
        Assert.Equal(1, await VotesAsync(id));
    }

    [Fact]
    public async Task On_a_telephone_in_Arabic_the_frame_runs_from_the_right_fits_and_breaks_no_guideline_after_an_answer_either()
    {
        var id = await node.HoldAsync();
        await using var window = await node.OpenAsync(options => options.ViewportSize = new() { Width = 360, Height = 800 });
        var page = await window.NewPageAsync();
        await using var host = await OtherSite.ServeAsync($"""<iframe src="{node.Origin}/ar/dialogue/{id}/embed?hide=counts" title="الآلات في المدرسة" width="100%" height="480"></iframe>""");
        var frame = await FrameAsync(page, host);
        await frame.GetByRole(AriaRole.Button, new() { Name = "أوافق", Exact = true }).ClickAsync();
        await Assertions.Expect(frame.Locator(".notice.open")).ToContainTextAsync("حُفظت إجابتك: أوافق.");
        Assert.EndsWith("/embed?hide=counts#answer", frame.Url, StringComparison.Ordinal);
        await Assertions.Expect(frame.Locator(".meta")).ToHaveCountAsync(0);
        Assert.Equal(("ar", "rtl"), (await frame.Locator("html").GetAttributeAsync("lang"), await frame.Locator("html").GetAttributeAsync("dir")));
        Assert.Equal(0, await frame.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await AccessibilityTests.BrokenAsync(frame));
    }

    [Fact]
    public async Task Over_https_whoever_answered_is_known_when_they_open_the_same_sites_page_again_and_nowhere_else()
    {
        var id = await node.HoldAsync();
        await using var front = await SecureFront.ServeAsync(node.Origin);
        await using var window = await node.OpenAsync(options => (options.JavaScriptEnabled, options.IgnoreHTTPSErrors) = (false, true));
        var page = await window.NewPageAsync();
        await using var host = await OtherSite.ServeAsync($"""<iframe src="{front.Origin}/en/dialogue/{id}/embed" title="Machines at school"></iframe>""");
        var frame = await FrameAsync(page, host);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Agree", Exact = true }).ClickAsync();
        await Assertions.Expect(frame.Locator(".notice.open")).ToBeVisibleAsync();
        frame = await FrameAsync(page, host);
        await Assertions.Expect(frame.GetByText("9 statements are left for you")).ToBeVisibleAsync();
        await page.GotoAsync($"{front.Origin}/en/dialogue/{id}/embed");
        await Assertions.Expect(page.GetByText("10 statements are left for you")).ToBeVisibleAsync();
    }

    private async Task<IFrame> FrameAsync(IPage page, OtherSite host)
    {
        Assert.NotEqual(new Uri(node.Origin).Host, new Uri(host.Origin).Host);
        await page.GotoAsync(host.Origin);
        return page.Frames.Single(frame => frame != page.MainFrame);
    }

    private static IFormData Fields(IBrowserContext window, Dictionary<string, string> form)
    {
        var fields = window.APIRequest.CreateFormData().Append("vote", "agree");
        foreach (var (name, value) in form) fields.Append(name, value);
        return fields;
    }

    private Task<long> VotesAsync(string id) => node.Services.GetRequiredService<Votes>().CountAsync(id, Cancel);
}
