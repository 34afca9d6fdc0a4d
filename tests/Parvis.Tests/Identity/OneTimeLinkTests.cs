using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class OneTimeLinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_works_once()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        Assert.Equal(ana.Id, await node.Links.HolderAsync(token, Cancel));
        Assert.Equal(ana.Id, await node.Links.UseAsync(token, Cancel));
        Assert.Null(await node.Links.UseAsync(token, Cancel));
        Assert.Null(await node.Links.HolderAsync(token, Cancel));
    }

    [Fact]
    public async Task Of_twenty_who_use_a_link_at_the_same_time_one_is_let_in()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        var holders = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => node.Links.UseAsync(token, Cancel)));
        Assert.Single(holders, ana.Id);
    }

    [Theory]
    [InlineData("SignIn", 15)]
    [InlineData("Invitation", 72 * 60)]
    [InlineData("FirstAdministrator", 72 * 60)]
    public async Task A_link_is_over_after_its_time(string purpose, int minutes)
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        var token = await node.Links.CreateAsync(ana.Id, Enum.Parse<LinkPurpose>(purpose), Cancel);
        node.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.Equal(ana.Id, await node.Links.HolderAsync(token, Cancel));
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await node.Links.UseAsync(token, Cancel));
    }

    [Fact]
    public async Task A_token_has_256_bits_and_only_its_digest_is_stored()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        Assert.Equal(43, token.Length); // ceil(256 / 6)
        await using var connection = await node.Services.GetRequiredService<Database>().OpenAsync(Cancel);
        var stored = await connection.QuerySingleAsync<string>("SELECT sha256 FROM identity_link");
        Assert.Equal(Secret.Digest(token), stored);
    }

    [Fact]
    public void A_digest_is_SHA_256() => // FIPS 180-2, appendix B.1: the message "abc"
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Secret.Digest("abc"));

    [Fact]
    public async Task The_links_of_a_disabled_person_are_over()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.Invitation, Cancel);
        await node.People.DisableAsync(ana.Id, Cancel);
        Assert.Null(await node.Links.UseAsync(token, Cancel));
    }

    [Fact]
    public async Task A_new_address_ends_the_links_sent_to_the_old_one()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var token = await node.Links.CreateAsync(ana.Id, LinkPurpose.SignIn, Cancel);
        Assert.Equal(PersonChange.Done, await node.People.ChangeEmailAsync(ana.Id, "ana@example.net", Cancel));
        Assert.Null(await node.Links.UseAsync(token, Cancel));
    }
}
