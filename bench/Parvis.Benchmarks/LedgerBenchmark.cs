using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>Entries a second that are staged in the database, signed, brought into tiles and covered by a checkpoint, all flushed to the disk.</summary>
internal static class LedgerBenchmark
{
    public static Command Create()
    {
        var entries = new Option<int>("--entries") { Description = "How many statements.", DefaultValueFactory = _ => 100_000 };
        var batch = new Option<int>("--batch") { Description = "Statements a transaction and publication.", DefaultValueFactory = _ => 5_000 };
        var command = new Command("ledger", "Durable ledger entries a second on SQLite. Must reach 20,000.") { entries, batch };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(entries), parsed.GetValue(batch), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task RunAsync(int entries, int batch, TextWriter output, CancellationToken cancel)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("parvis-bench-").FullName);
        try
        {
            await using var database = Database.Sqlite(folder.DatabaseFile);
            await Migrator.MigrateAsync(database, [typeof(TileLog).Assembly], cancel);
            using var key = NodeKey.OpenOrCreate(folder, "bench/parvis");
            using var log = new TileLog(database, folder, key);
            await AppendAsync(database, log, 0, batch, cancel); // not measured: the first run compiles
            var figures = await MeasureAsync(database, log, entries, batch, cancel);
            var check = await CheckAsync(folder, key, cancel);
            await output.WriteLineAsync($"{figures}\n{check}");
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(Database database, TileLog log, int entries, int batch, CancellationToken cancel)
    {
        var (staged, published) = (TimeSpan.Zero, TimeSpan.Zero);
        var batches = Enumerable.Range(1, entries / batch).Select(i => Statements(i * batch, batch)).ToList();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        foreach (var statements in batches)
        {
            var begin = Stopwatch.GetTimestamp();
            await database.WriteAsync(transaction => log.StageAsync(transaction, statements, cancel), cancel);
            staged += Stopwatch.GetElapsedTime(begin);
            begin = Stopwatch.GetTimestamp();
            await log.PublishAsync(cancel);
            published += Stopwatch.GetElapsedTime(begin);
        }
        var wall = Stopwatch.GetElapsedTime(started);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - processor;
        return string.Create(CultureInfo.InvariantCulture, $"{entries} entries in batches of {batch}: {entries / wall.TotalSeconds:N0} a second of wall time, {entries / cpu.TotalSeconds:N0} a second of processor time (wall {wall.TotalSeconds:F2} s: staged {staged.TotalSeconds:F2} s, published {published.TotalSeconds:F2} s; processor {cpu.TotalSeconds:F2} s; {Environment.ProcessorCount} cores)");
    }

    private static async Task<string> CheckAsync(DataFolder folder, NodeKey key, CancellationToken cancel)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var check = await new LedgerVerifier(folder, key.Verifier).VerifyAsync(_ => { }, cancel);
        return string.Create(CultureInfo.InvariantCulture, $"verified {check.Entries} entries, {check.Damages} damages: wall {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s, processor {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds:F2} s");
    }

    private static async Task AppendAsync(Database database, TileLog log, int first, int count, CancellationToken cancel)
    {
        await database.WriteAsync(transaction => log.StageAsync(transaction, Statements(first, count), cancel), cancel);
        await log.PublishAsync(cancel);
    }

    /// <summary>Statements of about 400 bytes.</summary>
    private static List<Statement> Statements(int first, int count) => [.. Enumerable.Range(first, count).Select(i => new Statement(
        [new Subject(string.Create(CultureInfo.InvariantCulture, $"commons/dataset/{i}@1"), Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i))))],
        "urn:parvis:predicate:record:v1",
        JsonSerializer.SerializeToElement(new { version = 1, withdrawn = false, changedAt = "2026-11-24T04:24:08.123Z", origin = new { source = "https://data.example.org/oai?verb=ListRecords", kept = new string('a', 64) } })))];
}
