using System.CommandLine;
using System.Globalization;
using Parvis.Dialogue;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>Processor time and memory of writing the files of an export, from votes that stream.</summary>
internal static class DialogueExportBenchmark
{
    private static readonly Simulation Large = new(50_000, 1_000, 5_000_000, 3, 0, 1);

    public static Command Create()
    {
        var stored = new Option<bool>("--stored") { Description = "From a node's database, into which they are imported before, instead of from where they are made." };
        return new Command("dialogue-export", "Writes 5 million simulated votes of 50,000 people on 1,000 statements as a Polis export. Must take at most 20 s and 64 MB beyond what the program holds before.") { stored }
            .Measures((parsed, output, cancel) => parsed.GetValue(stored) ? StoredAsync(output, cancel) : RunAsync(output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-bench-");
        try
        {
            for (var run = 0; run < 20; run++) await ExportAsync(Made(new(400, 60, 8_000, 3, 0, (ulong)run)), folder, cancel); // not measured: the first runs compile
            var making = new Measurement();
            await foreach (var _ in Made(Large).VotesAsync(VoteOrder.ByStatement, cancel)) { }
            await foreach (var _ in Made(Large).VotesAsync(VoteOrder.ByTime, cancel)) { }
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"making the votes alone: processor {making.Processor.TotalSeconds:F2} s"));
            return await MeasureAsync("", Made(Large), folder, output, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> StoredAsync(TextWriter output, CancellationToken cancel)
    {
        var data = new DataFolder(Directory.CreateTempSubdirectory("parvis-bench-").FullName);
        var folder = Directory.CreateDirectory(Path.Combine(data.Path, "files"));
        try
        {
            await using var database = Database.Sqlite(data.DatabaseFile);
            await Migrator.MigrateAsync(database, [typeof(TileLog).Assembly, typeof(DialogueModule).Assembly], cancel);
            await ExportAsync(await TakeAsync(database, new(400, 60, 8_000, 3, 0, 1), cancel), folder, cancel); // not measured: the first run compiles
            var taking = new Measurement();
            var large = await TakeAsync(database, Large, cancel);
            await output.WriteLineAsync($"import: {taking}");
            return await MeasureAsync(" from the database", large, folder, output, cancel);
        }
        finally
        {
            Directory.Delete(data.Path, recursive: true);
        }
    }

    private static async Task<StoredConversation> TakeAsync(Database database, Simulation simulation, CancellationToken cancel)
    {
        var (taken, _) = await new ConversationImport(database, new(database, TimeProvider.System), TimeProvider.System).TakeAsync(Made(simulation), "en", "benchmark", cancel);
        return await StoredConversation.OpenAsync(database, taken, new(database, TimeProvider.System), new(database), new(database), showsRejected: false, standing: null, cancel);
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string from, IConversation conversation, DirectoryInfo folder, TextWriter output, CancellationToken cancel)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5", cancel); // the most ever held is counted anew from here
        var before = HeldMegabytes("VmRSS:");
        var writing = new Measurement();
        await ExportAsync(conversation, folder, cancel);
        var (seconds, extra) = (writing.Processor.TotalSeconds, HeldMegabytes("VmHWM:") - before);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Large.Votes} votes{from}, {folder.EnumerateFiles().Sum(file => file.Length) / 1e6:F0} MB of files: {writing}; {extra:F0} MB beyond the {before:F0} MB held before"));
        return [new($"export of 5M votes{from}", seconds, "s", 20, AtMost: true), new($"export of 5M votes{from}, memory", extra, "MB", 64, AtMost: true)];
    }

    private static SimulatedConversation Made(Simulation simulation) => new(simulation, "", number => $"{number}");

    private static Task ExportAsync(IConversation conversation, DirectoryInfo folder, CancellationToken cancel) =>
        new PolisExporter(conversation, conversation.Published ?? new(), PolisDialect.Current).WriteAsync(file => File.Create(Path.Combine(folder.FullName, file)), cancel);

    private static double HeldMegabytes(string line) =>
        double.Parse(File.ReadLines("/proc/self/status").First(text => text.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
