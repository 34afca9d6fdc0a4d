using Microsoft.Extensions.Hosting;

namespace Parvis.Kernel.Jobs;

/// <summary>What a node does beside its answers until it stops. Being stopped is how it ends, not how it fails.</summary>
public abstract class BackgroundWork : BackgroundService
{
    /// <summary>Does the work until <paramref name="nodeStops"/>.</summary>
    protected abstract Task WorkAsync(CancellationToken nodeStops);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
