using System.Text.Json;
using Parvis.Commons.Evidence;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Commons.Jobs;

/// <summary>Reads a source in the background.</summary>
internal sealed class HarvestJob(SourceRegister sources, Harvest harvest) : IJob
{
    public const string JobName = "commons.harvest";

    public string Name => JobName;

    public async Task<JsonElement> RunAsync(JsonElement arguments, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var asked = arguments.Deserialize<Arguments>(JsonSerializerOptions.Web)!;
        var source = await sources.ReadAsync(asked.Source, cancel) ?? throw new InvalidOperationException($"There is no source '{asked.Source}' any more.");
        var report = await harvest.RunAsync(source, step => progress.Report(new(step.Records, Total: null)), _ => { }, cancel);
        return JsonSerializer.SerializeToElement(report, JsonSerializerOptions.Web);
    }

    /// <param name="Source">Id of the source to read.</param>
    internal sealed record Arguments(string Source);
}
