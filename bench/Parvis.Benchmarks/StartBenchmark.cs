using System.CommandLine;
using System.Globalization;

namespace Parvis.Benchmarks;

/// <summary>From the start of the program to its first page, on a data folder in use, and the memory it then rests in.</summary>
internal static class StartBenchmark
{
    private const int Starts = 3;
    private const double MostSeconds = 3;
    private const double MostMegabytes = 250;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var cases = new Option<string?>("--cases") { Description = "The folder with a folder for each kind of catalogue." };
        var folder = new Option<string?>("--folder") { Description = "Keeps the data folder here and uses it again; without it, it is made anew." };
        return new Command("start", "Seconds to the first page of an existing data folder, at most 3; memory after 30 s at rest, at most 250 MB.") { cases, folder }
            .Measures((parsed, output, cancel) => RunAsync(parsed.GetValue(folder), SharedFiles.Folder(parsed.GetValue(cases)), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string? folder, string cases, TextWriter output, CancellationToken cancel)
    {
        using var filled = await FilledNode.MakeAsync(folder, cases, cancel);
        var seconds = new List<double>();
        var memory = 0.0;
        for (var start = 1; start <= Starts; start++)
        {
            var (node, wall) = await NodeProcess.StartAsync(filled.Path, cancel);
            await using (node)
            {
                seconds.Add(wall.TotalSeconds);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"start {start}: {wall.TotalSeconds:F2} s, processor {node.Processor.TotalSeconds:F2} s, {node.Megabytes:F0} MB"));
                if (start < Starts) continue;
                await Task.Delay(Idle, cancel);
                memory = node.Megabytes;
            }
        }
        seconds.Sort();
        return [new("start to first page", seconds[Starts / 2], "s", MostSeconds, AtMost: true), new("memory at rest", memory, "MB", MostMegabytes, AtMost: true)];
    }
}
