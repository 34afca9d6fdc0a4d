using Parvis.Commons.Decisions;
using Parvis.Commons.Records;
using Parvis.Kernel.Decisions;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;
using Parvis.Tests.Storage;
using Xunit;
using static Parvis.Commons.Tests.Pipeline.Collection;

namespace Parvis.Commons.Tests.Pipeline;

public sealed class SetApartTests
{
    private const string Somebody = "ana@example.org";

    private static readonly string Bees = Thing.HomeIdOf("alpha", "bees");
    private static readonly string TheBees = Thing.HomeIdOf("beta", "b");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    private static Collection Alpha => new Collection().Says("alpha", Entry("bees", "Bees", "https://bees.org"));

    private static Collection Beta => new Collection().Says("beta", Entry("b", "The bees", "https://bees.org"));

    private static async Task<CommonsNode> WithAsync(Dialect dialect, params Collection[] collections)
    {
        var node = await CommonsNode.StartAsync(dialect);
        foreach (var collection in collections) await node.HarvestAsync(collection);
        return node;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Set_apart_each_reads_as_if_the_other_had_never_been_harvested_and_rejoined_as_before(Dialect dialect)
    {
        using var alpha = Alpha;
        using var beta = Beta;
        await using var node = await WithAsync(dialect, alpha, beta);
        await using var onlyAlpha = await WithAsync(dialect, alpha);
        using var nothing = new Collection().Says("nobody");
        await using var onlyBeta = await WithAsync(dialect, nothing, beta); // beta at the same second as in the other node
        var together = Assert.Single(await node.StandingAsync());
        var apart = Assert.IsType<SetApartOutcome.Done>(await node.Get<SetApart>().SeparateAsync(TheBees, "Another edition.", Somebody, Cancel));
        Assert.Equal(TheBees, apart.RecordId);
        Assert.Equal(Assert.Single(await onlyAlpha.StandingAsync()).Body.ToArray(), (await node.Records.ReadAsync(Bees, Cancel))!.Body.ToArray());
        Assert.Equal(Assert.Single(await onlyBeta.StandingAsync()).Body.ToArray(), (await node.Records.ReadAsync(TheBees, Cancel))!.Body.ToArray());
        await node.HarvestAsync(beta);
        Assert.Equal(["alpha:bees", "beta:b"], await node.GroupsAsync());
        var joined = Assert.IsType<SetApartOutcome.Done>(await node.Get<SetApart>().RejoinAsync(TheBees, "The same after all.", Somebody, Cancel));
        Assert.Equal(Bees, joined.RecordId);
        Assert.Equal(together.Body.ToArray(), Assert.Single(await node.StandingAsync()).Body.ToArray());
    }

    [Fact]
    public async Task A_decision_is_attested_with_its_reason_and_nothing_about_who_decided()
    {
        using var alpha = Alpha;
        using var beta = Beta;
        await using var node = await WithAsync(Dialect.Sqlite, alpha, beta);
        var apart = Assert.IsType<SetApartOutcome.Done>(await node.Get<SetApart>().SeparateAsync(TheBees, "Another edition.", Somebody, Cancel));
        await node.HarvestAsync(beta); // a second later
        var joined = Assert.IsType<SetApartOutcome.Done>(await node.Get<SetApart>().RejoinAsync(TheBees, "The same after all.", Somebody, Cancel));
        Assert.Equal((Somebody, null, apart.Decision.Id), (apart.Decision.DecidedBy, apart.Decision.Supersedes, joined.Decision.Supersedes));
        await node.LedgerAsync();
        var entry = System.Text.Encoding.UTF8.GetString(DsseEnvelope.Parse((await node.Get<IEvidenceLog>().ReadAsync(apart.Decision.LedgerIndex, Cancel))!.Value).Payload);
        Assert.Contains("Another edition.", entry, StringComparison.Ordinal);
        Assert.Contains(TheBees, entry, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@", entry, StringComparison.Ordinal);
        Assert.Equal([joined.Decision.Id, apart.Decision.Id], (await node.Get<DecisionRegister>().AboutAsync(TheBees, Cancel)).Select(decision => decision.Id));
    }

    [Fact]
    public async Task A_decision_needs_a_reason_and_something_to_decide()
    {
        using var alpha = Alpha;
        using var beta = Beta;
        await using var node = await WithAsync(Dialect.Sqlite, alpha, beta);
        var setApart = node.Get<SetApart>();
        var before = await node.LedgerAsync();
        Assert.IsType<SetApartOutcome.NoReason>(await setApart.SeparateAsync(TheBees, "  ", Somebody, Cancel));
        Assert.IsType<SetApartOutcome.NotTogether>(await setApart.SeparateAsync("nothing", "Why not.", Somebody, Cancel));
        Assert.IsType<SetApartOutcome.NotApart>(await setApart.RejoinAsync(TheBees, "Why not.", Somebody, Cancel));
        Assert.Equal(before, await node.LedgerAsync());
    }

    [Fact]
    public async Task Set_apart_from_a_record_of_three_only_the_one_thing_leaves()
    {
        using var alpha = Alpha;
        using var beta = Beta;
        using var gamma = new Collection().Says("gamma", Entry("g", "Bees", "https://bees.org"));
        await using var node = await WithAsync(Dialect.Sqlite, alpha, beta, gamma);
        await node.Get<SetApart>().SeparateAsync(Bees, "It began the record.", Somebody, Cancel);
        Assert.Equal(["alpha:bees", "beta:b + gamma:g"], await node.GroupsAsync());
        Assert.Equal(TheBees, (await node.ShowingAsync("gamma", "g"))!.Id);
    }
}
