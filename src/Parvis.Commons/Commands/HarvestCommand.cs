using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Evidence;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Modules;

namespace Parvis.Commons.Commands;

/// <summary><c>parvis commons harvest KIND PATH|URL</c>.</summary>
internal static class HarvestCommand
{
    public static Command Create(OpenNode open)
    {
        var kind = new Argument<string>("KIND") { Description = $"What the source is: {string.Join(", ", CatalogueReaders.Kinds)}." };
        kind.AcceptOnlyFromAmong([.. CatalogueReaders.Kinds]);
        var address = new Argument<string>("PATH|URL") { Description = "A file, a folder or an http(s) address, e.g. https://data.example.org (CKAN) or ./mof/models." };
        var name = new Option<string?>("--name") { Description = "What to call the source." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("harvest", "Reads a catalogue into the commons. Reading it again changes nothing that has not changed.\n\nExample: parvis commons harvest mof ./models") { kind, address, name, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var where = parsed.GetRequiredValue(address);
            if (!CatalogueFetch.IsWeb(where, out _) && !File.Exists(where) && !Directory.Exists(where))
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{Path.GetFullPath(where)}: there is no such file or folder; nothing was read.");
                return ExitCodes.Unreachable;
            }
            var node = await open(parsed, cancel);
            var source = await node.GetRequiredService<SourceRegister>().FindOrAddAsync(parsed.GetRequiredValue(kind), CatalogueFetch.IsWeb(where, out _) ? where : Path.GetFullPath(where), parsed.GetValue(name), everyHours: null, "command line", cancel);
            return await RunAsync(node, source, parsed.GetValue(json), parsed.InvocationConfiguration, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider node, CatalogueSource source, bool json, InvocationConfiguration console, CancellationToken cancel)
    {
        var line = new ProgressLine(console.Error, !Console.IsErrorRedirected, "records", node.GetRequiredService<TimeProvider>());
        var bytes = CatalogueFetch.IsWeb(source.Address, out _) ? null : BytesAt(source.Address);
        var report = await node.GetRequiredService<Harvest>().RunAsync(source,
            step => line.Show(step.Records, bytes is > 0 ? (double)step.Bytes / bytes : null),
            problem => { lock (line) { line.Clear(); console.Error.WriteLine($"{problem.Place}: {problem.Severity}: {problem.Rule}: {problem.Detail}"); } }, cancel);
        await node.GetRequiredService<ChangeFollower>().CatchUpAsync(cancel);
        line.Clear();
        console.Output.WriteLine(json ? JsonSerializer.Serialize(report, JsonSerializerOptions.Web) : Words(source, report));
        return report.Problems.Any(problem => problem.Severity == HarvestProblem.Unreachable) ? ExitCodes.Unreachable : report.Refused > 0 ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static string Words(CatalogueSource source, HarvestReport report) => $"""
        {source.Name} ({source.Kind}, source {source.Id})
          files        {report.Files} read, {report.OtherFiles} of them without records
          records      {report.Found} found: {report.New} new, {report.Changed} changed, {report.Unchanged} unchanged, {report.Repeated} repeated
          withdrawn    {report.Withdrawn}{(report.Complete ? "" : " (nothing is withdrawn by a reading that is not complete)")}
          refused      {report.Refused}
          fields       {report.FieldsDropped} left out
        """;

    private static long? BytesAt(string path)
    {
        if (File.Exists(path)) return new FileInfo(path).Length;
        return Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : null;
    }
}
