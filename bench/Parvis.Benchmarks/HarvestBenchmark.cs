using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parvis.Commons;
using Parvis.Commons.Evidence;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;

namespace Parvis.Benchmarks;

/// <summary>Records a second, from reading a catalogue's files to the ledger's checkpoint and the committed search index.</summary>
internal static class HarvestBenchmark
{
    private const double MustReach = 5_000;
    private const int UnmeasuredPasses = 2; // while they run, the program is compiled

    public static Command Create()
    {
        var cases = new Option<string?>("--cases") { Description = "The folder with a folder for each kind of catalogue." };
        var passes = new Option<int>("--passes") { Description = "How often it is measured, each time into a fresh data folder.", DefaultValueFactory = _ => 5 };
        return new Command("harvest", "Records harvested, published, attested and searchable a second. Must reach 5,000.") { cases, passes }
            .Measures((parsed, output, cancel) => RunAsync(SharedFiles.Folder(parsed.GetValue(cases)), parsed.GetValue(passes), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string cases, int passes, TextWriter output, CancellationToken cancel)
    {
        var folders = Directory.CreateTempSubdirectory("parvis-bench-").FullName;
        try
        {
            for (var pass = 0; pass < UnmeasuredPasses; pass++) await PassAsync(cases, folders, TextWriter.Null, cancel);
            var rates = new List<double>();
            for (var pass = 0; pass < passes; pass++) rates.Add(await PassAsync(cases, folders, output, cancel));
            rates.Sort();
            return [new("harvest", rates[rates.Count / 2], "records/s", MustReach, AtMost: false)];
        }
        finally
        {
            Directory.Delete(folders, recursive: true); // not between passes: ext4 is slow to give out anew what was freed within five seconds
        }
    }

    private static async Task<double> PassAsync(string cases, string folders, TextWriter output, CancellationToken cancel)
    {
        await using var node = await OpenAsync(Directory.CreateDirectory(Path.Combine(folders, Guid.NewGuid().ToString("n"))).FullName, cancel);
        var sources = await SourcesAsync(node, cases, cancel);
        var measured = new Measurement();
        var records = await HarvestAsync(node, sources, cancel);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{records} records: {measured}, {records / measured.Wall.TotalSeconds:N0} records/s, {records / measured.Processor.TotalSeconds:N0} records a second of processor time"));
        return records / measured.Wall.TotalSeconds;
    }

    /// <summary>A prepared node with the founding collection, without a web server.</summary>
    internal static async Task<ServiceProvider> OpenAsync(string folder, CancellationToken cancel)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        var modules = NodeServices.Add(services, NodeSettings.Read(folder), new Node(new CommonsModule()));
        var node = services.BuildServiceProvider();
        await NodeStart.PrepareAsync(node, modules, cancel);
        return node;
    }

    internal static async Task<IReadOnlyList<CatalogueSource>> SourcesAsync(IServiceProvider node, string cases, CancellationToken cancel)
    {
        var sources = new List<CatalogueSource>();
        foreach (var kind in SharedFiles.Kinds)
            sources.Add(await node.GetRequiredService<SourceRegister>().FindOrAddAsync(kind, Path.Combine(cases, kind), kind, everyHours: null, "benchmark", cancel));
        return sources;
    }

    /// <summary>Harvests as a serving node does: a few sources at once, while the ledger and the index follow.</summary>
    /// <returns>Records found and stored.</returns>
    internal static async Task<int> HarvestAsync(IServiceProvider node, IReadOnlyList<CatalogueSource> sources, CancellationToken cancel)
    {
        var records = 0;
        var follower = node.GetRequiredService<ChangeFollower>();
        await follower.StartAsync(cancel);
        await Parallel.ForEachAsync(sources, new ParallelOptions { MaxDegreeOfParallelism = JobRunner.AtOnce, CancellationToken = cancel }, async (source, stop) =>
        {
            var report = await node.GetRequiredService<Harvest>().RunAsync(source, _ => { }, _ => { }, stop);
            Interlocked.Add(ref records, report.Found - report.Repeated);
        });
        await follower.CatchUpAsync(cancel);
        await follower.StopAsync(cancel);
        return records;
    }
}
