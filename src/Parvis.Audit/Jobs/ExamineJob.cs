using System.Text.Json;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Audit.Jobs;

/// <summary>Makes an audit in the background: reads the files, signs the report, removes the files.</summary>
internal sealed class ExamineJob(AuditRegister register, Uploads uploads) : IJob
{
    public const string JobName = "audit.examine";

    public string Name => JobName;

    public async Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var id = arguments.Deserialize<Arguments>(JsonSerializerOptions.Web)!.Audit;
        var entry = await register.ReadAsync(id, cancel) ?? throw new InvalidOperationException($"There is no audit '{id}'.");
        if (entry.Made is null) await register.EndAsync(id, await Task.Run(() => Examine(entry, progress, cancel), cancel), cancel);
        uploads.Remove(id);
        return JsonSerializer.SerializeToElement(new { audit = id });
    }

    private AuditReport Examine(AuditEntry entry, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var folder = uploads.Find(entry.Id) ?? throw new InvalidOperationException("The files are not there any more.");
        var (files, done) = (ArtefactWalk.Files(folder), 0L);
        progress.Report(new(0, entry.Bytes));
        // One file is audited as itself, so that whoever has it can do the audit again.
        return Auditing.Run(files is [var only] ? only.Location : folder, entry.Name, ReadingDepth.Of(entry.Depth), file => progress.Report(new(Interlocked.Add(ref done, file.Length), entry.Bytes)), cancel);
    }

    /// <param name="Audit">Id of the audit to make.</param>
    internal sealed record Arguments(string Audit);
}
