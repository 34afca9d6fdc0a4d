using System.Net;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class OpenIdConnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Goes to the provider and back, as a browser does.</summary>
    private static async Task<HttpResponseMessage> GoAsync(Browser browser, Func<Uri, Uri>? tamper = null)
    {
        using var leaves = await browser.GetAsync("/fr/auth/oidc?return=%2Ffr%2Fpage");
        using var provider = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var returns = await provider.GetAsync(leaves.Headers.Location, Cancel);
        Assert.Equal("/auth/oidc/callback", returns.Headers.Location?.AbsolutePath);
        return await browser.GetAsync((tamper?.Invoke(returns.Headers.Location!) ?? returns.Headers.Location!).PathAndQuery);
    }

    private static async Task<string?> ErrorAsync(Browser browser, HttpResponseMessage answer)
    {
        Assert.Equal("/fr/sign-in", answer.Headers.Location?.OriginalString);
        using var api = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        return (await browser.MemoryAsync()).Error("external", "email");
    }

    [Fact]
    public async Task Somebody_with_the_same_verified_address_is_signed_in_and_linked()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        var ana = await node.PersonAsync(Role.Member);
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        Assert.Equal("/fr/page", answer.Headers.Location?.OriginalString);
        Assert.Equal(ana.Id, await browser.ReadAsync("/api/who"));
        Assert.Equal(ana.Id, (await node.People.FindByExternalAsync(provider.Issuer, provider.Subject, Cancel))?.Id);
    }

    [Fact]
    public async Task A_linked_account_signs_in_whatever_its_address_has_become()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        var ana = await node.PersonAsync(Role.Member);
        await node.People.LinkExternalAsync(ana.Id, provider.Issuer, provider.Subject, Cancel);
        (provider.Email, provider.EmailVerified) = ("new@example.net", false);
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        Assert.Equal(ana.Id, await browser.ReadAsync("/api/who"));
    }

    [Fact]
    public async Task An_unverified_address_signs_nobody_in()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        await node.PersonAsync(Role.Member);
        provider.EmailVerified = false;
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        Assert.Equal("identity.error.external", await ErrorAsync(browser, answer));
    }

    [Fact]
    public async Task A_stranger_is_refused_with_a_clear_page()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        Assert.Equal("identity.error.external", await ErrorAsync(browser, answer));
        Assert.Empty(await node.People.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_stranger_becomes_a_member_where_the_node_says_so()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync([.. provider.Settings, ("Parvis:OpenIdConnect:CreateMembers", "true")]);
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        var person = Assert.Single(await node.People.ListAsync(Cancel));
        Assert.Equal((Role.Member, "ana@example.org", person.Id), (person.Role, person.Email, await browser.ReadAsync("/api/who")));
    }

    [Fact]
    public async Task A_disabled_person_stays_out()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        var ana = await node.PersonAsync(Role.Member);
        await node.People.DisableAsync(ana.Id, Cancel);
        using var browser = node.Browser();
        using var answer = await GoAsync(browser);
        Assert.Equal("identity.error.external", await ErrorAsync(browser, answer));
    }

    [Fact]
    public async Task A_token_signed_with_another_key_and_one_for_another_wish_are_refused()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        await node.PersonAsync(Role.Member);
        using var browser = node.Browser();
        provider.SignsWithAnotherKey = true;
        using var forged = await GoAsync(browser);
        Assert.Equal("identity.error.externalFailed", await ErrorAsync(browser, forged));
        (provider.SignsWithAnotherKey, provider.ForgetsTheNonce) = (false, true);
        using var replayed = await GoAsync(browser);
        Assert.Equal("identity.error.externalFailed", await ErrorAsync(browser, replayed));
    }

    [Fact]
    public async Task A_code_brought_by_another_browser_is_refused()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        await using var node = await TestNode.StartAsync(provider.Settings);
        await node.PersonAsync(Role.Member);
        using var mine = node.Browser();
        using var theirs = node.Browser();
        string? stolen = null;
        using var kept = await GoAsync(mine, callback => { stolen = callback.PathAndQuery; return new Uri("http://localhost/auth/oidc/callback?error=access_denied"); });
        using var answer = await theirs.GetAsync(stolen!);
        using var api = await theirs.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_named_as_the_reason()
    {
        await using var node = await TestNode.StartAsync(("Parvis:OpenIdConnect:Authority", "http://127.0.0.1:9"), ("Parvis:OpenIdConnect:ClientId", "parvis"));
        using var browser = node.Browser();
        using var answer = await browser.GetAsync("/fr/auth/oidc");
        Assert.Equal("identity.error.externalUnreachable", await ErrorAsync(browser, answer));
    }

    [Fact]
    public async Task Without_a_provider_there_is_nowhere_to_go()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.GetAsync("/en/auth/oidc");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
