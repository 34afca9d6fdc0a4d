using System.Globalization;
using System.Text.Json;
using Parvis.Audit.Indicators;
using Parvis.Audit.Records;
using Parvis.Audit.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Audit.Jobs;

/// <summary>Makes an audit in the background: reads the files, signs the report, removes the files.</summary>
internal sealed class ExamineJob(AuditRegister register, Uploads uploads, ArtefactFetch fetch) : IJob
{
    public const string JobName = "audit.examine";

    public string Name => JobName;

    public async Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var id = arguments.Deserialize<Arguments>(JsonSerializerOptions.Web)!.Audit;
        var entry = await register.ReadAsync(id, cancel) ?? throw new InvalidOperationException($"There is no audit '{id}'.");
        if (entry.Made is null)
        {
            var files = entry.Source is { } address ? await FetchAsync(id, new Uri(address), progress, cancel) : Uploaded(entry);
            if (files is ArtefactOutcome.Missing missing)
            {
                uploads.Remove(id);
                return JsonSerializer.SerializeToElement(new { audit = id, missing = $"{missing.Reason}: {missing.Detail}" });
            }
            await register.EndAsync(id, await Task.Run(() => Examine(entry, (ArtefactOutcome.Fetched)files, progress, cancel), cancel), cancel);
        }
        uploads.Remove(id);
        return JsonSerializer.SerializeToElement(new { audit = id });
    }

    // What a stranger may send, a stranger may have fetched: not more.
    private async Task<ArtefactOutcome> FetchAsync(string id, Uri address, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await fetch.FetchAsync(address, uploads.Empty(id), Received, enough.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ArtefactOutcome.Missing(address, "too-large", string.Create(CultureInfo.InvariantCulture, $"this node takes {uploads.Limits.Bytes} bytes"), Refused: true);
        }

        void Received(long bytes)
        {
            progress.Report(new(bytes, Total: null));
            if (bytes > uploads.Limits.Bytes) enough.Cancel();
        }
    }

    // One file is audited as itself, so that whoever has it can do the audit again.
    private ArtefactOutcome Uploaded(AuditEntry entry)
    {
        var folder = uploads.Find(entry.Id) ?? throw new InvalidOperationException("The files are not there any more.");
        return new ArtefactOutcome.Fetched(ArtefactWalk.Files(folder) is [var only] ? only.Location : folder, entry.Name);
    }

    private static AuditReport Examine(AuditEntry entry, ArtefactOutcome.Fetched files, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var (all, done) = (ArtefactWalk.Files(files.Path).Sum(file => file.Length), 0L);
        progress.Report(new(0, all));
        return Auditing.Run(files.Path, files.Name, ReadingDepth.Of(entry.Depth), file => progress.Report(new(Interlocked.Add(ref done, file.Length), all)), cancel);
    }

    /// <param name="Audit">Id of the audit to make.</param>
    internal sealed record Arguments(string Audit);
}
