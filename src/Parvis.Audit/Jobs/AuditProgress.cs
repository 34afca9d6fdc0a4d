using System.Text.Json;
using Parvis.Audit.Indicators;
using Parvis.Kernel.Jobs;

namespace Parvis.Audit.Jobs;

/// <summary>Where an audit stands that is not made yet.</summary>
/// <param name="State">Of its job; <see cref="JobState.Failed"/> when the job is not known any more.</param>
/// <param name="Done">Bytes examined.</param>
/// <param name="Total">Bytes in all, when known.</param>
/// <param name="Missing">Why the files could not be had, when that is why it failed.</param>
internal sealed record AuditProgress(JobState State, long Done, long? Total, string? Missing = null)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsOpen => State is JobState.Waiting or JobState.Running;

    /// <summary>Share done, 0 to 1.</summary>
    public double? Share => Total is > 0 ? Math.Clamp((double)Done / Total.Value, 0, 1) : null;

    /// <summary>Where <paramref name="entry"/> stands.</summary>
    public static async Task<AuditProgress> OfAsync(AuditEntry entry, JobQueue queue, CancellationToken cancel) =>
        entry.Made is not null ? new(JobState.Done, entry.Bytes, entry.Bytes)
        : await queue.ReadAsync(entry.JobId, cancel) is { } job ? new(job.State == JobState.Done ? JobState.Failed : job.State, job.Done, job.Total, Why(job))
        : new(JobState.Failed, 0, null);

    private static string? Why(Job job) => job.Report is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty("missing", out var missing) ? missing.GetString() : null;
}
