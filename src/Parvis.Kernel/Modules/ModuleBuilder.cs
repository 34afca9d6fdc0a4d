using System.CommandLine;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;

namespace Parvis.Kernel.Modules;

/// <summary>Collects what a module adds: its table of contents, in data-flow order. The node reads the lists after every module has registered.</summary>
/// <param name="name">The module's <see cref="IModule.Name"/>.</param>
/// <param name="assembly">The module's assembly, with its pages, texts and migrations.</param>
/// <param name="services">The node's services; a module adds its own classes here.</param>
public sealed class ModuleBuilder(string name, Assembly assembly, IServiceCollection services)
{
    private readonly List<RecordKind> _records = [];
    private readonly List<string> _sources = [];
    private readonly List<string> _indicators = [];
    private readonly List<Permission> _permissions = [];
    private readonly List<NavigationEntry> _navigation = [];
    private readonly List<Action<IEndpointRouteBuilder>> _endpoints = [];
    private readonly List<Action<IEndpointRouteBuilder>> _site = [];
    private readonly List<Type> _homePanels = [];
    private readonly List<RecordPanel> _recordPanels = [];
    private readonly List<Func<OpenNode, Command>> _commands = [];
    private Func<IServiceProvider, CancellationToken, Task>? _firstStart;

    /// <summary>The module's name.</summary>
    public string Name { get; } = name;

    /// <summary>The module's assembly.</summary>
    public Assembly Assembly { get; } = assembly;

    /// <summary>The node's services, for the classes that only this module uses.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Kinds of record the module publishes.</summary>
    public IReadOnlyList<RecordKind> Records => _records;

    /// <summary>Names of the kinds of source the module reads, e.g. <c>dpg</c>.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>Names of the indicators the module computes, e.g. <c>openness</c>.</summary>
    public IReadOnlyList<string> Indicators => _indicators;

    /// <summary>What people and keys may be allowed to do in this module.</summary>
    public IReadOnlyList<Permission> Permissions => _permissions;

    /// <summary>Entries of the main navigation.</summary>
    public IReadOnlyList<NavigationEntry> Navigation => _navigation;

    /// <summary>Maps of the module's REST endpoints, under <c>/api/{name}</c>.</summary>
    public IReadOnlyList<Action<IEndpointRouteBuilder>> EndpointMaps => _endpoints;

    /// <summary>Maps of what stands beside the module's pages, below the language: their machine-readable twins, and what their forms post to.</summary>
    public IReadOnlyList<Action<IEndpointRouteBuilder>> SiteMaps => _site;

    /// <summary>Razor components that the home page shows.</summary>
    public IReadOnlyList<Type> HomePanels => _homePanels;

    /// <summary>What the module shows on the pages of other modules' records.</summary>
    public IReadOnlyList<RecordPanel> RecordPanels => _recordPanels;

    /// <summary>The module's commands, <c>parvis {name} {verb}</c>.</summary>
    public IReadOnlyList<Func<OpenNode, Command>> Commands => _commands;

    /// <summary>Makes the command <c>parvis {name}</c> itself, or null when it only groups its verbs.</summary>
    public Func<OpenNode, Command>? NounCommand { get; private set; }

    /// <summary>What the module loads into an empty data folder, or null.</summary>
    public Func<IServiceProvider, CancellationToken, Task>? FirstStartAction => _firstStart;

    /// <summary>Names a kind of source the module reads; it needs a row in the glossary.</summary>
    public ModuleBuilder Source(string kind) { _sources.Add(kind); return this; }

    /// <summary>Adds a kind of record; it needs a row in the glossary.</summary>
    public ModuleBuilder Record(RecordKind kind) { _records.Add(kind); return this; }

    /// <summary>Says how the module's records are searched.</summary>
    /// <typeparam name="TSearch">Turns a record into what the search index stores.</typeparam>
    public ModuleBuilder Search<TSearch>() where TSearch : class, ISearchMapping { Services.AddSingleton<ISearchMapping, TSearch>(); return this; }

    /// <summary>Names an indicator the module computes; it needs a row in the glossary.</summary>
    public ModuleBuilder Indicator(string indicator) { _indicators.Add(indicator); return this; }

    /// <summary>Adds something people and keys may be allowed to do.</summary>
    public ModuleBuilder Permission(Permission permission) { _permissions.Add(permission); return this; }

    /// <summary>Adds an entry to the main navigation.</summary>
    public ModuleBuilder Navigate(NavigationEntry entry) { _navigation.Add(entry); return this; }

    /// <summary>Adds a kind of background work.</summary>
    public ModuleBuilder Job<TJob>() where TJob : class, IJob { Services.AddSingleton<IJob, TJob>(); return this; }

    /// <summary>Maps REST endpoints under <c>/api/{name}</c>.</summary>
    public ModuleBuilder Endpoints(Action<IEndpointRouteBuilder> map) { _endpoints.Add(map); return this; }

    /// <summary>Maps what stands beside the module's pages, below the language: their machine-readable twins, and what their forms post to.</summary>
    public ModuleBuilder Site(Action<IEndpointRouteBuilder> map) { _site.Add(map); return this; }

    /// <summary>Adds a panel to the home page: living figures, what changed.</summary>
    /// <typeparam name="TPanel">A Razor component without parameters.</typeparam>
    public ModuleBuilder Home<TPanel>() where TPanel : IComponent { _homePanels.Add(typeof(TPanel)); return this; }

    /// <summary>Adds a panel to the pages of another module's records; neither module knows the other.</summary>
    /// <typeparam name="TPanel">A Razor component with one parameter, <c>Record</c>, a <see cref="ShownRecord"/>.</typeparam>
    /// <param name="module">The other module's name.</param>
    public ModuleBuilder Panel<TPanel>(string module) where TPanel : IComponent { _recordPanels.Add(new(module, typeof(TPanel))); return this; }

    /// <summary>Adds a command <c>parvis {name} {verb}</c>.</summary>
    /// <param name="create">Makes the command, given the way to open the node inside its action.</param>
    public ModuleBuilder Command(Func<OpenNode, Command> create) { _commands.Add(create); return this; }

    /// <summary>Makes <c>parvis {name}</c> a command that can be used without a verb.</summary>
    /// <param name="create">Makes the command, named as the module is.</param>
    public ModuleBuilder Noun(Func<OpenNode, Command> create) { NounCommand = create; return this; }

    /// <summary>Loads something into an empty data folder, once.</summary>
    public ModuleBuilder FirstStart(Func<IServiceProvider, CancellationToken, Task> load) { _firstStart = load; return this; }
}
