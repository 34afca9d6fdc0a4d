using System.CommandLine;
using Parvis.Identity.Commands;
using Parvis.Kernel.Identity;
using Xunit;

namespace Parvis.Tests.Identity;

public sealed class CommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestNode node, params string[] arguments)
    {
        var root = new RootCommand { PeopleCommand.Create((_, _) => Task.FromResult(node.Services)), KeyCommand.Create((_, _) => Task.FromResult(node.Services)) };
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Cancel);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    [Fact]
    public async Task Invite_makes_an_account_and_prints_a_link_that_signs_in()
    {
        await using var node = await TestNode.StartAsync(("Parvis:Address", "https://node.example"));
        var (code, output, _) = await RunAsync(node, "people", "invite", "ben@example.org", "--role", "curator");
        Assert.Equal(0, code);
        Assert.StartsWith("https://node.example/sign-in/link?t=", output, StringComparison.Ordinal);
        using var browser = node.Browser();
        using var answer = await browser.PostAsync("/en/auth/link/use", ("t", new Uri(output).Query[3..]));
        var ben = (await node.People.FindByEmailAsync("ben@example.org", Cancel))!;
        Assert.Equal((Role.Curator, ben.Id), (ben.Role, await browser.ReadAsync("/api/who")));
    }

    [Fact]
    public async Task Inviting_twice_is_refused_and_says_how_to_get_a_new_link()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Member);
        var (code, _, error) = await RunAsync(node, "people", "invite", "ana@example.org");
        Assert.Equal(3, code);
        Assert.Contains("parvis people link", error, StringComparison.Ordinal);
        var (linked, output, _) = await RunAsync(node, "people", "link", "ana@example.org");
        Assert.Equal(0, linked);
        Assert.NotNull(await node.Links.HolderAsync(output[(output.IndexOf('=', StringComparison.Ordinal) + 1)..], Cancel));
    }

    [Fact]
    public async Task A_key_made_on_the_command_line_opens_its_scope_for_the_first_administrator()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Administrator);
        var (code, token, _) = await RunAsync(node, "key", "create", "nightly", "--scope", TestNode.Harvest);
        Assert.Equal(0, code);
        using var browser = node.Browser();
        using var answer = await browser.WithKeyAsync(HttpMethod.Get, "/api/who", token);
        Assert.Equal(ana.Id, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_scope_nobody_has_is_refused_with_those_there_are()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Administrator);
        var (code, _, error) = await RunAsync(node, "key", "create", "nightly", "--scope", "commons.burn");
        Assert.Equal(3, code);
        Assert.Contains("commons.burn", error, StringComparison.Ordinal);
        Assert.Contains(TestNode.Harvest, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_JSON_for_programs()
    {
        await using var node = await TestNode.StartAsync();
        var ana = await node.PersonAsync(Role.Member);
        var (code, output, _) = await RunAsync(node, "people", "list", "--json");
        Assert.Equal(0, code);
        Assert.Equal(ana.Id, System.Text.Json.JsonDocument.Parse(output).RootElement[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_last_administrator_stays_on_the_command_line_too()
    {
        await using var node = await TestNode.StartAsync();
        await node.PersonAsync(Role.Administrator);
        Assert.Equal(3, (await RunAsync(node, "people", "disable", "ana@example.org")).Code);
    }
}
