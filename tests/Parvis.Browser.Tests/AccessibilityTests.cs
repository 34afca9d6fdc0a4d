using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Parvis.Browser.Tests;

public sealed class AccessibilityTests(LiveNode node)
{
    private static readonly string[] InTheDark = ["home", "find, words", "merged record", "sources, refused", "ledger"];

    // W3C Web Content Accessibility Guidelines 2.2, levels A and AA.
    private static readonly AxeRunOptions Guidelines = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ar")]
    public Task No_page_breaks_a_guideline_that_a_machine_can_check(string language) => CheckAsync(language, _ => true, _ => { });

    [Fact]
    public Task In_the_dark_and_without_motion_no_page_breaks_one_either() =>
        CheckAsync("en", page => InTheDark.Contains(page.Name), options => (options.ColorScheme, options.ReducedMotion) = (ColorScheme.Dark, ReducedMotion.Reduce));

    [Fact]
    public Task On_a_telephone_in_Arabic_no_page_breaks_one_either() =>
        CheckAsync("ar", page => InTheDark.Contains(page.Name), options => options.ViewportSize = new() { Width = 360, Height = 800 });

    private async Task CheckAsync(string language, Func<SitePage, bool> chosen, Action<BrowserNewContextOptions> shape)
    {
        var findings = new Findings();
        foreach (var administrator in new[] { false, true })
        {
            void Shape(BrowserNewContextOptions options)
            {
                options.BypassCSP = true; // axe adds a script to the page
                shape(options);
            }
            await using var window = administrator ? await node.OpenAsAdministratorAsync(Shape) : await node.OpenAsync(Shape);
            var page = await window.NewPageAsync();
            foreach (var at in SitePage.All(node.Exhibits).Where(at => at.Administrator == administrator && chosen(at)))
            {
                await page.GotoAsync(at.In(language));
                await OpenAllAsync(page);
                foreach (var violation in (await page.RunAxe(Guidelines)).Violations) findings.Add($"{at.Name} ({language})", Words(violation));
            }
        }
        findings.AssertNone();
    }

    // What is folded up is part of the page.
    private static Task OpenAllAsync(IPage page) => page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(details => details.open = true)");

    private static string Words(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(where => where.Html))}";
}
