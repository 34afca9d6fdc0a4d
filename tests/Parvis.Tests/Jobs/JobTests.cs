using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Storage;
using Parvis.Tests.Identity;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Tests.Jobs;

public sealed class JobTests
{
    private static readonly JobProgress Begun = new(0, null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    private static async Task<Database> MigratedAsync(TestDatabase test)
    {
        var database = test.Open();
        await Migrator.MigrateAsync(database, [typeof(Database).Assembly], Cancel);
        return database;
    }

    private static async Task<Job> EndOfAsync(JobQueue queue, string id)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            if (await queue.ReadAsync(id, Cancel) is { State: not (JobState.Waiting or JobState.Running) } job) return job;
            await Task.Delay(20, Cancel);
        }
        throw new TimeoutException("The job did not end.");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Each_job_is_taken_once_by_two_processes_that_ask_at_the_same_time(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        JobQueue[] queues = [new(await MigratedAsync(test), TimeProvider.System), new(test.Open(), TimeProvider.System)];
        var asked = new List<string>();
        for (var i = 0; i < 10; i++) asked.Add(await queues[0].AskAsync("test.count", new { i }, "somebody", Cancel));
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => queues[i % 2].TakeAsync(Cancel), Cancel)));
        Assert.Equal(asked.Order(StringComparer.Ordinal), taken.OfType<TakenJob>().Select(job => job.Job.Id).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_job_whose_process_fell_silent_is_taken_by_another_and_the_first_loses_it(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var clock = new Clock();
        var queue = new JobQueue(await MigratedAsync(test), clock);
        await queue.AskAsync("test.count", new { }, "somebody", Cancel);
        var first = (await queue.TakeAsync(Cancel))!;
        clock.Advance(JobQueue.Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await queue.TakeAsync(Cancel));
        Assert.True(await queue.KeepAsync(first, new(7, 10), Cancel));
        clock.Advance(JobQueue.Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await queue.TakeAsync(Cancel));
        clock.Advance(TimeSpan.FromSeconds(2));
        var second = (await queue.TakeAsync(Cancel))!;
        Assert.Equal((first.Job.Id, 7L, (long?)10), (second.Job.Id, second.Job.Done, second.Job.Total));
        Assert.False(await queue.KeepAsync(first, Begun, Cancel));
        Assert.False(await queue.EndAsync(first, JobState.Done, JsonSerializer.SerializeToElement(1), Cancel));
        Assert.True(await queue.EndAsync(second, JobState.Done, JsonSerializer.SerializeToElement(2), Cancel));
        Assert.Equal(2, (await queue.ReadAsync(first.Job.Id, Cancel))!.Report!.Value.GetInt32());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_stopped_job_is_not_taken_and_one_that_ended_is_not_stopped(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var queue = new JobQueue(await MigratedAsync(test), TimeProvider.System);
        var id = await queue.AskAsync("test.count", new { }, "somebody", Cancel);
        Assert.True(await queue.StopAsync(id, Cancel));
        Assert.False(await queue.StopAsync(id, Cancel));
        Assert.False(await queue.StopAsync("unknown", Cancel));
        Assert.Null(await queue.TakeAsync(Cancel));
        Assert.Equal(JobState.Stopped, (await queue.RecentAsync(5, Cancel))[0].State);
    }

    [Fact]
    public async Task A_runner_reports_what_was_done_and_what_failed_and_goes_on_to_the_next()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var queue = new JobQueue(await MigratedAsync(test), TimeProvider.System);
        var broken = await queue.AskAsync("test.count", new { until = -1 }, "somebody", Cancel);
        var unknown = await queue.AskAsync("test.nobody-does-this", new { }, "somebody", Cancel);
        var sound = await queue.AskAsync("test.count", new { until = 3 }, "somebody", Cancel);
        using var runner = Runner(queue, new Counting());
        await runner.StartAsync(Cancel);
        var done = await EndOfAsync(queue, sound);
        Assert.Equal((JobState.Done, 3L, (long?)3, 3), (done.State, done.Done, done.Total, done.Report!.Value.GetInt32()));
        Assert.Equal((JobState.Failed, "until is negative"), Outcome(await EndOfAsync(queue, broken)));
        Assert.Equal(JobState.Failed, (await EndOfAsync(queue, unknown)).State);
        await runner.StopAsync(Cancel);

        static (JobState, string?) Outcome(Job job) => (job.State, job.Report!.Value.GetProperty("error").GetString());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_same_work_is_not_done_twice_at_the_same_time_and_what_was_asked_again_follows(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        var queue = new JobQueue(await MigratedAsync(test), TimeProvider.System);
        await queue.AskAsync("test.count", new { of = "a" }, "somebody", Cancel);
        var again = await queue.AskAsync("test.count", new { of = "a" }, "somebody", Cancel);
        var other = await queue.AskAsync("test.count", new { of = "b" }, "somebody", Cancel);
        var first = (await queue.TakeAsync(Cancel))!;
        Assert.Equal(other, (await queue.TakeAsync(Cancel))!.Job.Id);
        Assert.Null(await queue.TakeAsync(Cancel));
        await queue.EndAsync(first, JobState.Done, JsonSerializer.SerializeToElement(1), Cancel);
        Assert.Equal(again, (await queue.TakeAsync(Cancel))!.Job.Id);
    }

    [Fact]
    public async Task A_job_that_waits_does_not_hold_up_the_next()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var queue = new JobQueue(await MigratedAsync(test), TimeProvider.System);
        var waiting = new Waiting();
        using var runner = new JobRunner(queue, [waiting, new Counting()], TimeProvider.System, NullLogger<JobRunner>.Instance);
        var slow = await queue.AskAsync("test.wait", new { }, "somebody", Cancel);
        var quick = await queue.AskAsync("test.count", new { until = 1 }, "somebody", Cancel);
        await runner.StartAsync(Cancel);
        await waiting.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(JobState.Done, (await EndOfAsync(queue, quick)).State);
        Assert.Equal(JobState.Running, (await queue.ReadAsync(slow, Cancel))!.State);
        await runner.StopAsync(Cancel);
    }

    [Fact]
    public async Task Stopping_a_running_job_cancels_its_work()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var queue = new JobQueue(await MigratedAsync(test), TimeProvider.System);
        var id = await queue.AskAsync("test.wait", new { }, "somebody", Cancel);
        var waiting = new Waiting();
        using var runner = Runner(queue, waiting);
        await runner.StartAsync(Cancel);
        await waiting.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.True(await queue.StopAsync(id, Cancel));
        await waiting.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(JobState.Stopped, (await queue.ReadAsync(id, Cancel))!.State);
        await runner.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_job_that_the_nodes_end_cut_off_is_run_again_once_its_lease_is_over()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var clock = new Clock();
        var queue = new JobQueue(await MigratedAsync(test), clock);
        var id = await queue.AskAsync("test.wait", new { }, "somebody", Cancel);
        var first = new Waiting();
        using (var runner = Runner(queue, first))
        {
            await runner.StartAsync(Cancel);
            await first.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            await runner.StopAsync(Cancel);
        }
        Assert.Equal(JobState.Running, (await queue.ReadAsync(id, Cancel))!.State);
        clock.Advance(JobQueue.Lease + TimeSpan.FromSeconds(1));
        var second = new Waiting();
        using var next = Runner(queue, second);
        await next.StartAsync(Cancel);
        await second.Started.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        await next.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_runner_stopped_while_it_waits_for_the_database_ends_as_if_it_had_nothing_to_do()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var database = await MigratedAsync(test);
        var (held, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var writing = database.WriteAsync(async _ => { held.SetResult(); await release.Task; }, Cancel);
        await held.Task;
        using var runner = Runner(new JobQueue(database, TimeProvider.System), new Waiting());
        await runner.StartAsync(Cancel);
        await Task.Delay(TimeSpan.FromMilliseconds(300), Cancel); // until it asks for a job
        await runner.StopAsync(Cancel);
        release.SetResult();
        await writing;
        Assert.Equal(TaskStatus.RanToCompletion, runner.ExecuteTask!.Status);
    }

    private static JobRunner Runner(JobQueue queue, IJob job) => new(queue, [job], TimeProvider.System, NullLogger<JobRunner>.Instance);

    private sealed class Counting : IJob
    {
        public string Name => "test.count";

        public Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel)
        {
            var until = arguments.GetProperty("until").GetInt32();
            if (until < 0) throw new InvalidOperationException("until is negative");
            progress.Report(new(until, until));
            return Task.FromResult(JsonSerializer.SerializeToElement(until));
        }
    }

    private sealed class Waiting : IJob
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "test.wait";

        public async Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel)
        {
            Started.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return default;
            }
            finally
            {
                Cancelled.TrySetResult();
            }
        }
    }
}
