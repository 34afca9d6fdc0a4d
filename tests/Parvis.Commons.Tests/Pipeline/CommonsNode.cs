using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Evidence;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Records;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;
using Record = Parvis.Kernel.Records.Record;

namespace Parvis.Commons.Tests.Pipeline;

/// <summary>A whole node without its web server, over a database of its own, at a time of its own; empty: without the founding collection.</summary>
internal sealed class CommonsNode : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly ServiceProvider _services;

    private CommonsNode(TestDatabase test, ServiceProvider services) => (_test, _services) = (test, services);

    public Database Database => Get<Database>();

    public RecordRegistry Records => Get<RecordRegistry>();

    public SourceRegister Sources => Get<SourceRegister>();

    public DataFolder Folder => Get<DataFolder>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CommonsNode> StartAsync(Dialect dialect = Dialect.Sqlite)
    {
        var test = await TestDatabase.CreateAsync(dialect);
        var node = new Node(new CommonsModule());
        var services = new ServiceCollection();
        services.AddLogging();
        NodeServices.Add(services, NodeSettings.Read(test.Folder.Path), node);
        services.AddSingleton<TimeProvider>(new SteppedTime()).AddSingleton(test.Open());
        var provider = services.BuildServiceProvider();
        await Migrator.MigrateAsync(provider.GetRequiredService<Database>(), NodeServices.Assemblies(node), Cancel);
        return new(test, provider);
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Reads a source of this node, as the command line does.</summary>
    public async Task<HarvestReport> HarvestAsync(string kind, string address)
    {
        var source = await Sources.FindOrAddAsync(kind, address, name: null, everyHours: null, "test", Cancel);
        ((SteppedTime)Get<TimeProvider>()).Step();
        return await Get<Harvest>().RunAsync(source, _ => { }, _ => { }, Cancel);
    }

    public async Task<HarvestReport> HarvestAsync(Collection collection) => await HarvestAsync("collection", collection.Path);

    /// <summary>Withdraws all that a source has said.</summary>
    public async Task ForgetAsync(string kind, string address) =>
        await Get<Harvest>().RemoveAsync(await Sources.FindOrAddAsync(kind, address, name: null, everyHours: null, "test", Cancel), Cancel);

    /// <summary>The records that stand, in the order of their change.</summary>
    public async Task<List<Record>> StandingAsync() => await Records.ChangesAsync(0, Cancel).Where(record => !record.Withdrawn).ToListAsync(Cancel);

    public async Task<List<CatalogueRecord>> CatalogueAsync() => (await StandingAsync()).ConvertAll(record => CatalogueRecord.FromBytes(record.Body));

    /// <summary>Which things are shown together, each by <c>authority:key</c>: groups and things in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> GroupsAsync() => [.. (await CatalogueAsync())
        .Select(record => string.Join(" + ", record.Sources.Select(source => $"{source.Authority}:{source.Key}").Distinct().Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal)];

    /// <summary>Every value stated and who states it, without regard to order.</summary>
    public async Task<IReadOnlyList<string>> ClaimsAsync() => [.. (await CatalogueAsync())
        .SelectMany(record => StatedValues.Of(record).SelectMany(value => value.Sources.Select(source => $"{record.Sources[source].Authority}:{record.Sources[source].Key} {value.Field} {value.Part} {value.Value}")))
        .Order(StringComparer.Ordinal)];

    /// <summary>The record in which a thing is shown.</summary>
    public async Task<Record?> ShowingAsync(string authority, string key) =>
        (await StandingAsync()).Find(record => CatalogueRecord.FromBytes(record.Body).Sources.Any(source => source.Authority == authority && source.Key == key));

    /// <summary>The size of the ledger, all of it published.</summary>
    public Task<long> LedgerAsync() => Get<IEvidenceLog>().PublishAsync(Cancel);

    public Task CatchUpAsync() => Get<ChangeFollower>().CatchUpAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _test.DisposeAsync();
    }

    /// <summary>Stands still but for one second before each reading.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 24, 4, 24, 8, TimeSpan.Zero);

        public void Step() => _now += TimeSpan.FromSeconds(1);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
