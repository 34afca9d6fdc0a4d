using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class PeopleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_administrator_can_be_neither_disabled_nor_demoted()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        Assert.Equal(PersonChange.LastAdministrator, await node.People.DisableAsync(ana.Id, Cancel));
        Assert.Equal(PersonChange.LastAdministrator, await node.People.ChangeRoleAsync(ana.Id, Role.Curator, Cancel));
        var ben = await node.PersonAsync(Role.Administrator, "ben@example.org");
        Assert.Equal(PersonChange.Done, await node.People.DisableAsync(ana.Id, Cancel));
        Assert.Equal(PersonChange.LastAdministrator, await node.People.DisableAsync(ben.Id, Cancel));
    }

    [Fact]
    public async Task Two_people_cannot_have_one_address_in_two_spellings()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        Assert.Equal((null, PersonChange.EmailTaken), await node.People.CreateAsync("", "ANA@Example.org", Role.Member, Cancel));
        Assert.Equal(ana, await node.People.FindByEmailAsync(" Ana@example.ORG ", Cancel));
        var ben = await node.PersonAsync(Role.Member, "ben@example.org");
        Assert.Equal(PersonChange.EmailTaken, await node.People.ChangeEmailAsync(ben.Id, "ana@example.org", Cancel));
    }

    [Theory]
    [InlineData("ana")]
    [InlineData("ana@")]
    [InlineData("Ana <ana@example.org>")]
    [InlineData("ana@example.org, ben@example.org")]
    [InlineData("ana@example.org\r\nBcc: ben@example.org")]
    public async Task What_is_not_one_bare_mailbox_is_not_an_address(string text)
    {
        await using var node = await TestNode.StartAsync();
        Assert.Equal((null, PersonChange.NotAnEmail), await node.People.CreateAsync("", text, Role.Member, Cancel));
    }

    [Fact]
    public async Task The_first_start_prints_a_path_that_signs_in_an_administrator()
    {
        await using var node = await TestNode.StartAsync();
        var path = await node.People.FirstAdministratorLinkAsync(Cancel);
        Assert.StartsWith("/sign-in/link?t=", path, StringComparison.Ordinal);
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link/use", ("t", path![16..]));
        Assert.Equal("people", await browser.ReadAsync("/api/people"));
        Assert.Null(await node.People.FirstAdministratorLinkAsync(Cancel));
    }

    [Fact]
    public async Task A_restart_before_use_prints_a_fresh_path_and_the_old_one_is_over()
    {
        await using var node = await TestNode.StartAsync();
        var old = await node.People.FirstAdministratorLinkAsync(Cancel);
        var fresh = await node.People.FirstAdministratorLinkAsync(Cancel);
        Assert.Null(await node.Links.HolderAsync(old![16..], Cancel));
        Assert.NotNull(await node.Links.HolderAsync(fresh![16..], Cancel));
        Assert.Single(await node.People.ListAsync(Cancel));
    }

    [Fact]
    public void A_role_has_the_permissions_of_the_roles_before_it()
    {
        var table = new PermissionTable([new("commons.harvest", Role.Curator), new("dialogue.vote", Role.Member)]);
        Assert.Equal(["dialogue.vote"], table.Of(Role.Member));
        Assert.Equal(["commons.harvest", "dialogue.vote"], table.Of(Role.Curator));
        Assert.Equal(["commons.harvest", "dialogue.vote", "identity.keys", "identity.people"], table.Of(Role.Administrator));
    }
}
