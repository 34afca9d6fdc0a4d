using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Decisions;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Sources;
using Parvis.Commons.Evidence;
using Parvis.Commons.Jobs;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Storage;
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
/// <param name="Audit">An audit with findings and a reply, of files with names that would mislead.</param>
/// <param name="LargeAudit">An audit of thousands of files.</param>
/// <param name="FailedAudit">An audit whose files are lost.</param>
/// <param name="Conversations">Conversations in every state.</param>
internal sealed record Exhibits(string Plain, string Merged, string ToSeparate, string Apart, string Gone, string Source, string Confirm, string Audit, string LargeAudit, string FailedAudit, HeldConversations Conversations)
{
    private const int ManyFiles = 3000;
    private const string Posix = "cposix\nsystem\n(S'true'\ntR."; // inert: it is only read

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
        var audit = await AuditAsync(node, person.Id, [("model.pkl", Posix), ("<script>alert(1)</script>.txt", "words"), ("txt.\u202Egpj.bin", "words"), ("نموذج/README.md", "---\nlicense: mit\nlanguage: ar\n---\n# نموذج\n"), ("data.csv", "name;age\nAna;5\n")]);
        var many = await AuditAsync(node, person.Id, [.. Enumerable.Range(0, ManyFiles).Select(at => ($"part/{at:0000}.bin", $"\0{at}"))]);
        await node.GetRequiredService<Replies>().AddAsync((await node.GetRequiredService<AuditRegister>().ReadAsync(audit, CancellationToken.None))!, "Zoë Okafor", "We withdrew this version.\nThe next one has no pickle.", person.Id, CancellationToken.None);
        var failed = await LostAsync(node, person.Id);
        var conversations = await HeldConversations.HoldAsync(node);
        await node.GetRequiredService<ChangeFollower>().CatchUpAsync(CancellationToken.None);
        var token = await node.GetRequiredService<OneTimeLinks>().CreateAsync(person.Id, LinkPurpose.SignIn, CancellationToken.None);
        return new(Thing.HomeIdOf("founding", "inkubalm-0-4b"), await RecordOfAsync(node, "scikit-learn"), await RecordOfAsync(node, "pytorch"), Thing.HomeIdOf(Registrar, "pytorch"), Thing.HomeIdOf(Registrar, "forgotten-thing"), registry.Id, OneTimeLinks.Path(token), audit, many, failed, conversations);
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

    private static async Task<string> AuditAsync(IServiceProvider node, string person, IReadOnlyList<(string Name, string Words)> files)
    {
        var (requests, id) = (node.GetRequiredService<AuditRequests>(), node.GetRequiredService<AuditRequests>().NewId());
        using var upload = node.GetRequiredService<Uploads>().Begin(id);
        foreach (var (name, words) in files) await upload.AddAsync(name, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(words)), CancellationToken.None);
        await requests.AskAsync(id, name: null, record: null, upload, person, CancellationToken.None);
        while (await node.GetRequiredService<AuditRegister>().ReadAsync(id, CancellationToken.None) is { Made: null }) await Task.Delay(50);
        return id;
    }

    private static async Task<string> LostAsync(IServiceProvider node, string person)
    {
        var (database, id) = (node.GetRequiredService<Database>(), node.GetRequiredService<AuditRequests>().NewId());
        await database.WriteAsync(transaction => AuditRegister.AddAsync(transaction, new(id, "lost.bin", "standard", null, null, 1, 1, person, TimeProvider.System.GetUtcNow(), "nosuchjob", null)), CancellationToken.None);
        return id;
    }

    private static async Task JobAsync(IServiceProvider node, string source)
    {
        var jobs = node.GetRequiredService<JobQueue>();
        var id = await jobs.AskAsync(HarvestJob.JobName, new HarvestJob.Arguments(source), "test", CancellationToken.None);
        while (await jobs.ReadAsync(id, CancellationToken.None) is { EndedAt: null }) await Task.Delay(50);
    }
}
