using System.CommandLine;
using Parvis.Audit;
using Parvis.Commands;
using Parvis.Commons;
using Parvis.Dialogue;
using Parvis.Kernel.Modules;

namespace Parvis;

/// <summary>One installation of the program: its modules, its command line, and the node that a data folder holds.</summary>
internal sealed class Node(params IReadOnlyList<IModule> modules)
{
    /// <summary>The data folder, for every command.</summary>
    public static readonly Option<string?> Data = new("--data") { Description = $"The node's data folder. Default: ./{NodeSettings.DefaultData}.", Recursive = true };

    /// <summary>The program as it ships: this is the one list of its modules.</summary>
    public static Node Default() => new(new CommonsModule(), new AuditModule(), new DialogueModule());

    public IReadOnlyList<IModule> Modules => modules;

    /// <summary>The whole command line: <c>parvis</c> alone serves.</summary>
    public RootCommand CommandLine()
    {
        var serve = ServeCommand.Create(this);
        var parvis = new RootCommand("AI that serves the general interest: found, checked, supported, measured. Without a verb, serves the node.") { Data, serve };
        ServeCommand.ServeBy(parvis, this);
        foreach (var command in NodeCommands.Create(OpenAsync)) parvis.Add(command);
        foreach (var module in Registered(new ServiceCollection()).Where(module => module.Commands.Count > 0))
        {
            var verbs = module.NounCommand?.Invoke(OpenAsync) ?? new Command(module.Name, $"What the module {module.Name} does; see parvis {module.Name} --help.");
            foreach (var create in module.Commands) verbs.Add(create(OpenAsync));
            parvis.Add(verbs);
        }
        return parvis;
    }

    /// <summary>Runs one command line to its exit code.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, InvocationConfiguration console, CancellationToken cancel)
    {
        var parsed = CommandLine().Parse(arguments);
        console.EnableDefaultExceptionHandler = false; // which would show a person the frames of the program
        return CommandFailure.CatchAsync(console.Error, async () =>
        {
            var code = await parsed.InvokeAsync(console, cancel);
            return code != ExitCodes.Done && parsed.Errors.Count > 0 ? ExitCodes.WrongUse : code;
        });
    }

    /// <summary>The settings that a command line names.</summary>
    public static NodeSettings SettingsOf(ParseResult parsed) => NodeSettings.Read(parsed.GetValue(Data));

    /// <summary>Registers every module into <paramref name="services"/>.</summary>
    public IReadOnlyList<ModuleBuilder> Registered(IServiceCollection services) => [.. modules.Select(module =>
    {
        var builder = new ModuleBuilder(module.Name, module.GetType().Assembly, services);
        module.Register(builder);
        return builder;
    })];

    /// <summary>Opens the node of a data folder for a command: migrated, started, without a web server. It lives as long as the process.</summary>
    public async Task<IServiceProvider> OpenAsync(ParseResult parsed, CancellationToken cancel)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning).AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(level => level >= LogLevel.Error));
        var registered = NodeServices.Add(services, SettingsOf(parsed), this);
        var provider = services.BuildServiceProvider();
        await NodeStart.PrepareAsync(provider, registered, cancel);
        return provider;
    }
}
