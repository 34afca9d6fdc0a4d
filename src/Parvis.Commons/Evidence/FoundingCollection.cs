using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Sources;

namespace Parvis.Commons.Evidence;

/// <summary>The collection that comes with the program: what an empty data folder begins with.</summary>
internal static class FoundingCollection
{
    /// <summary>Loads it as a source like any other, so that its facts carry their evidence too.</summary>
    public static async Task LoadAsync(IServiceProvider node, CancellationToken cancel)
    {
        var source = await node.GetRequiredService<SourceRegister>().FindOrAddAsync("collection", CatalogueSource.FoundingAddress, "Parvis founding collection", everyHours: null, "first start", cancel);
        await node.GetRequiredService<Harvest>().RunAsync(source, _ => { }, problem => throw new InvalidDataException($"The founding collection is damaged: {problem.Place}: {problem.Rule}: {problem.Detail}"), cancel);
    }
}
