using Parvis.Audit.Indicators;
using Parvis.Audit.Sources;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Jobs;

/// <summary>Asks for audits, and says where they stand.</summary>
internal sealed class AuditRequests(Database database, JobQueue queue, AuditRegister register, RecordRegistry records, TimeProvider time)
{
    /// <summary>Audits that one person may have waiting.</summary>
    public const int MostWaiting = 5;

    private const int LongestName = 120;

    /// <summary>A new id.</summary>
    public string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Asks for the audit of files that are about to stand in <c>uploads/{id}</c>; the row and the work are asked for together.</summary>
    /// <param name="id">Of <see cref="NewId"/>.</param>
    /// <param name="name">What to call it; null to call it as the files are.</param>
    /// <param name="record">Id of the record they are about, or null.</param>
    /// <param name="upload">The files.</param>
    /// <param name="askedBy">Id of the person.</param>
    /// <param name="cancel">Stops; then nothing is left.</param>
    public async Task AskAsync(string id, string? name, string? record, Upload upload, string askedBy, CancellationToken cancel)
    {
        upload.Keep();
        var asked = false;
        try
        {
            await AskAsync(new(id, Called(name) ?? Called(upload.CalledByItself) ?? id, "standard", Source: null, RecordId: record, upload.Files, upload.Bytes, askedBy, time.GetUtcNow(), JobId: "", Made: null), cancel);
            asked = true;
        }
        finally
        {
            if (!asked) upload.Forget();
        }
    }

    /// <summary>The id of a record that stands on this node, or null.</summary>
    public async Task<string?> KnownAsync(string? record, CancellationToken cancel) =>
        record is { Length: > 0 } && await records.ReadAsync(record, cancel) is { Withdrawn: false } known ? known.Id : null;

    /// <summary>Asks for the audit of what an address names.</summary>
    /// <param name="address">Of <see cref="AuditedAddress.Parse"/>.</param>
    /// <param name="record">Id of the record it is about, or null.</param>
    /// <param name="askedBy">Id of the person.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The audit's id.</returns>
    public async Task<string> AskAsync(Uri address, string? record, string askedBy, CancellationToken cancel)
    {
        var id = NewId();
        await AskAsync(new(id, Called(address.AbsoluteUri)!, "standard", address.AbsoluteUri, record, Files: 0, Bytes: 0, askedBy, time.GetUtcNow(), JobId: "", Made: null), cancel);
        return id;
    }

    /// <summary>Ids of the audits that wait or go on; those that failed are not among them.</summary>
    public async Task<IReadOnlySet<string>> WaitingAsync(CancellationToken cancel)
    {
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in await register.UnendedAsync(cancel))
        {
            if ((await AuditProgress.OfAsync(entry, queue, cancel)).IsOpen) waiting.Add(entry.Id);
        }
        return waiting;
    }

    /// <summary>Whether a person has as many audits waiting as one may have.</summary>
    public async Task<bool> HasEnoughAsync(string person, CancellationToken cancel) =>
        (await queue.RecentAsync(500, cancel)).Count(job => job.Name == ExamineJob.JobName && job.AskedBy == person && job.State is JobState.Waiting or JobState.Running) >= MostWaiting;

    private Task AskAsync(AuditEntry draft, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var job = await queue.AskAsync(transaction, ExamineJob.JobName, new ExamineJob.Arguments(draft.Id), draft.AskedBy);
        await AuditRegister.AddAsync(transaction, draft with { JobId = job });
    }, cancel);

    private static string? Called(string? name)
    {
        var plain = PlainNames.Of(name ?? "").Trim();
        return plain.Length == 0 ? null : plain.Length > LongestName ? plain[..LongestName] : plain;
    }
}
