namespace Parvis.Kernel.Jobs;

/// <summary>A job that this process holds until its lease ends; the end of the lease is also the sign that it is still this process that holds it.</summary>
internal sealed class TakenJob(Job job, DateTimeOffset until)
{
    public Job Job { get; } = job;

    public DateTimeOffset Until { get; set; } = until;
}
