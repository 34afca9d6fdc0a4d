using Microsoft.Extensions.Logging;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Search;

namespace Parvis.Kernel.Jobs;

/// <summary>Brings what is derived from the registry up to date: the ledger's tiles and the search index. A node does it while it runs, a command before it ends.</summary>
/// <param name="log">The node's ledger.</param>
/// <param name="index">The node's search index.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what could not be done; it is tried again.</param>
public sealed class ChangeFollower(IEvidenceLog log, ISearchIndex index, TimeProvider time, ILogger<ChangeFollower> logger) : BackgroundWork
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>Publishes every committed ledger entry and indexes every change.</summary>
    public Task CatchUpAsync(CancellationToken cancel) =>
        Task.WhenAll(Task.Run(() => log.PublishAsync(cancel), cancel), Task.Run(() => index.FollowAsync(cancel), cancel)); // the one waits for the disk while the other computes

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        while (!nodeStops.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(nodeStops);
            }
            catch (IOException error)
            {
                logger.LogError(error, "The ledger or the search index could not be brought up to date; trying again");
            }
            await Task.Delay(Rest, time, nodeStops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
