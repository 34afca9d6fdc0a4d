using System.Data.Common;
using System.Security.Cryptography;
using System.Threading.Channels;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Storage;

namespace Parvis.Commons.Evidence;

/// <summary>Reads a source from beginning to end: what it says is stored, joined with what others say, published and attested, batch by batch.</summary>
/// <remarks>Each batch is one transaction, and doing it again changes nothing; so a reading that was cut off is simply done again.</remarks>
internal sealed class Harvest(Database database, CatalogueFetch fetch, CataloguePublication publication, TimeProvider time)
{
    private const int BatchLength = 1000;
    private const string AfterEveryRun = "z"; // names of runs are hexadecimal and grow with time

    /// <summary>Reads <paramref name="source"/>.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="problem">Told of each problem as it is met.</param>
    /// <param name="cancel">Stops after the batch being written; what was written stays.</param>
    /// <returns>What the reading brought; incomplete when the source was forgotten meanwhile, and then nothing of it stays.</returns>
    public async Task<HarvestReport> RunAsync(CatalogueSource source, Action<HarvestProgress> progress, Action<HarvestProblem> problem, CancellationToken cancel)
    {
        var run = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var tally = new HarvestTally(problem);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var batches = Channel.CreateBounded<IReadOnlyList<FoundStatement>>(2);
        var forgotten = false;
        var reading = Task.Run(() => ReadAsync(source, batches.Writer, tally, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                forgotten = !await database.WriteAsync(transaction => StoreAsync(transaction, source.Id, run, batch, tally, cancel), cancel);
                if (forgotten) break;
                progress(new(tally.Stored, tally.Files, tally.Bytes));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (forgotten)
        {
            tally.Missed(new(HarvestProblem.Unreachable, source.Address, Pointer: null, Line: null, Byte: null, "source.forgotten", "Somebody had this node forget the source while it was read."));
            return tally.ToReport();
        }
        await reading;
        return await database.WriteAsync(transaction => EndAsync(transaction, source, run, tally, cancel), cancel);
    }

    /// <summary>Withdraws all that a source has said and takes it from the register.</summary>
    public Task RemoveAsync(CatalogueSource source, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await WithdrawAsync(transaction, source.Id, AfterEveryRun, _ => true, cancel);
        await SourceRegister.DeleteAsync(transaction, source.Id);
    }, cancel);

    private async Task ReadAsync(CatalogueSource source, ChannelWriter<IReadOnlyList<FoundStatement>> batches, HarvestTally tally, CancellationToken cancel)
    {
        try
        {
            var batch = new List<FoundStatement>(BatchLength);
            var reader = CatalogueReaders.For(source.Kind) ?? throw new InvalidOperationException($"No reader for '{source.Kind}'.");
            await foreach (var fetched in fetch.FilesAsync(source, cancel))
            {
                if (fetched is not FetchedFile.Kept file)
                {
                    tally.Missed(((FetchedFile.Missing)fetched).Problem);
                    continue;
                }
                foreach (var found in tally.Read(file, reader, cancel))
                {
                    batch.Add(found);
                    if (batch.Count < BatchLength) continue;
                    await batches.WriteAsync(batch, cancel);
                    batch = new(BatchLength);
                }
            }
            if (batch.Count > 0) await batches.WriteAsync(batch, cancel);
        }
        finally
        {
            batches.Complete();
        }
    }

    /// <returns>False when the source was forgotten meanwhile, by whichever process: what it says must not come back.</returns>
    private async Task<bool> StoreAsync(DbTransaction transaction, string source, string run, IReadOnlyList<FoundStatement> batch, HarvestTally tally, CancellationToken cancel)
    {
        if (!await SourceRegister.StandsAsync(transaction, source)) return false;
        var before = (await CatalogueTables.DigestsAsync(transaction, source, batch.Select(found => found.HomeId).ToHashSet(StringComparer.Ordinal)))
            .ToDictionary(row => (row.HomeId, row.File), row => (row.Digest, row.SeenIn));
        var fresh = new List<FoundStatement>();
        var (same, changed) = (new List<FoundStatement>(), new List<FoundStatement>());
        var met = new HashSet<(string, string)>();
        foreach (var found in batch)
        {
            var known = before.TryGetValue((found.HomeId, found.File), out var stored);
            if (!met.Add((found.HomeId, found.File)) || (known && stored.SeenIn == run)) tally.Repeated++;
            else if (known && stored.Digest == found.Digest) same.Add(found);
            else
            {
                fresh.Add(found);
                if (known) changed.Add(found);
            }
        }
        tally.Unchanged += same.Count;
        tally.Changed += changed.Count;
        tally.New += fresh.Count - changed.Count;
        foreach (var file in same.GroupBy(found => found.File, StringComparer.Ordinal)) await CatalogueTables.MarkSeenAsync(transaction, run, source, file.Key, [.. file.Select(found => found.HomeId)]);
        foreach (var file in changed.GroupBy(found => found.File, StringComparer.Ordinal)) await CatalogueTables.RemoveStatementsAsync(transaction, source, file.Key, [.. file.Select(found => found.HomeId)]);
        await CatalogueTables.AddThingsAsync(transaction, fresh.ConvertAll(found => found.Said), cancel);
        var statements = fresh.ConvertAll(found => (found.ToStored(source), found.Bytes));
        await CatalogueTables.WriteStatementsAsync(transaction, run, statements, cancel);
        await publication.PublishAsync(transaction, fresh.Select(found => found.HomeId).ToHashSet(StringComparer.Ordinal), statements.ConvertAll(pair => pair.Item1), cancel);
        tally.Stored += batch.Count;
        return true;
    }

    private async Task<HarvestReport> EndAsync(DbTransaction transaction, CatalogueSource source, string run, HarvestTally tally, CancellationToken cancel)
    {
        if (tally.Complete) tally.Withdrawn = await WithdrawAsync(transaction, source.Id, run, tally.MayWithdraw, cancel);
        var report = tally.ToReport();
        await SourceRegister.WriteReportAsync(transaction, source.Id, report, time.GetUtcNow());
        return report;
    }

    private async Task<int> WithdrawAsync(DbTransaction transaction, string source, string run, Func<string, bool> mayWithdraw, CancellationToken cancel)
    {
        var gone = (await CatalogueTables.UnseenAsync(transaction, source, run)).Where(row => mayWithdraw(row.File)).ToList();
        foreach (var file in gone.GroupBy(row => row.File, StringComparer.Ordinal)) await CatalogueTables.RemoveStatementsAsync(transaction, source, file.Key, [.. file.Select(row => row.HomeId)]);
        await publication.PublishAsync(transaction, gone.Select(row => row.HomeId).ToHashSet(StringComparer.Ordinal), [], cancel);
        return gone.Count;
    }
}

/// <summary>How far a reading is.</summary>
/// <param name="Records">Records stored.</param>
/// <param name="Files">Files begun.</param>
/// <param name="Bytes">Bytes of those files.</param>
internal sealed record HarvestProgress(int Records, int Files, long Bytes);

/// <summary>A statement found in a kept file, ready to be stored.</summary>
internal sealed record FoundStatement(string HomeId, string File, SourceRecord Said, byte[] Bytes, string Digest, Place Place, string Kept, DateTimeOffset RetrievedAt)
{
    public static FoundStatement Of(Reading.Found found, FetchedFile.Kept file)
    {
        var bytes = StatementJson.Write(found.Record);
        return new(Thing.HomeIdOf(found.Record.Authority, found.Record.Key), file.File.Path, found.Record, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), found.Place, file.Sha256, file.RetrievedAt);
    }

    public StoredStatement ToStored(string source) => new(source, File, HomeId, Said, Digest, Kept, Place.Pointer, Place.Line, Instant.Write(RetrievedAt));
}
