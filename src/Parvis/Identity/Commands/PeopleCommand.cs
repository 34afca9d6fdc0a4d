using System.CommandLine;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Identity.Commands;

/// <summary><c>parvis people</c>: who has an account, for whoever can read the data folder.</summary>
internal static class PeopleCommand
{
    public static Command Create(OpenNode open) => new("people", "Who has an account on this node. Example: parvis people invite ana@example.org --role curator")
    {
        List(open), Invite(open), Link(open), Disable(open),
    };

    private static Command List(OpenNode open)
    {
        var json = new Option<bool>("--json") { Description = "JSON instead of a table." };
        var command = new Command("list", "Lists everybody. Example: parvis people list --json") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var people = await node.GetRequiredService<People>().ListAsync(cancel);
            var rows = people.Select(person => new Row(person.Id, person.Email, person.Name, person.Role.ToString(), person.SignedInAt, person.DisabledAt)).ToList();
            await IdentityOutput.WriteAsync(parsed, parsed.GetValue(json), rows, row => $"{row.Id}  {row.Role,-13}  {(row.DisabledAt is null ? "open" : "disabled"),-8}  {Day(row.SignedInAt),-10}  {row.Email ?? "-"}  {row.Name}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Invite(OpenNode open)
    {
        var email = Email();
        var role = new Option<Role>("--role") { Description = "member, curator or administrator.", DefaultValueFactory = _ => Role.Member };
        var name = new Option<string>("--name") { Description = "What the person is called.", DefaultValueFactory = _ => "" };
        var command = new Command("invite", "Makes an account and prints a link that signs its owner in, once, within 72 hours. Example: parvis people invite ana@example.org --role curator") { email, role, name };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var address = parsed.GetRequiredValue(email);
            var (person, outcome) = await node.GetRequiredService<People>().CreateAsync(parsed.GetValue(name)!, address, parsed.GetValue(role), cancel);
            if (person is not null) return await PrintLinkAsync(parsed, node, person, cancel);
            var reason = outcome == PersonChange.EmailTaken ? "has an account already; for a new link: parvis people link" : "is not an e-mail address; write it like name@example.org";
            return await IdentityOutput.RefuseAsync(parsed, $"'{address}' {reason}.");
        });
        return command;
    }

    private static Command Link(OpenNode open)
    {
        var who = Who();
        var command = new Command("link", "Prints a new link for somebody who has an account. Example: parvis people link ana@example.org") { who };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            return await FindAsync(node, parsed.GetRequiredValue(who), cancel) is { DisabledAt: null } person
                ? await PrintLinkAsync(parsed, node, person, cancel)
                : await IdentityOutput.RefuseAsync(parsed, $"Nobody with an open account is '{parsed.GetRequiredValue(who)}'; see: parvis people list.");
        });
        return command;
    }

    private static Command Disable(OpenNode open)
    {
        var who = Who();
        var command = new Command("disable", "Ends somebody's sessions, links and keys. A running node notices within 30 seconds. Example: parvis people disable ana@example.org") { who };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var person = await FindAsync(node, parsed.GetRequiredValue(who), cancel);
            var outcome = person is null ? PersonChange.Unknown : await node.GetRequiredService<People>().DisableAsync(person.Id, cancel);
            return outcome switch
            {
                PersonChange.Done => ExitCodes.Done,
                PersonChange.LastAdministrator => await IdentityOutput.RefuseAsync(parsed, $"'{parsed.GetRequiredValue(who)}' is the last administrator; make another one first: parvis people invite EMAIL --role administrator."),
                _ => await IdentityOutput.RefuseAsync(parsed, $"Nobody is '{parsed.GetRequiredValue(who)}'; see: parvis people list."),
            };
        });
        return command;
    }

    private static async Task<int> PrintLinkAsync(ParseResult parsed, IServiceProvider node, Person person, CancellationToken cancel)
    {
        var token = await node.GetRequiredService<OneTimeLinks>().CreateAsync(person.Id, LinkPurpose.Invitation, cancel);
        var address = node.GetRequiredService<IConfiguration>().GetValue<Uri>("Parvis:Address")?.GetLeftPart(UriPartial.Authority) ?? "";
        await parsed.InvocationConfiguration.Output.WriteLineAsync($"{address}{OneTimeLinks.Path(token)}");
        return ExitCodes.Done;
    }

    private static async Task<Person?> FindAsync(IServiceProvider node, string who, CancellationToken cancel)
    {
        var people = node.GetRequiredService<People>();
        return await people.FindByEmailAsync(who, cancel) ?? await people.FindAsync(who, cancel);
    }

    private static string Day(DateTimeOffset? instant) => instant is { } known ? Instant.Write(known)[..10] : "never";

    private static Argument<string> Email() => new("email") { Description = "E-mail address, e.g. ana@example.org." };

    private static Argument<string> Who() => new("who") { Description = "E-mail address, or the identifier that parvis people list shows." };

    private sealed record Row(string Id, string? Email, string Name, string Role, DateTimeOffset? SignedInAt, DateTimeOffset? DisabledAt);
}
