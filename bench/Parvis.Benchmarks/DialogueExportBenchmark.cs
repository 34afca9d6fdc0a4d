using System.CommandLine;
using System.Globalization;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;

namespace Parvis.Benchmarks;

/// <summary>Processor time and memory of writing the files of an export, from votes that stream.</summary>
internal static class DialogueExportBenchmark
{
    private static readonly Simulation Large = new(50_000, 1_000, 5_000_000, 3, 0, 1);

    public static Command Create() => new Command("dialogue-export", "Writes 5 million simulated votes of 50,000 people on 1,000 statements as a Polis export. Must take at most 20 s and 64 MB beyond what the program holds before.")
        .Measures((_, output, cancel) => RunAsync(output, cancel));

    private static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-bench-");
        try
        {
            for (var run = 0; run < 20; run++) await WriteAsync(Made(new(400, 60, 8_000, 3, 0, (ulong)run)), folder.FullName, cancel); // not measured: the first runs compile
            var making = new Measurement();
            await foreach (var _ in Made(Large).VotesAsync(VoteOrder.ByStatement, cancel)) { }
            await foreach (var _ in Made(Large).VotesAsync(VoteOrder.ByTime, cancel)) { }
            var made = making.Processor;
            var conversation = Made(Large);
            var before = HeldMegabytes("VmHWM:");
            var writing = new Measurement();
            await WriteAsync(conversation, folder.FullName, cancel);
            var (seconds, extra) = (writing.Processor.TotalSeconds, HeldMegabytes("VmHWM:") - before);
            var bytes = folder.EnumerateFiles().Sum(file => file.Length);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{Large.Votes} votes, {bytes / 1e6:F0} MB of files: {writing}, of it making the votes {made.TotalSeconds:F2} s; {extra:F0} MB beyond the {before:F0} MB held before"));
            return [new("export of 5M votes", seconds, "s", 20, AtMost: true), new("export of 5M votes, memory", extra, "MB", 64, AtMost: true)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SimulatedConversation Made(Simulation simulation) => new(simulation, "", number => $"{number}");

    private static Task WriteAsync(SimulatedConversation conversation, string folder, CancellationToken cancel) =>
        new PolisExporter(conversation, conversation.Published, PolisDialect.Current).WriteAsync(file => File.Create(Path.Combine(folder, file)), cancel);

    private static double HeldMegabytes(string line) =>
        double.Parse(File.ReadLines("/proc/self/status").First(text => text.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
