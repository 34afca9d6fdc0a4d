using ArchUnitNET.Loader;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Modules;
using Assembly = System.Reflection.Assembly;

namespace Parvis.Tests.Architecture;

/// <summary>The program as it ships, for the rules to look at. A module joins by being listed in <see cref="Node.Default"/>; nobody edits a list here.</summary>
internal static class ParvisCode
{
    public static readonly string[] Stages = ["Sources", "Records", "Evidence", "Indicators", "Decisions"];

    public static Node Node { get; } = Node.Default();

    /// <summary>What each module lists.</summary>
    public static IReadOnlyList<ModuleBuilder> Modules { get; } = Node.Registered(new ServiceCollection());

    public static IReadOnlyList<Assembly> ModuleAssemblies { get; } = [.. Node.Modules.Select(module => module.GetType().Assembly)];

    /// <summary>The kernel, every module, and these tests for their witnesses.</summary>
    public static ArchUnitNET.Domain.Architecture Types { get; } = new ArchLoader().LoadAssemblies([typeof(IModule).Assembly, .. ModuleAssemblies, typeof(ParvisCode).Assembly]).Build();
}
