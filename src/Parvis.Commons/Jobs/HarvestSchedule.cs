using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Commons.Jobs;

/// <summary>Asks for each source that has a rhythm to be read again when its time has come.</summary>
internal sealed class HarvestSchedule(SourceRegister sources, JobQueue queue, TimeProvider time) : BackgroundWork
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        while (!nodeStops.IsCancellationRequested)
        {
            await Task.Delay(Rest, time, nodeStops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!nodeStops.IsCancellationRequested) await AskAsync(nodeStops);
        }
    }

    /// <summary>Asks for every source that is due and not already asked for.</summary>
    internal async Task AskAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var underWay = (await queue.RecentAsync(500, cancel)).Where(job => job.Name == HarvestJob.JobName && job.State is JobState.Waiting or JobState.Running)
            .Select(job => job.Arguments.GetProperty("source").GetString()).ToHashSet(StringComparer.Ordinal);
        foreach (var source in await sources.ListAsync(cancel))
        {
            if (source.EveryHours is { } hours && (source.HarvestedAt ?? source.AddedAt).AddHours(hours) <= now && underWay.Add(source.Id))
                await queue.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source.Id), "schedule", cancel);
        }
    }
}
