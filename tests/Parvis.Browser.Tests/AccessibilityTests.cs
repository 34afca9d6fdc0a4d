using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace Parvis.Browser.Tests;

public sealed class AccessibilityTests(LiveNode node)
{
    private static readonly string[] InTheDark = ["home", "find, words", "merged record", "sources, refused", "ledger"];

    // W3C Web Content Accessibility Guidelines 2.2, levels A and AA. Only what is broken comes back: the rest would be most of the time.
    private const string Broken = """
        async () => {
          const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
          return violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes.slice(0, 3).map(node => node.html).join(' | ')}`);
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
            await using var window = administrator ? await node.OpenAsAdministratorAsync(shape) : await node.OpenAsync(shape);
            var page = await window.NewPageAsync();
            foreach (var at in SitePage.All(node.Exhibits).Where(at => at.Administrator == administrator && chosen(at)))
            {
                await page.GotoAsync(at.In(language));
                await OpenAllAsync(page);
                foreach (var broken in await BrokenAsync(page.MainFrame)) findings.Add($"{at.Name} ({language})", broken);
            }
        }
        findings.AssertNone();
    }

    /// <summary>What is broken in a frame as it stands.</summary>
    internal static async Task<string[]> BrokenAsync(IFrame frame)
    {
        await frame.EvaluateAsync(Axe);
        return await frame.EvaluateAsync<string[]>(Broken);
    }

    // What is folded up is part of the page.
    private static Task OpenAllAsync(IPage page) => page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(details => details.open = true)");
}
