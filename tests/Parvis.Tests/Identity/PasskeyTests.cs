using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class PasskeyTests
{
    private const string Here = "https://node.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> OptionsAsync(Browser browser, string ceremony)
    {
        using var answer = await browser.PostJsonAsync($"/en/auth/passkey/{ceremony}/options", new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    private static async Task<HttpStatusCode> RegisterAsync(Browser browser, SoftwareAuthenticator authenticator, string origin = Here)
    {
        var options = await OptionsAsync(browser, "registration");
        using var answer = await browser.PostJsonAsync("/en/auth/passkey/registration", new { name = "phone", credential = authenticator.Create(options, origin) });
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SignInAsync(Browser browser, SoftwareAuthenticator authenticator, string origin = Here)
    {
        var options = await OptionsAsync(browser, "sign-in");
        using var answer = await browser.PostJsonAsync("/en/auth/passkey/sign-in", new { credential = authenticator.Get(options, origin) });
        return answer.StatusCode;
    }

    [Fact]
    public async Task A_passkey_that_was_registered_signs_in()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        var ana = await node.PersonAsync(Role.Member);
        using var first = await node.SignedInAsync(ana);
        Assert.Equal(HttpStatusCode.NoContent, await RegisterAsync(first, authenticator));
        using var second = node.Browser();
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(second, authenticator));
        Assert.Equal(ana.Id, await second.ReadAsync("/api/who"));
    }

    [Fact]
    public async Task The_relying_party_is_the_host_and_the_user_must_be_verified()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        var options = await OptionsAsync(browser, "sign-in");
        Assert.Equal(("node.example", "required"), (options.GetProperty("rpId").GetString(), options.GetProperty("userVerification").GetString()));
    }

    [Fact]
    public async Task An_answer_given_to_another_site_does_not_count()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        Assert.Equal(HttpStatusCode.BadRequest, await RegisterAsync(browser, authenticator, "https://evil.example"));
        Assert.Equal(HttpStatusCode.NoContent, await RegisterAsync(browser, authenticator));
        using var other = node.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(other, authenticator, "https://evil.example"));
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        using var first = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        await RegisterAsync(first, authenticator);
        using var browser = node.Browser();
        var answer = new { credential = authenticator.Get(await OptionsAsync(browser, "sign-in"), Here) };
        var state = browser.Cookies.GetCookies(new Uri(Here))["parvis-passkey"]!.Value;
        using var once = await browser.PostJsonAsync("/en/auth/passkey/sign-in", answer);
        Assert.Equal(HttpStatusCode.OK, once.StatusCode);
        using var thief = node.Browser();
        thief.Cookies.Add(new Uri(Here), new Cookie("parvis-passkey", state));
        using var twice = await thief.PostJsonAsync("/en/auth/passkey/sign-in", answer);
        Assert.Equal(HttpStatusCode.Unauthorized, twice.StatusCode);
    }

    [Fact]
    public async Task A_ceremony_is_over_after_5_minutes()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        using var first = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        await RegisterAsync(first, authenticator);
        using var browser = node.Browser();
        var answer = new { credential = authenticator.Get(await OptionsAsync(browser, "sign-in"), Here) };
        node.Clock.Advance(TimeSpan.FromMinutes(5));
        using var late = await browser.PostJsonAsync("/en/auth/passkey/sign-in", answer);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task A_copy_whose_counter_lags_behind_is_refused()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        using var first = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        await RegisterAsync(first, authenticator);
        authenticator.Count = 10;
        using var browser = node.Browser();
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(browser, authenticator));
        authenticator.Count = 5;
        using var copy = node.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(copy, authenticator));
    }

    [Fact]
    public async Task An_authenticator_that_did_not_verify_its_user_is_not_registered()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator { UserVerified = false };
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        Assert.Equal(HttpStatusCode.BadRequest, await RegisterAsync(browser, authenticator));
    }

    [Fact]
    public async Task A_passkey_nobody_registered_and_one_of_a_disabled_person_open_nothing()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        using var stranger = new SoftwareAuthenticator();
        var ana = await node.PersonAsync(Role.Member);
        using var first = await node.SignedInAsync(ana);
        await RegisterAsync(first, authenticator);
        stranger.Create(await OptionsAsync(first, "registration"), Here);
        using var browser = node.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, stranger));
        await node.People.DisableAsync(ana.Id, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, authenticator));
    }

    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_nobody_removes_that_of_another()
    {
        await using var node = await TestNode.StartAsync();
        using var authenticator = new SoftwareAuthenticator();
        var (ana, ben) = (await node.PersonAsync(Role.Member), await node.PersonAsync(Role.Member, "ben@example.org"));
        using var first = await node.SignedInAsync(ana);
        await RegisterAsync(first, authenticator);
        await using var scope = node.Services.CreateAsyncScope();
        var id = Assert.Single(await scope.ServiceProvider.GetRequiredService<PasskeyStore>().ListAsync(ana.Id, Cancel)).Id;
        using var other = await node.SignedInAsync(ben);
        using var kept = await other.PostAsync("/en/auth/account/passkey/remove", ("id", id));
        using var browser = node.Browser();
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(browser, authenticator));
        using var removed = await first.PostAsync("/en/auth/account/passkey/remove", ("id", id));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, authenticator));
    }

    [Fact]
    public async Task A_stranger_registers_no_passkey()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.PostJsonAsync("/en/auth/passkey/registration/options", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_script_is_small_and_comes_from_this_node()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        Assert.InRange((await browser.ReadAsync("/auth/passkey.js")).Length, 1, 3000);
    }
}
