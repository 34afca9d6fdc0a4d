using System.Reflection;
using Parvis.Kernel.Decisions;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;
using Parvis.Kernel.Sources;
using Parvis.Kernel.Storage;

namespace Parvis;

/// <summary>Every service of a node, room by room. Nothing here opens a file or a connection: that waits until it is used.</summary>
internal static class NodeServices
{
    /// <summary>The assemblies that carry migrations and texts: the kernel's first.</summary>
    public static IReadOnlyList<Assembly> Assemblies(Node node) =>
        [typeof(IModule).Assembly, typeof(Interface.Serving.AssetFiles).Assembly, typeof(Node).Assembly, .. node.Modules.Select(module => module.GetType().Assembly)];

    public static IReadOnlyList<ModuleBuilder> Add(IServiceCollection services, NodeSettings settings, Node node)
    {
        var folder = new DataFolder(settings.Data);
        Directory.CreateDirectory(folder.Path);
        services.AddSingleton(node).AddSingleton(settings).AddSingleton(settings.Configuration).AddSingleton(folder).AddSingleton(TimeProvider.System)
            .AddSingleton(new NodeProfile(settings.Name, settings.Address))
            .AddSingleton(_ => settings.PostgreSql is { } connection ? Database.PostgreSql(connection) : Database.Sqlite(folder.DatabaseFile));
        AddSources(services, settings);
        services.AddSingleton<RecordRegistry>().AddSingleton<IRecordChanges>(provider => provider.GetRequiredService<RecordRegistry>());
        services.AddSingleton(_ => NodeKey.OpenOrCreate(folder, settings.Origin)).AddSingleton<IEvidenceLog, TileLog>().AddSingleton<RecordPublisher>();
        services.AddSingleton<DecisionRegister>();
        services.AddSingleton<ISearchIndex, LuceneIndex>();
        services.AddSingleton<JobQueue>().AddSingleton<ChangeFollower>();
        services.AddSingleton(_ => new Texts(Assemblies(node))).AddScoped<RequestLanguage>();
        services.AddPeople();
        var modules = node.Registered(services);
        services.AddSingleton(modules).AddSingleton<IReadOnlyList<Permission>>([.. modules.SelectMany(module => module.Permissions), .. NodePermissions.All]);
        return modules;
    }

    private static void AddSources(IServiceCollection services, NodeSettings settings) => services
        .AddSingleton(new SourcesSettings { NodeAddress = settings.Address, AllowedPrivate = settings.Configuration.GetSection("Parvis:Sources:AllowedPrivate").Get<string[]>() ?? [] })
        .AddSingleton<KeptBytes>().AddSingleton<PoliteHttp>().AddSingleton<LocalFiles>();
}
