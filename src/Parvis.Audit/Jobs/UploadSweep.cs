using Parvis.Audit.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Audit.Jobs;

/// <summary>Removes, now and then, the uploads that a process which died, or an audit that failed, has left.</summary>
internal sealed class UploadSweep(Uploads uploads, AuditRequests requests, TimeProvider time) : BackgroundWork
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(30);

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        while (!nodeStops.IsCancellationRequested)
        {
            uploads.Sweep(await requests.WaitingAsync(nodeStops));
            await Task.Delay(Rest, time, nodeStops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
