using Parvis.Commons.Evidence;
using Parvis.Commons.Indicators;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;
using static Parvis.Commons.Tests.Pipeline.Collection;

namespace Parvis.Commons.Tests.Pipeline;

public sealed class HarvestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Harvesting_three_times_changes_nothing_after_the_first(Dialect dialect)
    {
        await using var node = await CommonsNode.StartAsync(dialect);
        using var catalogue = new Collection().Says("alpha", Entry("bees", "Bees", "https://bees.org"), Entry("ants", "Ants")).Says("beta", Entry("b", "The bees", "https://bees.org"));
        var first = await node.HarvestAsync(catalogue);
        Assert.Equal((3, 3, 0, 0), (first.Found, first.New, first.Changed, first.Unchanged));
        var before = (await node.Records.SequenceAsync(Cancel), await node.LedgerAsync());
        Assert.Equal(["alpha:ants", "alpha:bees + beta:b"], await node.GroupsAsync());
        for (var again = 0; again < 2; again++)
        {
            var report = await node.HarvestAsync(catalogue);
            Assert.Equal((3, 0, 0, 3, 0), (report.Found, report.New, report.Changed, report.Unchanged, report.Withdrawn));
        }
        Assert.Equal(before, (await node.Records.SequenceAsync(Cancel), await node.LedgerAsync()));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_bytes_of_a_record_are_the_same_on_both_databases(Dialect dialect)
    {
        // worked by hand from nothing: only that they are equal is claimed, so each run compares with SQLite
        using var catalogue = new Collection().Says("alpha", Entry("bees", "Bees", "https://bees.org")).Write("alpha/Über.yaml", """[{"key":"bees","kind":"dataset","title":{"en":"Bees too"}}]""").Write("alpha/a_b.yaml", """[{"key":"bees","kind":"dataset","title":{"en":"Bees three"}}]""");
        await using var node = await CommonsNode.StartAsync(dialect);
        await using var other = await CommonsNode.StartAsync();
        await node.HarvestAsync(catalogue);
        await other.HarvestAsync(catalogue);
        Assert.Equal(Assert.Single(await other.StandingAsync()).Digest, Assert.Single(await node.StandingAsync()).Digest);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_thing_gone_from_its_source_is_withdrawn_and_comes_back_at_its_address(Dialect dialect)
    {
        await using var node = await CommonsNode.StartAsync(dialect);
        using var catalogue = new Collection().Says("alpha", Entry("bees", "Bees"), Entry("ants", "Ants"));
        await node.HarvestAsync(catalogue);
        var bees = (await node.ShowingAsync("alpha", "bees"))!.Id;
        catalogue.Says("alpha", Entry("ants", "Ants"));
        Assert.Equal(1, (await node.HarvestAsync(catalogue)).Withdrawn);
        Assert.True((await node.Records.ReadAsync(bees, Cancel))!.Withdrawn);
        Assert.Equal(["alpha:ants"], await node.GroupsAsync());
        catalogue.Says("alpha", Entry("bees", "Bees"), Entry("ants", "Ants"));
        await node.HarvestAsync(catalogue);
        var back = (await node.ShowingAsync("alpha", "bees"))!;
        Assert.Equal((bees, 3L), (back.Id, back.Version));
    }

    [Theory]
    [InlineData("[{\"key\":\"bees\",")]
    [InlineData("")]
    [InlineData("\u0001\u0002")]
    public async Task A_damaged_file_withdraws_nothing_and_the_others_are_read(string damage)
    {
        await using var node = await CommonsNode.StartAsync();
        using var catalogue = new Collection().Says("alpha", Entry("bees", "Bees")).Says("beta", Entry("b", "Wasps"));
        await node.HarvestAsync(catalogue);
        catalogue.Write("alpha/things.yaml", damage).Says("beta", Entry("b", "Wasps"), Entry("c", "Flies"));
        var report = await node.HarvestAsync(catalogue);
        Assert.Equal((0, 1), (report.Withdrawn, report.New));
        Assert.Equal(["alpha:bees", "beta:b", "beta:c"], await node.GroupsAsync());
    }

    [Fact]
    public async Task A_source_that_is_not_there_withdraws_nothing_and_is_called_incomplete()
    {
        await using var node = await CommonsNode.StartAsync();
        var catalogue = new Collection().Says("alpha", Entry("bees", "Bees"));
        await node.HarvestAsync(catalogue);
        catalogue.Dispose();
        var report = await node.HarvestAsync(catalogue);
        Assert.Equal((false, 0, HarvestProblem.Unreachable), (report.Complete, report.Withdrawn, Assert.Single(report.Problems).Severity));
        Assert.Equal(["alpha:bees"], await node.GroupsAsync());
    }

    [Fact]
    public async Task A_refused_record_leaves_the_others_and_the_counts_add_up()
    {
        await using var node = await CommonsNode.StartAsync();
        using var catalogue = new Collection().Says("alpha", Entry("bees", "Bees"), new { key = "nothing" }, Entry("bees", "Bees"), Entry("ants", "Ants", "not an identifier")).Write("alpha/README.md", "# About");
        var report = await node.HarvestAsync(catalogue);
        Assert.Equal((2, 1, 3, 1, 1), (report.Files, report.OtherFiles, report.Found, report.Refused, report.FieldsDropped));
        Assert.Equal((2, 0, 0, 1), (report.New, report.Changed, report.Unchanged, report.Repeated));
        Assert.Equal(report.Found, report.New + report.Changed + report.Unchanged + report.Repeated);
        Assert.Contains(report.Problems, problem => problem.Severity == HarvestProblem.Refused && problem.Place == "alpha/things.yaml /1");
        Assert.Equal(report, (await node.Sources.ListAsync(Cancel))[0].Report! with { Problems = report.Problems });
    }

    [Fact]
    public async Task Forgetting_a_source_withdraws_what_only_it_said()
    {
        await using var node = await CommonsNode.StartAsync();
        using var one = new Collection().Says("alpha", Entry("bees", "Bees", "https://bees.org"), Entry("ants", "Ants"));
        using var two = new Collection().Says("beta", Entry("b", "The bees", "https://bees.org"));
        await node.HarvestAsync(one);
        await node.HarvestAsync(two);
        await node.ForgetAsync("collection", one.Path);
        Assert.Equal(["beta:b"], await node.GroupsAsync());
        Assert.Equal([two.Path], (await node.Sources.ListAsync(Cancel)).Select(source => source.Address));
        Assert.DoesNotContain(await node.ClaimsAsync(), claim => claim.StartsWith("alpha", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_whose_first_thing_is_withdrawn_leads_on_to_where_its_others_are_shown()
    {
        await using var node = await CommonsNode.StartAsync();
        using var one = new Collection().Says("alpha", Entry("bees", "Bees", "https://bees.org"));
        using var two = new Collection().Says("beta", Entry("b", "The bees", "https://bees.org"));
        await node.HarvestAsync(one);
        await node.HarvestAsync(two);
        await node.ForgetAsync("collection", one.Path);
        var catalogue = node.Get<Catalogue>();
        Assert.Equal(new CatalogueLookup.Moved(Thing.HomeIdOf("beta", "b")), await catalogue.ReadAsync(Thing.HomeIdOf("alpha", "bees"), Cancel));
        await node.ForgetAsync("collection", two.Path);
        Assert.IsType<CatalogueLookup.Gone>(await catalogue.ReadAsync(Thing.HomeIdOf("beta", "b"), Cancel));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_source_forgotten_while_it_is_read_leaves_nothing_behind(Dialect dialect)
    {
        await using var node = await CommonsNode.StartAsync(dialect);
        using var catalogue = new Collection();
        catalogue.Says("alpha", [.. Enumerable.Range(0, 2500).Select(i => Entry($"k{i}", $"Thing {i}"))]);
        var source = await node.Sources.FindOrAddAsync("collection", catalogue.Path, name: null, everyHours: null, "test", Cancel);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var forgotten = new ManualResetEventSlim();
        var reading = Task.Run(() => node.Get<Harvest>().RunAsync(source, _ => { begun.TrySetResult(); forgotten.Wait(Cancel); }, _ => { }, Cancel), Cancel);
        await begun.Task;
        await node.ForgetAsync("collection", catalogue.Path);
        forgotten.Set();
        var report = await reading;
        Assert.Equal((false, "source.forgotten"), (report.Complete, Assert.Single(report.Problems).Rule));
        Assert.Empty(await node.StandingAsync());
        Assert.Empty(await node.Sources.CountsAsync(Cancel));
        Assert.Empty(await node.Sources.ListAsync(Cancel));
    }

    [Fact]
    public async Task Only_the_program_speaks_as_the_founding_collection()
    {
        await using var node = await CommonsNode.StartAsync();
        await node.HarvestAsync("collection", CatalogueSource.FoundingAddress);
        Assert.Equal(["founding"], (await node.CatalogueAsync()).SelectMany(record => record.Sources).Select(source => source.Authority).Distinct());
        using var stranger = new Collection().Write("parvis:founding/models.yaml", """[{"key":"bees","kind":"model","title":{"en":"Bees"}}]""");
        await node.HarvestAsync(stranger);
        Assert.NotNull(await node.ShowingAsync("collection:parvis:founding", "bees"));
    }

    [Fact]
    public async Task A_data_folder_whose_founding_files_had_no_folder_yet_keeps_its_records_when_they_are_read_again()
    {
        await using var node = await CommonsNode.StartAsync();
        await node.HarvestAsync("collection", CatalogueSource.FoundingAddress);
        var before = (await node.StandingAsync()).Select(record => record.Id).Order(StringComparer.Ordinal).ToList();
        await node.Database.WriteAsync(async transaction =>
        {
            await using var command = transaction.Connection!.CreateCommand();
            command.CommandText = "UPDATE commons_statement SET file = REPLACE(file, 'parvis:founding/', '')";
            await command.ExecuteNonQueryAsync(Cancel);
        }, Cancel);
        var report = await node.HarvestAsync("collection", CatalogueSource.FoundingAddress);
        Assert.Equal((report.Found, report.Found), (report.New, report.Withdrawn));
        Assert.Equal(before, (await node.StandingAsync()).Select(record => record.Id).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Sources_harvested_in_any_order_give_the_same_things_groups_and_claims(Dialect dialect)
    {
        using var one = new Collection().Says("alpha", Entry("a1", "Bees", "https://bees.org"), Entry("a2", "Bees large", "https://bees.org"), Entry("a3", "Ants", "doi:10.5281/zenodo.1"));
        using var two = new Collection().Says("beta", Entry("b1", "Bees", "https://bees.org", "hf:datasets/x/bees"), Entry("b2", "Ants!", "doi:10.5281/zenodo.1"));
        using var three = new Collection().Says("gamma", Entry("c1", "BEES", "hf:datasets/x/bees"), Entry("c2", "Wasps", "https://wasps.org"));
        (IReadOnlyList<string> Groups, IReadOnlyList<string> Claims)? expected = null;
        foreach (var order in (Collection[][])[[one, two, three], [one, three, two], [two, one, three], [two, three, one], [three, one, two], [three, two, one]])
        {
            await using var node = await CommonsNode.StartAsync(dialect);
            foreach (var source in order) await node.HarvestAsync(source);
            expected ??= (await node.GroupsAsync(), await node.ClaimsAsync());
            Assert.Equal(expected.Value.Groups, await node.GroupsAsync());
            Assert.Equal(expected.Value.Claims, await node.ClaimsAsync());
        }
        Assert.Equal(["alpha:a1 + beta:b1 + gamma:c1", "alpha:a2", "alpha:a3 + beta:b2", "gamma:c2"], expected!.Value.Groups);
    }

    [Fact]
    public async Task What_one_thing_loses_can_make_two_others_one()
    {
        await using var node = await CommonsNode.StartAsync();
        using var catalogue = new Collection().Says("alpha", Entry("a1", "Bees small", "https://bees.org"), Entry("a2", "Bees large", "https://bees.org")).Says("beta", Entry("b", "Bees", "https://bees.org"));
        await node.HarvestAsync(catalogue);
        Assert.Equal(["alpha:a1", "alpha:a2", "beta:b"], await node.GroupsAsync()); // alpha keeps two things there, so the address names neither
        catalogue.Says("alpha", Entry("a1", "Bees small", "https://bees.org"), Entry("a2", "Bees large"));
        await node.HarvestAsync(catalogue);
        Assert.Equal(["alpha:a1 + beta:b", "alpha:a2"], await node.GroupsAsync());
    }

    [Fact]
    public async Task Additions_alone_wait_for_the_statement_that_says_what_the_thing_is()
    {
        await using var node = await CommonsNode.StartAsync();
        using var catalogue = new Collection().Write("screening.json", """{"bees":{"name":"Bees","clearOwnership":{"isOwnershipExplicit":"Yes"}}}""");
        Assert.Equal(1, (await node.HarvestAsync("dpg", catalogue.Path)).New);
        Assert.Empty(await node.StandingAsync());
        catalogue.Write("nominees.json", """{"bees":{"name":"Bees","license":[{"spdx":"MIT"}],"website":"https://bees.org"}}""");
        await node.HarvestAsync("dpg", catalogue.Path);
        var bees = Assert.Single(await node.CatalogueAsync());
        Assert.Equal(["nominees.json", "screening.json"], bees.Sources.Select(source => source.File));
        Assert.Contains(bees.Facts, fact => fact.Value.Name == "dpg.clearOwnership.isOwnershipExplicit" && fact.Value.Value == "Yes");
    }

    [Fact]
    public async Task Additions_left_behind_by_a_withdrawn_thing_join_nothing()
    {
        await using var node = await CommonsNode.StartAsync();
        const string screening = """{"bees":{"name":"Bees","clearOwnership":{"isOwnershipExplicit":"Yes"}}}""";
        using var catalogue = new Collection().Write("nominees.json", """{"bees":{"name":"Bees","website":"https://bees.org","license":[]},"ants":{"name":"Ants","license":[]}}""").Write("screening.json", screening);
        await node.HarvestAsync("dpg", catalogue.Path);
        catalogue.Write("nominees.json", """{"ants":{"name":"Ants","license":[]}}""");
        await node.HarvestAsync("dpg", catalogue.Path);
        Assert.Equal(["dpg:ants"], await node.GroupsAsync());
        using var other = new Collection().Says("beta", Entry("b", "Bees", "https://bees.org"));
        await node.HarvestAsync(other);
        Assert.Equal(["beta:b", "dpg:ants"], await node.GroupsAsync());
    }

    [Fact]
    public async Task The_first_of_two_readings_at_once_withdraws_nothing_that_the_other_has_seen()
    {
        await using var node = await CommonsNode.StartAsync();
        using var catalogue = new Collection();
        catalogue.Says("alpha", [.. Enumerable.Range(0, 3500).Select(i => Entry($"k{i}", $"Thing {i}"))]);
        await node.HarvestAsync(catalogue);
        var source = (await node.Sources.ListAsync(Cancel))[0];
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => node.Get<Harvest>().RunAsync(source, _ => { }, _ => { }, Cancel), Cancel)));
        Assert.Equal(3500, (await node.Records.CountAsync("commons", Cancel))["dataset"]);
        Assert.Equal(3500, await node.LedgerAsync());
    }
}
