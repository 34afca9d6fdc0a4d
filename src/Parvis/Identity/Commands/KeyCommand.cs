using System.CommandLine;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Identity.Commands;

/// <summary><c>parvis key</c>: keys with which programs use the API.</summary>
internal static class KeyCommand
{
    public static Command Create(OpenNode open) => new("key", "Keys with which programs use the API. Example: parvis key create nightly --scope commons.harvest") { CreateKey(open), List(open), Revoke(open) };

    private static Command CreateKey(OpenNode open)
    {
        var name = new Argument<string>("name") { Description = "What uses the key, e.g. nightly." };
        var scopes = new Option<string[]>("--scope") { Description = "A permission, e.g. commons.harvest; may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        var owner = new Option<string?>("--owner") { Description = "E-mail address or identifier of the person it acts for; by default the first administrator." };
        var days = new Option<int>("--days") { Description = "Days until it ends, 1 to 366.", DefaultValueFactory = _ => 90 };
        var command = new Command("create", "Makes a key and prints it, once. Example: parvis key create nightly --scope commons.harvest --days 30") { name, scopes, owner, days };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            if (await OwnerAsync(node.GetRequiredService<People>(), parsed.GetValue(owner), cancel) is not { } person) return await IdentityOutput.RefuseAsync(parsed, "There is nobody the key could act for; name somebody with --owner, or make an administrator: parvis people invite EMAIL --role administrator.");
            var outcome = await node.GetRequiredService<ApiKeys>().CreateAsync(person.Id, parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), TimeSpan.FromDays(parsed.GetValue(days)), cancel);
            if (outcome is not KeyOutcome.Created created) return await IdentityOutput.RefuseAsync(parsed, Reason(outcome, person, node.GetRequiredService<PermissionTable>()));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(created.Token);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(OpenNode open)
    {
        var json = new Option<bool>("--json") { Description = "JSON instead of a table." };
        var command = new Command("list", "Lists all keys, without their secrets. Example: parvis key list --json") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            var keys = await (await open(parsed, cancel)).GetRequiredService<ApiKeys>().ListAsync(null, cancel);
            await IdentityOutput.WriteAsync(parsed, parsed.GetValue(json), keys, key => $"{key.Id}  {(key.RevokedAt is null ? "ends" : "revoked"),-7}  {Instant.Write(key.RevokedAt ?? key.ExpiresAt)[..10]}  {key.LastUsedOn ?? "never used",-10}  {key.Scopes}  {key.Name}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(OpenNode open)
    {
        var id = new Argument<string>("id") { Description = "The key's identifier: the part between pvk_ and the next underscore." };
        var command = new Command("revoke", "Makes a key open nothing any more. Example: parvis key revoke 0f3c9a7be2d415608c71") { id };
        command.SetAction(async (parsed, cancel) => await (await open(parsed, cancel)).GetRequiredService<ApiKeys>().RevokeAsync(parsed.GetRequiredValue(id), null, cancel)
            ? ExitCodes.Done
            : await IdentityOutput.RefuseAsync(parsed, $"There is no valid key '{parsed.GetRequiredValue(id)}'; see: parvis key list."));
        return command;
    }

    private static async Task<Person?> OwnerAsync(People people, string? who, CancellationToken cancel) => who is null
        ? (await people.ListAsync(cancel)).FirstOrDefault(person => person is { Role: Role.Administrator, DisabledAt: null })
        : await people.FindByEmailAsync(who, cancel) ?? await people.FindAsync(who, cancel);

    private static string Reason(KeyOutcome outcome, Person owner, PermissionTable permissions) => outcome switch
    {
        KeyOutcome.ScopesExceedRole beyond => $"A {owner.Role} does not have {string.Join(", ", beyond.Scopes)}; --scope may be: {string.Join(", ", permissions.Of(owner.Role))}.",
        KeyOutcome.LifetimeOutOfRange => "--days is to be from 1 to 366.",
        _ => "The owner's account is disabled; name another one with --owner.",
    };
}
