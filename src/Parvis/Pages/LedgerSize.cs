using System.Globalization;
using Parvis.Kernel.Evidence;

namespace Parvis.Pages;

/// <summary>How many entries the newest checkpoint covers.</summary>
internal static class LedgerSize
{
    /// <summary>The second line of a checkpoint (C2SP tlog-checkpoint); 0 while the log is empty.</summary>
    public static async Task<long> ReadAsync(IEvidenceLog log, CancellationToken cancel) =>
        await log.CheckpointAsync(cancel) is { } checkpoint ? long.Parse(checkpoint.Split('\n')[1], CultureInfo.InvariantCulture) : 0;
}
