using System.Text.Json;

namespace Parvis.Kernel.Jobs;

/// <summary>A kind of background work. Running it twice with the same arguments must do no harm: a job whose node died is run again.</summary>
public interface IJob
{
    /// <summary>Module and verb, e.g. <c>commons.harvest</c>.</summary>
    string Name { get; }

    /// <summary>Does the work.</summary>
    /// <param name="arguments">What was asked for, as JSON.</param>
    /// <param name="progress">Takes what is done so far; it is shown while the job runs.</param>
    /// <param name="cancel">Stops the work; what was committed stays.</param>
    /// <returns>A report for people, as JSON.</returns>
    Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel);
}

/// <summary>How far a job is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all, or null when nobody knows.</param>
public sealed record JobProgress(long Done, long? Total);
