using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Parvis.Kernel.Jobs;

/// <summary>Runs jobs while the node runs: a few at once, so that one that waits for a slow server does not hold up the others.</summary>
internal sealed class JobRunner(JobQueue queue, IEnumerable<IJob> jobs, TimeProvider time, ILogger<JobRunner> logger) : BackgroundWork
{
    /// <summary>How many jobs a process runs at once.</summary>
    public const int AtOnce = 4;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, IJob> _jobs = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        var underWay = new List<Task>();
        try
        {
            while (!nodeStops.IsCancellationRequested)
            {
                if (underWay.Count < AtOnce && await queue.TakeAsync(nodeStops) is { } taken)
                {
                    underWay.Add(Task.Run(() => RunAsync(taken, nodeStops), CancellationToken.None));
                    continue;
                }
                var first = await Task.WhenAny([Task.Delay(Rest, time, nodeStops), .. underWay]);
                if (underWay.Remove(first)) await first;
            }
        }
        finally
        {
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(TakenJob taken, CancellationToken nodeStops)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(nodeStops);
        var progress = new LatestProgress();
        var keeper = KeepAsync(taken, progress, stop);
        var (state, report) = await OutcomeAsync(taken.Job, progress, stop.Token, nodeStops);
        await stop.CancelAsync();
        await keeper;
        if (nodeStops.IsCancellationRequested) return; // the lease runs out and the job is run again
        await queue.KeepAsync(taken, progress.Latest, CancellationToken.None);
        await queue.EndAsync(taken, state, report, CancellationToken.None);
    }

    private async Task<(JobState State, JsonElement Report)> OutcomeAsync(Job job, LatestProgress progress, CancellationToken cancel, CancellationToken nodeStops)
    {
        if (!_jobs.TryGetValue(job.Name, out var work)) return (JobState.Failed, Failure($"No module of this node does '{job.Name}'."));
        try
        {
            return (JobState.Done, await work.RunAsync(job.Arguments, progress, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return (nodeStops.IsCancellationRequested ? JobState.Running : JobState.Stopped, Failure("Stopped."));
        }
        catch (Exception error) // the runner is the outermost frame of a job: one broken job must not end the others
        {
            logger.LogError(error, "Job {Id} ({Name}) failed", job.Id, job.Name);
            return (JobState.Failed, Failure(error.Message));
        }
    }

    private async Task KeepAsync(TakenJob taken, LatestProgress progress, CancellationTokenSource stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Rest, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
            if (!await queue.KeepAsync(taken, progress.Latest, CancellationToken.None)) await stop.CancelAsync();
        }
    }

    private static JsonElement Failure(string message) => JsonSerializer.SerializeToElement(new { error = message });

    private sealed class LatestProgress : IProgress<JobProgress>
    {
        private volatile JobProgress _latest = new(0, null);

        public JobProgress Latest => _latest;

        public void Report(JobProgress value) => _latest = value;
    }
}
