using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Evidence;
using Parvis.Commons.Jobs;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Xunit;

namespace Parvis.Browser.Tests;

/// <summary>What the node holds beside its founding collection, so that every kind of page has something to show.</summary>
/// <param name="Plain">A record of the founding collection alone.</param>
/// <param name="Merged">A record that two authorities speak of.</param>
/// <param name="ToSeparate">Another such record, for the test that sets things apart.</param>
/// <param name="Apart">The record that its second thing has when alone.</param>
/// <param name="Gone">A record whose only source was forgotten.</param>
/// <param name="Source">A source that was read.</param>
/// <param name="Confirm">A one-time link that nobody uses.</param>
internal sealed record Exhibits(string Plain, string Merged, string ToSeparate, string Apart, string Gone, string Source, string Confirm)
{
    private const string Registrar = "dpg";

    // Two things of the founding collection, by their addresses, as another authority might describe them.
    private const string Registry = """
        {
          "scikit-learn": {"name": "scikit-learn", "type": ["software"], "website": "https://scikit-learn.org", "license": [{"spdx": "BSD-3-Clause", "licenseURL": "https://github.com/scikit-learn/scikit-learn/blob/main/COPYING"}], "SDGs": [{"SDGNumber": 4, "evidenceText": "Used in teaching", "evidenceURL": "https://scikit-learn.org"}], "stage": "nominee"},
          "pytorch": {"name": "PyTorch", "type": ["software"], "website": "https://pytorch.org", "license": [{"spdx": "BSD-3-Clause"}]}
        }
        """;

    private const string Forgotten = """{"forgotten-thing": {"name": "Forgotten thing", "type": ["software"], "website": "https://forgotten.example.org"}}""";

    public static async Task<Exhibits> HangAsync(IServiceProvider node, string folder)
    {
        var registry = await HarvestAsync(node, folder, "registry", Registry);
        var forgotten = await HarvestAsync(node, folder, "forgotten", Forgotten);
        await node.GetRequiredService<Harvest>().RemoveAsync(forgotten, CancellationToken.None);
        var person = (await node.GetRequiredService<People>().CreateAsync("Zoë Okafor", "zoe@example.org", Role.Curator, CancellationToken.None)).Person!;
        var key = await node.GetRequiredService<ApiKeys>().CreateAsync(person.Id, "nightly harvest", ["commons.harvest"], TimeSpan.FromDays(90), CancellationToken.None);
        Assert.IsType<KeyOutcome.Created>(key);
        await JobAsync(node, registry.Id);
        await JobAsync(node, forgotten.Id); // fails: there is no such source any more
        await node.GetRequiredService<ChangeFollower>().CatchUpAsync(CancellationToken.None);
        var token = await node.GetRequiredService<OneTimeLinks>().CreateAsync(person.Id, LinkPurpose.SignIn, CancellationToken.None);
        return new(Thing.HomeIdOf("founding", "inkubalm-0-4b"), await RecordOfAsync(node, "scikit-learn"), await RecordOfAsync(node, "pytorch"), Thing.HomeIdOf(Registrar, "pytorch"), Thing.HomeIdOf(Registrar, "forgotten-thing"), registry.Id, OneTimeLinks.Path(token));
    }

    private static async Task<string> RecordOfAsync(IServiceProvider node, string key) =>
        await node.GetRequiredService<Commons.Indicators.Catalogue>().ReadAsync(Thing.HomeIdOf(Registrar, key), CancellationToken.None) is Commons.Indicators.CatalogueLookup.Moved moved
            ? moved.Id
            : throw new InvalidOperationException($"The registry's '{key}' was not joined with the founding collection's.");

    private static async Task<CatalogueSource> HarvestAsync(IServiceProvider node, string folder, string name, string nominees)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "sources", name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(path, "nominees.json"), nominees);
        var source = await node.GetRequiredService<SourceRegister>().FindOrAddAsync(Registrar, path, name, everyHours: null, "test", CancellationToken.None);
        var report = await node.GetRequiredService<Harvest>().RunAsync(source, _ => { }, _ => { }, CancellationToken.None);
        Assert.Equal(0, report.Refused);
        return source;
    }

    private static async Task JobAsync(IServiceProvider node, string source)
    {
        var jobs = node.GetRequiredService<JobQueue>();
        var id = await jobs.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source), "test", CancellationToken.None);
        while (await jobs.ReadAsync(id, CancellationToken.None) is { EndedAt: null }) await Task.Delay(50);
    }
}
