using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>Entries a second that are staged in the database, signed, brought into tiles and covered by a checkpoint, all flushed to the disk.</summary>
internal static class LedgerBenchmark
{
    private const double MustReach = 20_000;
    private const int WarmUps = 4;

    public static Command Create()
    {
        var entries = new Option<int>("--entries") { Description = "How many statements.", DefaultValueFactory = _ => 100_000 };
        var batch = new Option<int>("--batch") { Description = "Statements a transaction and publication.", DefaultValueFactory = _ => 5_000 };
        return new Command("ledger", "Durable ledger entries a second on SQLite. Must reach 20,000.") { entries, batch }
            .Measures((parsed, output, cancel) => RunAsync(parsed.GetValue(entries), parsed.GetValue(batch), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(int entries, int batch, TextWriter output, CancellationToken cancel)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("parvis-bench-").FullName);
        try
        {
            await using var database = Database.Sqlite(folder.DatabaseFile);
            await Migrator.MigrateAsync(database, [typeof(TileLog).Assembly], cancel);
            using var key = NodeKey.OpenOrCreate(folder, "bench/parvis");
            using var log = new TileLog(database, folder, key);
            for (var run = 0; run < WarmUps; run++) await AppendAsync(database, log, run * batch, batch, cancel); // not measured: the first runs compile
            var rate = await MeasureAsync(database, log, entries, batch, output, cancel);
            await output.WriteLineAsync(await CheckAsync(folder, key, cancel));
            return [new("ledger", rate, "entries/s", MustReach, AtMost: false)];
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(Database database, TileLog log, int entries, int batch, TextWriter output, CancellationToken cancel)
    {
        var batches = Enumerable.Range(WarmUps, entries / batch).Select(i => Statements(i * batch, batch)).ToList();
        var (staged, published) = (TimeSpan.Zero, TimeSpan.Zero);
        var whole = new Measurement();
        foreach (var statements in batches)
        {
            var part = new Measurement();
            await database.WriteAsync(transaction => log.StageAsync(transaction, statements, cancel), cancel);
            staged += part.Wall;
            part = new Measurement();
            await log.PublishAsync(cancel);
            published += part.Wall;
        }
        var (wall, processor) = (whole.Wall, whole.Processor);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{entries} entries in batches of {batch}: wall {wall.TotalSeconds:F2} s (staged {staged.TotalSeconds:F2} s, published {published.TotalSeconds:F2} s), processor {processor.TotalSeconds:F2} s: {entries / processor.TotalSeconds:N0} entries a second of processor time"));
        return entries / wall.TotalSeconds;
    }

    private static async Task<string> CheckAsync(DataFolder folder, NodeKey key, CancellationToken cancel)
    {
        var measured = new Measurement();
        var check = await new LedgerVerifier(folder, key.Verifier).VerifyAsync(_ => { }, cancel);
        return $"verified {check.Entries} entries, {check.Damages} damages: {measured}";
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
