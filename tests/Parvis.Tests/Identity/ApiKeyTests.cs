using System.Globalization;
using System.Net;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class ApiKeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<KeyOutcome.Created> KeyAsync(TestNode node, Person owner, params string[] scopes) =>
        Assert.IsType<KeyOutcome.Created>(await node.Keys.CreateAsync(owner.Id, "nightly", scopes, TimeSpan.FromDays(30), Cancel));

    private static async Task<HttpStatusCode> HarvestAsync(TestNode node, string token)
    {
        using var browser = node.Browser();
        using var answer = await browser.WithKeyAsync(HttpMethod.Post, "/api/harvest", token);
        return answer.StatusCode;
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_name_and_nothing_else()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        var harvest = await KeyAsync(node, ana, TestNode.Harvest);
        var other = await KeyAsync(node, ana, TestNode.Curate);
        Assert.StartsWith($"pvk_{harvest.Key.Id}_", harvest.Token, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await HarvestAsync(node, harvest.Token));
        Assert.Equal(HttpStatusCode.Forbidden, await HarvestAsync(node, other.Token));
    }

    [Fact]
    public async Task Scopes_cannot_exceed_the_role_of_the_owner()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Curator);
        var outcome = await node.Keys.CreateAsync(ana.Id, "nightly", [TestNode.Harvest, PermissionTable.ManagePeople], TimeSpan.FromDays(1), Cancel);
        Assert.Equal([PermissionTable.ManagePeople], Assert.IsType<KeyOutcome.ScopesExceedRole>(outcome).Scopes);
        Assert.IsType<KeyOutcome.ScopesExceedRole>(await node.Keys.CreateAsync(ana.Id, "nightly", [], TimeSpan.FromDays(1), Cancel));
    }

    [Fact]
    public async Task A_key_loses_what_its_owner_loses()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Curator);
        var key = await KeyAsync(node, ana, TestNode.Harvest);
        await node.People.ChangeRoleAsync(ana.Id, Role.Member, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, await HarvestAsync(node, key.Token));
    }

    [Fact]
    public async Task A_forged_an_expired_a_revoked_and_an_orphaned_key_open_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Curator);
        var (forged, revoked, expired) = (await KeyAsync(node, ana, TestNode.Harvest), await KeyAsync(node, ana, TestNode.Harvest), await KeyAsync(node, ana, TestNode.Harvest));
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, $"pvk_{forged.Key.Id}_{Secret.New()}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, "pvk_"));
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, "something else"));
        Assert.True(await node.Keys.RevokeAsync(revoked.Key.Id, ana.Id, Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, revoked.Token));
        await node.People.DisableAsync(ana.Id, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, forged.Token));
        await node.People.EnableAsync(ana.Id, Cancel);
        Assert.Equal(HttpStatusCode.OK, await HarvestAsync(node, expired.Token));
        node.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await HarvestAsync(node, expired.Token));
    }

    [Fact]
    public async Task A_bad_key_is_told_so_with_problem_details()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = node.Browser();
        using var answer = await browser.WithKeyAsync(HttpMethod.Get, "/api/who", "pvk_0_0");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_is_kept_to_the_day()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Curator);
        var key = await KeyAsync(node, ana, TestNode.Harvest);
        await HarvestAsync(node, key.Token);
        var used = Assert.Single(await node.Keys.ListAsync(ana.Id, Cancel)).LastUsedOn;
        Assert.Equal(node.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), used);
    }

    [Fact]
    public async Task Nobody_revokes_the_key_of_another()
    {
        await using var node = await TestNode.StartAsync();
        var (ana, ben) = (await node.PersonAsync(Role.Curator), await node.PersonAsync(Role.Curator, "ben@example.org"));
        var key = await KeyAsync(node, ana, TestNode.Harvest);
        Assert.False(await node.Keys.RevokeAsync(key.Key.Id, ben.Id, Cancel));
        using var browser = await node.SignedInAsync(ben);
        using var answer = await browser.PostAsync("/en/auth/account/key/revoke", ("id", key.Key.Id));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_cannot_make_keys()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        var key = await KeyAsync(node, ana, PermissionTable.ManageKeys, PermissionTable.ManagePeople);
        using var browser = node.Browser();
        using var answer = await browser.WithKeyAsync(HttpMethod.Post, "/auth/account/key", key.Token);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(await node.Keys.ListAsync(null, Cancel));
    }

    [Fact]
    public async Task A_new_key_is_shown_once()
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Curator));
        using var answer = await browser.PostAsync("/en/auth/account/key", ("key-name", "nightly"), ("days", "30"), ("scope", TestNode.Harvest));
        var token = (await browser.MemoryAsync()).Value("key", "token");
        Assert.Equal(HttpStatusCode.OK, await HarvestAsync(node, token));
        Assert.Equal("", (await browser.MemoryAsync()).Value("key", "token"));
    }

    [Theory]
    [InlineData("", "30", "commons.harvest", "key-name")]
    [InlineData("nightly", "0", "commons.harvest", "days")]
    [InlineData("nightly", "9999999", "commons.harvest", "days")]
    [InlineData("nightly", "30", "identity.people", "scope")]
    public async Task A_wrong_form_comes_back_with_what_was_typed(string name, string days, string scope, string wrong)
    {
        await using var node = await TestNode.StartAsync();
        using var browser = await node.SignedInAsync(await node.PersonAsync(Role.Curator));
        using var answer = await browser.PostAsync("/en/auth/account/key", ("key-name", name), ("days", days), ("scope", scope));
        var memory = await browser.MemoryAsync();
        Assert.Equal([wrong], memory.Errors.Keys);
        Assert.Equal((name, days, scope), (memory.Value("key", "key-name"), memory.Value("key", "days"), memory.Value("key", "scope")));
    }
}
