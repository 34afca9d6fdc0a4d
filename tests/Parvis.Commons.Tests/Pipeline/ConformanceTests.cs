using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Commons.Tests.Readers;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;

namespace Parvis.Commons.Tests.Pipeline;

/// <summary>Every shared file of the six kinds through the whole pipeline, counted independently from its readings.</summary>
public sealed class ConformanceTests
{
    private static readonly string[] Kinds = ["dpg", "os-ai-map", "mof", "huggingface", "ckan", "croissant"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Each_thing_of_each_catalogue_is_shown_once_and_each_refusal_is_told(Dialect dialect)
    {
        foreach (var kind in Kinds) Cases.Of(kind);
        await using var node = await CommonsNode.StartAsync(dialect);
        var expected = new HashSet<(string Authority, string Key)>();
        foreach (var kind in Kinds)
        {
            var readings = Cases.Files(kind).Select(file => Cases.Read(kind, file)).ToList();
            var found = readings.SelectMany(file => file.OfType<Reading.Found>()).ToList();
            var report = await node.HarvestAsync(kind, Cases.Of(kind));
            Assert.Equal((true, readings.Count, found.Count, readings.Sum(file => file.OfType<Reading.Refused>().Count()), 0),
                (report.Complete, report.Files, report.Found, report.Refused, report.Withdrawn));
            Assert.Equal(report.Found, report.New + report.Changed + report.Unchanged + report.Repeated);
            Assert.Equal(0, report.Changed + report.Unchanged);
            expected.UnionWith(found.Where(reading => reading.Record.Kind is not null).Select(reading => (reading.Record.Authority, reading.Record.Key)));
        }
        var records = await node.CatalogueAsync();
        var shown = records.SelectMany(record => record.Sources.Select(source => (source.Authority, source.Key)).Distinct()).ToList();
        Assert.Equal(expected.Count, shown.Count);
        Assert.Equal(expected, shown.ToHashSet());
        Assert.All(records, record => Assert.Equal(record.Sources.Select(source => source.HomeId).Distinct().Count(), record.Sources.Select(source => source.Authority).Distinct().Count()));
        await node.CatchUpAsync();
        Assert.Equal(records.Count, Indicators.CommonsFigures.Of(node.Get<Kernel.Search.ISearchIndex>()).Records);
        await VerifyLedgerAsync(node);
        TestContext.Current.TestOutputHelper!.WriteLine($"{expected.Count} things in {records.Count} records, {await node.Records.SequenceAsync(Cancel)} versions");
    }

    private static async Task VerifyLedgerAsync(CommonsNode node)
    {
        var damages = new List<LedgerDamage>();
        var check = await new LedgerVerifier(node.Folder, node.Get<NodeKey>().Verifier).VerifyAsync(damages.Add, Cancel);
        Assert.Empty(damages);
        Assert.Equal(await node.Records.SequenceAsync(Cancel), check.Entries);
    }
}
