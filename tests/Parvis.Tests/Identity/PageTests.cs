using System.Net;
using System.Text.RegularExpressions;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class PageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_the_confirm_page_uses_nothing_up_and_shows_whose_account_it_is()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        using var scanner = node.Browser();
        using var page = await scanner.GetAsync($"/en/sign-in/link?t={token}");
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Ana", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/en/auth/link/use\"", html, StringComparison.Ordinal);
        Assert.Equal((true, "no-referrer"), (page.Headers.CacheControl?.NoStore, string.Join("", page.Headers.GetValues("Referrer-Policy"))));
        Assert.Equal(ana.Id, await node.Links.UseAsync(token, Cancel));
        Assert.DoesNotContain("/auth/link/use", await scanner.ReadAsync($"/en/sign-in/link?t={token}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_page_says_that_there_is_no_mail_server_and_shows_other_providers_only_where_there_are_some()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        var html = await browser.ReadAsync("/en/sign-in?return=%2Fen%2Fpage");
        Assert.Contains("no mail server", html, StringComparison.Ordinal);
        Assert.Contains("value=\"/en/page\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/auth/oidc", html, StringComparison.Ordinal);
        await using var other = await TestNode.StartAsync(("Parvis:OpenIdConnect:Authority", "https://id.example.org"), ("Parvis:OpenIdConnect:ClientId", "parvis"), ("Parvis:OpenIdConnect:Name", "Example ID"));
        using var reader = other.Browser();
        Assert.Contains("Sign in with Example ID", await reader.ReadAsync("/en/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_stands_in_the_field_beside_what_is_wrong()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link", ("email", "ana at example"));
        var html = await browser.ReadAsync("/en/sign-in");
        Assert.Contains("value=\"ana at example\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("ar")]
    public async Task Every_page_is_drawn_in_every_language(string language)
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        await node.Keys.CreateAsync(ana.Id, "nightly", [TestNode.Harvest], TimeSpan.FromDays(30), Cancel);
        using var browser = await node.SignedInAsync(ana);
        foreach (var path in (string[])["/sign-in", "/sign-in/link", "/account", "/admin/people", "/admin/keys"])
        {
            using var page = await browser.GetAsync($"/{language}{path}");
            var html = await page.Content.ReadAsStringAsync(Cancel);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Single(Regex.Matches(html, "<h1", RegexOptions.None, TimeSpan.FromSeconds(1)));
            var ids = Regex.Matches(html, " id=\"[^\"]+\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).ToList();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Fact]
    public async Task A_new_key_stands_on_the_account_page_once()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Curator));
        using var answer = await browser.PostAsync("/en/auth/account/key", ("key-name", "nightly"), ("days", "30"), ("scope", TestNode.Harvest));
        Assert.Matches("pvk_[0-9a-f]{20}_[A-Za-z0-9_-]{43}", await browser.ReadAsync("/en/account"));
        Assert.DoesNotMatch("pvk_[0-9a-f]{20}_[A-Za-z0-9_-]{43}", await browser.ReadAsync("/en/account"));
    }
}
