using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Evidence;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Commands;

/// <summary><c>parvis commons sources</c> and <c>parvis commons forget ID</c>.</summary>
internal static class SourcesCommand
{
    public static Command CreateList(OpenNode open)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("sources", "Lists the sources of this node.\n\nExample: parvis commons sources") { json };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var sources = await node.GetRequiredService<SourceRegister>().ListAsync(cancel);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(sources, InstantJson.Web));
            else foreach (var source in sources) output.WriteLine($"{source.Id}  {source.Kind,-11}  {(source.HarvestedAt is { } at ? Instant.Write(at) : "never"),-24}  {source.Name}  {source.Address}");
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command CreateForget(OpenNode open)
    {
        var id = new Argument<string>("ID") { Description = "The source's id, from parvis commons sources." };
        var command = new Command("forget", "Withdraws what a source said and reads it no more.\n\nExample: parvis commons forget 4f1c2a9b3d") { id };
        command.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            if (await node.GetRequiredService<SourceRegister>().ReadAsync(parsed.GetRequiredValue(id), cancel) is not { } source)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{parsed.GetRequiredValue(id)}: this node has no such source; parvis commons sources lists them.");
                return ExitCodes.Refused;
            }
            await node.GetRequiredService<Harvest>().RemoveAsync(source, cancel);
            await node.GetRequiredService<ChangeFollower>().CatchUpAsync(cancel);
            parsed.InvocationConfiguration.Output.WriteLine($"{source.Name} is forgotten; its kept bytes and its ledger entries stay.");
            return ExitCodes.Done;
        });
        return command;
    }
}
