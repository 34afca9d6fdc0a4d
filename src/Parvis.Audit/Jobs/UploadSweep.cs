using Parvis.Audit.Indicators;
using Parvis.Audit.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Audit.Jobs;

/// <summary>Removes, now and then, the uploads that a process which died has left.</summary>
internal sealed class UploadSweep(Uploads uploads, AuditRegister register, TimeProvider time) : BackgroundWork
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(30);

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        while (!nodeStops.IsCancellationRequested)
        {
            uploads.Sweep(await register.UnendedAsync(nodeStops));
            await Task.Delay(Rest, time, nodeStops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
