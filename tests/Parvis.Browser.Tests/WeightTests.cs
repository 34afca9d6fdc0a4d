using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Parvis.Browser.Tests;

public sealed class WeightTests(LiveNode node)
{
    private const int Most = 50 * 1024; // bytes transferred for a first view

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task The_first_view_of_a_page_is_light_asks_no_other_host_and_complains_of_nothing(string language)
    {
        var findings = new Findings();
        foreach (var at in SitePage.All(node.Exhibits))
        {
            await using var window = at.Administrator ? await node.OpenAsAdministratorAsync() : await node.OpenAsync();
            var visit = await VisitAsync(window, at.In(language));
            var name = $"{at.Name} ({language})";
            TestContext.Current.SendDiagnosticMessage("{0}: {1} bytes", name, visit.Bytes);
            if (visit.Bytes > Most) findings.Add(name, $"{visit.Bytes} bytes");
            foreach (var address in visit.Foreign) findings.Add(name, $"asked {address}");
            foreach (var complaint in visit.Complaints) findings.Add(name, complaint);
        }
        findings.AssertNone();
    }

    [Fact]
    public async Task The_reader_of_the_interface_for_programs_shows_it_and_asks_no_other_host()
    {
        await using var window = await node.OpenAsync();
        var visit = await VisitAsync(window, "/scalar/");
        await Assertions.Expect(window.Pages[0].GetByRole(AriaRole.Heading, new() { Name = "Parvis" }).First).ToBeVisibleAsync();
        Assert.Empty(visit.Foreign);
        Assert.Empty(visit.Complaints);
    }

    private async Task<Visit> VisitAsync(IBrowserContext window, string address)
    {
        var page = await window.NewPageAsync();
        var (answers, foreign, complaints) = (new ConcurrentQueue<IResponse>(), new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        page.Request += (_, request) => { if (!request.Url.StartsWith(node.Origin, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) foreign.Enqueue(request.Url); };
        page.Response += (_, response) => { if (response.Request.ResourceType != "eventsource") answers.Enqueue(response); }; // a stream of news never ends, and comes after the view
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) => { if (message.Type == "error" && !IsStatusOfThePage(message, page)) complaints.Enqueue(message.Text); };
        await page.GotoAsync(address);
        var bytes = 0;
        foreach (var answer in answers) bytes += (await answer.Request.SizesAsync()).ResponseBodySize;
        return new(bytes, foreign, complaints);
    }

    // Chromium complains of a page that is rightly answered with 404 or 410.
    private static bool IsStatusOfThePage(IConsoleMessage message, IPage page) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && message.Location.StartsWith(page.Url, StringComparison.Ordinal);

    private sealed record Visit(int Bytes, IReadOnlyCollection<string> Foreign, IReadOnlyCollection<string> Complaints);
}
