using System.Data.Common;
using System.Text.Json;
using Dapper;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Jobs;

/// <summary>Where one job stands.</summary>
public enum JobState
{
    /// <summary>Nobody has taken it yet.</summary>
    Waiting,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>It ended as it should; its report says what it did.</summary>
    Done,

    /// <summary>It ended with an error; its report says which.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Stopped,
}

/// <summary>One piece of background work.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="Name">The kind of work, <see cref="IJob.Name"/>.</param>
/// <param name="Arguments">What was asked for.</param>
/// <param name="AskedBy">Who asked: a person's id, or <c>schedule</c>.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all, when known.</param>
/// <param name="StartedAt">When work began.</param>
/// <param name="EndedAt">When work ended.</param>
/// <param name="Report">What it says for people, as JSON.</param>
public sealed record Job(string Id, string Name, JsonElement Arguments, string AskedBy, DateTimeOffset AskedAt, JobState State, long Done, long? Total, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, JsonElement? Report);

/// <summary>Background work as rows: asked for by pages and the API, taken by <see cref="JobRunner"/>.</summary>
/// <param name="database">The node's database.</param>
/// <param name="time">The clock.</param>
public sealed class JobQueue(Database database, TimeProvider time)
{
    /// <summary>How long a process may be silent before another takes its job.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const string Columns = "id AS Id, name AS Name, arguments AS Arguments, asked_by AS AskedBy, asked_at AS AskedAt, state AS State, done AS Done, total AS Total, started_at AS StartedAt, ended_at AS EndedAt, report AS Report";
    private const string Ask = "INSERT INTO kernel_job (id, name, arguments, asked_by, asked_at, state, done) VALUES (@id, @name, @arguments, @askedBy, @now, 'Waiting', 0)";
    private const string One = $"SELECT {Columns} FROM kernel_job WHERE id = @id";
    private const string Recent = $"SELECT {Columns} FROM kernel_job ORDER BY asked_at DESC, id DESC LIMIT @limit";
    private const string Next = $"SELECT {Columns} FROM kernel_job WHERE (state = 'Waiting' AND NOT EXISTS (SELECT 1 FROM kernel_job AS twin WHERE twin.state = 'Running' AND twin.name = kernel_job.name AND twin.arguments = kernel_job.arguments)) OR (state = 'Running' AND taken_until < @now) ORDER BY asked_at, id LIMIT 1";
    private const string Take = "UPDATE kernel_job SET state = 'Running', started_at = COALESCE(started_at, @now), taken_until = @until WHERE id = @id";
    private const string Keep = "UPDATE kernel_job SET done = @done, total = @total, taken_until = @until WHERE id = @id AND state = 'Running' AND taken_until = @held";
    private const string End = "UPDATE kernel_job SET state = @state, ended_at = @now, taken_until = NULL, report = @report WHERE id = @id AND state = 'Running' AND taken_until = @held";
    private const string Stop = "UPDATE kernel_job SET state = 'Stopped', ended_at = @now, taken_until = NULL WHERE id = @id AND state IN ('Waiting', 'Running')";

    /// <summary>Asks for work; it begins when a process is free.</summary>
    /// <returns>The job's id.</returns>
    public Task<string> AskAsync<TArguments>(string name, TArguments arguments, string askedBy, CancellationToken cancel) =>
        database.WriteAsync(transaction => AskAsync(transaction, name, arguments, askedBy), cancel);

    /// <summary>Asks for work inside the caller's transaction: it is asked for if and only if that commits.</summary>
    /// <returns>The job's id.</returns>
    public async Task<string> AskAsync<TArguments>(DbTransaction transaction, string name, TArguments arguments, string askedBy)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        await transaction.Connection!.ExecuteAsync(Ask, new { id, name, arguments = JsonSerializer.Serialize(arguments, JsonSerializerOptions.Web), askedBy, now }, transaction);
        return id;
    }

    /// <summary>One job, or null.</summary>
    public async Task<Job?> ReadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(One, new { id }))?.ToJob();
    }

    /// <summary>The jobs asked for last, newest first.</summary>
    public async Task<IReadOnlyList<Job>> RecentAsync(int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Recent, new { limit })).Select(row => row.ToJob())];
    }

    /// <summary>Stops a job that waits or runs.</summary>
    /// <returns>False when it had ended already or is unknown.</returns>
    public Task<bool> StopAsync(string id, CancellationToken cancel) => ChangeAsync(Stop, new { id, now = time.GetUtcNow() }, cancel);

    /// <summary>Takes the oldest job that waits, or whose process fell silent; null when there is none. What is under way already, with the same arguments, is not begun a second time beside it.</summary>
    internal Task<TakenJob?> TakeAsync(CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var now = time.GetUtcNow();
        var row = await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(Next, new { now }, transaction);
        if (row is null) return null;
        var until = now + Lease;
        await transaction.Connection!.ExecuteAsync(Take, new { id = row.Id, now, until }, transaction);
        return new TakenJob(row.ToJob(), until);
    }, cancel);

    /// <summary>Says how far a job is and lengthens its lease.</summary>
    /// <returns>False when it was stopped meanwhile, or another process took it.</returns>
    internal async Task<bool> KeepAsync(TakenJob taken, JobProgress progress, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + Lease;
        if (!await ChangeAsync(Keep, new { id = taken.Job.Id, done = progress.Done, total = progress.Total, until, held = taken.Until }, cancel)) return false;
        taken.Until = until;
        return true;
    }

    /// <summary>Writes how a job ended.</summary>
    /// <returns>False when it was stopped meanwhile, or another process took it.</returns>
    internal Task<bool> EndAsync(TakenJob taken, JobState state, JsonElement report, CancellationToken cancel) =>
        ChangeAsync(End, new { id = taken.Job.Id, state = state.ToString(), now = time.GetUtcNow(), report = report.GetRawText(), held = taken.Until }, cancel);

    private Task<bool> ChangeAsync(string sql, object parameters, CancellationToken cancel) =>
        database.WriteAsync(async transaction => await transaction.Connection!.ExecuteAsync(sql, parameters, transaction) == 1, cancel);

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Arguments { get; set; } = "";
        public string AskedBy { get; set; } = "";
        public DateTimeOffset AskedAt { get; set; }
        public string State { get; set; } = "";
        public long Done { get; set; }
        public long? Total { get; set; }
        public DateTimeOffset? StartedAt { get; set; }
        public DateTimeOffset? EndedAt { get; set; }
        public string? Report { get; set; }

        public Job ToJob() => new(Id, Name, Json(Arguments), AskedBy, AskedAt, Enum.Parse<JobState>(State), Done, Total, StartedAt, EndedAt, Report is null ? null : Json(Report));

        private static JsonElement Json(string text)
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
    }
}
