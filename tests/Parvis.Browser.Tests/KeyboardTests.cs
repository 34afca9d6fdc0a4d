using System.Security.Cryptography;
using Microsoft.Playwright;
using Parvis.Kernel.Evidence;
using Xunit;

namespace Parvis.Browser.Tests;

public sealed class KeyboardTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_keyboard_alone_and_without_scripts_a_reader_finds_narrows_reads_and_verifies_a_record_and_reads_it_in_Arabic()
    {
        await using var window = await node.OpenAsync(options => options.JavaScriptEnabled = false);
        var page = await window.NewPageAsync();
        var keyboard = new Keyboard(page);
        await page.GotoAsync("/en/");
        await keyboard.GoToAsync(AriaRole.Searchbox, "Search the commons");
        await keyboard.TypeAsync("swahili");
        await keyboard.FollowAsync("**/en/commons?q=swahili");
        await keyboard.GoToAsync(page.GetByRole(AriaRole.Complementary, new() { Name = "Filters" }).GetByRole(AriaRole.Link, new() { Name = "Data set", Exact = true }), "the filter of data sets");
        await keyboard.FollowAsync("**/en/commons?q=swahili&kind=dataset");
        await keyboard.GoToAsync(page.Locator("article.record h3 a").First, "the first record");
        await keyboard.FollowAsync("**/en/commons/records/*");
        var title = await page.Locator("h1").InnerTextAsync();
        await keyboard.GoToAsync(AriaRole.Link, "Download the proof");
        var proof = await DownloadAsync(page, keyboard);
        await VerifyAsync(page, proof);
        await keyboard.GoToAsync(page.Locator("summary", new() { HasText = "English" }), "the language picker", "Shift+Tab");
        await keyboard.PressAsync("Enter");
        await keyboard.GoToAsync(AriaRole.Link, "العربية");
        await keyboard.FollowAsync(page.Url.Replace("/en/", "/ar/", StringComparison.Ordinal));
        Assert.Equal(("ar", "rtl"), (await page.Locator("html").GetAttributeAsync("lang"), await page.Locator("html").GetAttributeAsync("dir")));
        Assert.Contains(title, await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_key_offers_to_skip_to_the_content()
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        var keyboard = new Keyboard(page);
        await page.GotoAsync("/en/commons");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.Locator(":focus").GetAttributeAsync("id"));
    }

    [Theory]
    [InlineData("/en/")]
    [InlineData("/en/commons")]
    [InlineData("/ar/sign-in")]
    public async Task Whatever_has_the_focus_shows_it(string address)
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(address);
        for (var step = 0; step < 20; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            var shown = await page.EvaluateAsync<string>(OutlineOfTheFocused);
            Assert.True(shown.Length == 0, $"After {step + 1} times Tab on {address} no outline is seen around {shown}.");
        }
    }

    // A search box shows the focus of its input around the whole. Answers "" when an outline of at least 2 px is seen, else the element.
    private const string OutlineOfTheFocused = """
        () => {
          const at = document.activeElement;
          if (at === document.body) return '';
          const seen = [at, at.closest('.search')].some(element => {
            const style = element && getComputedStyle(element);
            return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          });
          return seen ? '' : at.outerHTML.slice(0, 200);
        }
        """;

    private static async Task<string> DownloadAsync(IPage page, Keyboard keyboard)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => keyboard.PressAsync("Enter"));
        return await File.ReadAllTextAsync(await download.PathAsync(), Cancel);
    }

    private static async Task VerifyAsync(IPage page, string proof)
    {
        var id = new Uri(page.Url).Segments[^1];
        var record = await (await page.APIRequest.GetAsync($"/api/commons/records/{id}")).BodyAsync();
        var key = await (await page.APIRequest.GetAsync("/ledger/key")).TextAsync();
        var outcome = ProofVerifier.Verify(proof, VerifierKey.Parse(key.TrimEnd()), Convert.ToHexStringLower(SHA256.HashData(record)));
        Assert.NotNull(Assert.IsType<ProofOutcome.Verified>(outcome).File);
    }
}
