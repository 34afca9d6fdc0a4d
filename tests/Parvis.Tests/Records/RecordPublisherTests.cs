using System.Text;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;
using Record = Parvis.Kernel.Records.Record;

namespace Parvis.Tests.Records;

public sealed class RecordPublisherTests
{
    private static readonly JsonElement Origin = JsonSerializer.SerializeToElement(new { file = "bees.json" });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    private static RecordDraft Draft(string id, string body, bool withdrawn = false) =>
        new(id, new("commons", "dataset"), LocalizedText.Of("en", $"Bees {id}"), Encoding.UTF8.GetBytes(body), withdrawn);

    [Theory, MemberData(nameof(Both))]
    public async Task A_changed_record_is_a_new_version_and_equal_bytes_are_none(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        Assert.Equal(1, Assert.Single(await node.PublishAsync(Draft("a", "1"))).Version);
        Assert.Empty(await node.PublishAsync(Draft("a", "1")));
        Assert.Equal(2, Assert.Single(await node.PublishAsync(Draft("a", "2"))).Version);
        var now = (await node.Records.ReadAsync("a", Cancel))!;
        Assert.Equal((2L, "2", "commons/dataset", "Bees a"), (now.Version, Encoding.UTF8.GetString(now.Body.Span), now.Kind.ToString(), now.Titles.In("en").Words));
        Assert.Equal([2L, 1L], (await node.Records.HistoryAsync("a", Cancel)).Select(version => version.Version));
        Assert.Equal("1", Encoding.UTF8.GetString((await node.Records.ReadAsync("a", 1, Cancel))!.Body.Span));
        Assert.Null(await node.Records.ReadAsync("a", 3, Cancel));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_change_sequence_has_no_gap_and_gives_only_the_newest_version_of_each(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        await node.PublishAsync(Draft("a", "1"), Draft("b", "1"), Draft("c", "1"));
        await node.PublishAsync(Draft("b", "1"), Draft("a", "2"));
        await node.PublishAsync(Draft("c", "1", withdrawn: true));
        var versions = new List<Record>();
        foreach (var id in (string[])["a", "b", "c"]) versions.AddRange(await node.Records.HistoryAsync(id, Cancel));
        Assert.Equal([1L, 2L, 3L, 4L, 5L], versions.Select(version => version.Sequence).Order());
        Assert.Equal(5, await node.Records.SequenceAsync(Cancel));
        var changes = await node.Records.ChangesAsync(0, Cancel).ToListAsync(Cancel);
        Assert.Equal([("b", 1L, 2L), ("a", 2L, 4L), ("c", 2L, 5L)], changes.Select(change => (change.Id, change.Version, change.Sequence)));
        Assert.Equal(["c"], await node.Records.ChangesAsync(4, Cancel).Select(change => change.Id).ToListAsync(Cancel));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_withdrawn_record_comes_back_as_a_further_version_and_what_never_stood_is_not_withdrawn(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        Assert.Empty(await node.PublishAsync(Draft("a", "", withdrawn: true)));
        await node.PublishAsync(Draft("a", "1"));
        await node.PublishAsync(Draft("a", "", withdrawn: true));
        Assert.Empty(await node.Records.CountAsync("commons", Cancel));
        Assert.True((await node.Records.ReadAsync("a", Cancel))!.Withdrawn);
        Assert.Equal(3, Assert.Single(await node.PublishAsync(Draft("a", "1"))).Version);
        Assert.Equal(1, (await node.Records.CountAsync("commons", Cancel))["dataset"]);
        Assert.Equal([("a", 3L)], (await node.Records.NewestAsync("commons", 5, Cancel)).Select(record => (record.Id, record.Version)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_ledger_entry_of_a_version_attests_its_bytes(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        await node.PublishAsync(Draft("a", "1"), Draft("b", "1"));
        await node.PublishAsync(Draft("b", "2"));
        await node.Log.PublishAsync(Cancel);
        foreach (var version in (await node.Records.HistoryAsync("a", Cancel)).Concat(await node.Records.HistoryAsync("b", Cancel)))
        {
            var statement = StatementJson.Read(DsseEnvelope.Parse((await node.Log.ReadAsync(version.LedgerIndex, Cancel))!.Value).Payload);
            Assert.Equal(new Subject($"commons/dataset/{version.Id}@{version.Version}", version.Digest), Assert.Single(statement.Subjects));
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(version.Body.Span)), version.Digest);
            Assert.Equal("bees.json", statement.Predicate.GetProperty("origin").GetProperty("file").GetString());
        }
        Assert.Equal([0L, 1L, 2L], (await node.Records.HistoryAsync("a", Cancel)).Concat(await node.Records.HistoryAsync("b", Cancel)).Select(version => version.LedgerIndex).Order());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_transaction_that_is_undone_leaves_neither_record_nor_ledger_entry(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        await Assert.ThrowsAsync<TimeoutException>(() => node.Database.WriteAsync(async transaction =>
        {
            await node.Publisher.PublishAsync(transaction, [(Draft("a", "1"), Origin)], Cancel);
            throw new TimeoutException();
        }, Cancel));
        Assert.Equal(0, await node.Log.PublishAsync(Cancel));
        Assert.Null(await node.Records.ReadAsync("a", Cancel));
        Assert.Equal((0L, 1L), (Assert.Single(await node.PublishAsync(Draft("b", "1"))).LedgerIndex, await node.Records.SequenceAsync(Cancel)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Records_are_read_in_the_order_asked_for_and_unknown_ids_left_out(Dialect dialect)
    {
        await using var node = await Registry.StartAsync(dialect);
        await node.PublishAsync(Draft("a", "1"), Draft("b", "1"));
        Assert.Equal(["b", "a"], (await node.Records.ReadAsync(["b", "unknown", "a"], Cancel)).Select(record => record.Id));
        Assert.Equal(["a", "b"], (await node.Records.IdsAsync("commons", 0, 10, Cancel)).Select(row => row.Id));
        Assert.Equal(["b"], (await node.Records.IdsAsync("commons", 1, 10, Cancel)).Select(row => row.Id));
    }

    private sealed class Registry(TestDatabase test, Database database, NodeKey key, TileLog log) : IAsyncDisposable
    {
        public Database Database => database;

        public TileLog Log => log;

        public RecordRegistry Records { get; } = new(database);

        public RecordPublisher Publisher { get; } = new(log, TimeProvider.System);

        public static async Task<Registry> StartAsync(Dialect dialect)
        {
            var test = await TestDatabase.CreateAsync(dialect);
            var database = test.Open();
            await Migrator.MigrateAsync(database, [typeof(Database).Assembly], Cancel);
            var key = NodeKey.OpenOrCreate(test.Folder, "localhost/parvis");
            return new(test, database, key, new TileLog(database, test.Folder, key));
        }

        public Task<IReadOnlyList<Record>> PublishAsync(params IReadOnlyList<RecordDraft> drafts) =>
            database.WriteAsync(transaction => Publisher.PublishAsync(transaction, [.. drafts.Select(draft => (draft, Origin))], Cancel), Cancel);

        public async ValueTask DisposeAsync()
        {
            log.Dispose();
            key.Dispose();
            await test.DisposeAsync();
        }
    }
}
