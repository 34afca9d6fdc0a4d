using System.CommandLine;
using Xunit;

namespace Parvis.Tests.EndToEnd;

public sealed class CommandLineTests
{
    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(below => Leaves(below, $"{path} {below.Name}".Trim()));

    public static TheoryData<string> Verbs => [.. Leaves(Node.Default().CommandLine(), "").Select(leaf => leaf.Path)];

    [Theory, MemberData(nameof(Verbs))]
    public async Task Every_command_explains_itself_with_an_example_of_its_own(string verb)
    {
        using var output = new StringWriter();
        var code = await Node.Default().CommandLine().Parse($"{verb} --help").InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.Contains($"Example: parvis {verb}", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commons", "fnid", "bees")]
    [InlineData("commons", "harvest", "unknown-kind", "./x")]
    [InlineData("commons", "show")]
    public async Task A_command_used_wrongly_says_so_and_does_nothing(params string[] line)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        Assert.Equal(2, await Node.Default().RunAsync(line, new InvocationConfiguration { Error = error, Output = output }, TestContext.Current.CancellationToken));
        Assert.NotEqual("", error.ToString());
    }
}
