using Xunit;

namespace Parvis.Browser.Tests;

public sealed class WidthTests(LiveNode node)
{
    private static readonly int[] Widths = [320, 360, 1280];

    // The page's own overflow, and the first element that sticks out of the window without a scrolling region of its own.
    private const string Overflow = """
        () => {
          const page = document.documentElement;
          const by = page.scrollWidth - page.clientWidth;
          if (by <= 0) return '';
          const out = [...document.querySelectorAll('body *')].find(element => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.right > page.clientWidth + 1 || box.left < -1) && !element.closest('.scroll, pre, .skip, .visually-hidden');
          });
          return `${by} px, ${out?.outerHTML.slice(0, 160)}`;
        }
        """;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task No_page_is_wider_than_its_window(string language)
    {
        var findings = new Findings();
        foreach (var administrator in new[] { false, true })
        {
            await using var window = administrator ? await node.OpenAsAdministratorAsync() : await node.OpenAsync();
            var page = await window.NewPageAsync();
            foreach (var at in SitePage.All(node.Exhibits).Where(at => at.Administrator == administrator))
            {
                await page.GotoAsync(at.In(language));
                foreach (var width in Widths)
                {
                    await page.SetViewportSizeAsync(width, 800);
                    if (await page.EvaluateAsync<string>(Overflow) is { Length: > 0 } overflow) findings.Add($"{at.Name} ({language}, {width} px)", overflow);
                }
            }
        }
        findings.AssertNone();
    }
}
