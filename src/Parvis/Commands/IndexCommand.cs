using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Search;

namespace Parvis.Commands;

/// <summary><c>parvis index rebuild</c>.</summary>
internal static class IndexCommand
{
    public static Command Create(OpenNode open)
    {
        var rebuild = new Command("rebuild", "Throws the search index away and builds it again from the registry.\n\nExample: parvis index rebuild");
        rebuild.SetAction(async (parsed, cancel) =>
        {
            var node = await open(parsed, cancel);
            var sequence = await node.GetRequiredService<ISearchIndex>().RebuildAsync(cancel);
            parsed.InvocationConfiguration.Output.WriteLine($"The search index is rebuilt up to change {sequence}.");
            return ExitCodes.Done;
        });
        return new Command("index", "The node's search index; derived from the registry.") { rebuild };
    }
}
