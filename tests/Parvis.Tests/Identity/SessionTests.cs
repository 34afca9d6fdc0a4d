using System.Net;
using System.Net.Http.Json;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disabled_person_is_signed_out_at_the_next_request()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = await node.SignedInAsync(ana);
        Assert.Equal(ana.Id, await browser.ReadAsync("/api/who"));
        await node.People.DisableAsync(ana.Id, Cancel);
        using var answer = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Enabling_a_person_does_not_bring_old_sessions_back()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = await node.SignedInAsync(ana);
        await node.People.DisableAsync(ana.Id, Cancel);
        await node.People.EnableAsync(ana.Id, Cancel);
        using var answer = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_change_made_by_another_process_counts_within_30_seconds()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = await node.SignedInAsync(ana);
        Assert.Equal(ana.Id, await browser.ReadAsync("/api/who"));
        var elsewhere = Elsewhere(node);
        await elsewhere.DisableAsync(ana.Id, Cancel);
        node.Clock.Advance(TimeSpan.FromSeconds(30));
        using var answer = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_of_other_browsers()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var phone = await node.SignedInAsync(ana);
        using var laptop = await node.SignedInAsync(ana);
        using var done = await laptop.PostAsync("/en/auth/account/end-sessions");
        Assert.Equal("/en/sign-in", done.Headers.Location?.OriginalString);
        using var answer = await phone.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_lasts_12_hours_after_its_last_use()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        node.Clock.Advance(TimeSpan.FromHours(7));
        Assert.NotEmpty(await browser.ReadAsync("/api/who"));
        node.Clock.Advance(TimeSpan.FromHours(7));
        Assert.NotEmpty(await browser.ReadAsync("/api/who"));
        node.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        using var answer = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_new_role_counts_from_the_next_request_on()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Administrator, "root@example.org");
        var ana = await node.PersonAsync(Role.Administrator);
        using var browser = await node.SignedInAsync(ana);
        Assert.Equal("people", await browser.ReadAsync("/api/people"));
        await node.People.ChangeRoleAsync(ana.Id, Role.Curator, Cancel);
        using var answer = await browser.GetAsync("/api/people");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_cookie_is_tied_to_the_host_over_https_and_out_of_reach_of_scripts()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var secure = await node.SignedInAsync(ana);
        using var plain = await node.SignedInAsync(ana, "http://localhost");
        var cookie = Assert.Single(secure.Cookies.GetAllCookies(), c => c.Name == "__Host-parvis-session");
        Assert.True(cookie is { HttpOnly: true, Secure: true, Path: "/" });
        Assert.Single(plain.Cookies.GetAllCookies(), c => c is { Name: "parvis-session", HttpOnly: true });
    }

    [Fact]
    public async Task The_cookie_does_not_tell_who_one_is()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = await node.SignedInAsync(ana);
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), c => c.Value.Contains(ana.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_keys_of_the_cookies_are_the_nodes_own_user_s_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files.");
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Member));
        var files = Directory.GetFiles(node.Folder.Keys, "*.xml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
#pragma warning disable CA1416 // skipped on Windows above
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(node.Folder.Keys));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task A_page_sends_a_stranger_to_sign_in_and_back_and_the_api_says_401()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var page = await browser.GetAsync("/fr/page?x=1");
        Assert.Equal("/fr/sign-in?return=%2Ffr%2Fpage%3Fx%3D1", page.Headers.Location?.OriginalString);
        using var api = await browser.GetAsync("/api/who");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("cross-site", "https://evil.example")]
    [InlineData("same-site", "https://other.node.example")]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    public async Task Another_site_cannot_make_a_signed_in_browser_change_something(string? site, string? origin)
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Curator));
        using var answer = await browser.SendAsync("/api/harvest", JsonContent.Create(""), site, origin);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("same-origin", "https://node.example")]
    [InlineData(null, "https://node.example")]
    public async Task A_page_of_this_node_can(string? site, string origin)
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Curator));
        using var answer = await browser.SendAsync("/api/harvest", JsonContent.Create(""), site, origin);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        using var browser = await node.SignedInAsync(ana);
        using var form = new FormUrlEncodedContent([new("name", "Eve")]);
        using var answer = await browser.SendAsync("/en/auth/account/name", form, "same-origin");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Ana", (await node.People.FindAsync(ana.Id, Cancel))!.Name);
    }

    private static People Elsewhere(TestNode node)
    {
        var database = (Kernel.Storage.Database)node.Services.GetService(typeof(Kernel.Storage.Database))!;
        return new People(database, node.Clock, new PersonCache(database, node.Clock), new OneTimeLinks(database, node.Clock));
    }
}
