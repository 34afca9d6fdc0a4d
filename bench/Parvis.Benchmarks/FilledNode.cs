using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>A data folder with the founding collection and every shared catalogue, as a node has it that has been used.</summary>
internal sealed class FilledNode : IDisposable
{
    private readonly bool _kept;

    private FilledNode(string path, bool kept) => (Path, _kept) = (path, kept);

    public string Path { get; }

    /// <summary>Uses the data folder <paramref name="kept"/>, which is filled when it is new; without it one that is removed at the end.</summary>
    public static async Task<FilledNode> MakeAsync(string? kept, string cases, CancellationToken cancel)
    {
        var node = new FilledNode(kept ?? Directory.CreateTempSubdirectory("parvis-bench-").FullName, kept is not null);
        if (File.Exists(new DataFolder(node.Path).DatabaseFile)) return node;
        await using var services = await HarvestBenchmark.OpenAsync(node.Path, cancel);
        await HarvestBenchmark.HarvestAsync(services, await HarvestBenchmark.SourcesAsync(services, cases, cancel), cancel);
        return node;
    }

    public void Dispose()
    {
        if (!_kept) Directory.Delete(Path, recursive: true);
    }
}
