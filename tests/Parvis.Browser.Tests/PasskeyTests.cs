using Microsoft.Playwright;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Browser.Tests;

public sealed class PasskeyTests(LiveNode node)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_made_on_the_account_page_signs_in_and_is_removed()
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        await AddAuthenticatorAsync(page);
        await page.GotoAsync($"/en{await node.LinkForAsync("passkey@example.org", Role.Member, Cancel)}");
        await page.ArriveAsync("**/en/account", () => page.Locator("main form button").ClickAsync());
        await page.Locator("[data-passkey=registration] input").FillAsync("Telephone");
        await page.Locator("[data-passkey=registration] button").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Telephone" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out here" }).ClickAsync();
        await page.GotoAsync("/en/sign-in?return=%2Fen%2Fledger");
        await page.ArriveAsync("**/en/ledger", () => page.Locator("[data-passkey=sign-in] button").ClickAsync());
        await page.GotoAsync("/en/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Telephone" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Telephone" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_passkey_that_nobody_has_here_says_so_in_words()
    {
        await using var window = await node.OpenAsync();
        var page = await window.NewPageAsync();
        await AddAuthenticatorAsync(page);
        await page.GotoAsync("/en/sign-in");
        var part = page.Locator("[data-passkey=sign-in]");
        await part.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(part.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(part.GetByRole(AriaRole.Button)).ToBeEnabledAsync();
    }

    // Chromium's own authenticator in software (Chrome DevTools Protocol, domain WebAuthn).
    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var protocol = await page.Context.NewCDPSessionAsync(page);
        await protocol.SendAsync("WebAuthn.enable");
        await protocol.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
    }
}
