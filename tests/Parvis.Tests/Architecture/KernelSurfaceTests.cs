using Parvis.Kernel.Modules;
using PublicApiGenerator;
using Shouldly;
using Xunit;

namespace Parvis.Tests.Architecture;

public sealed class KernelSurfaceTests
{
    // New each time: the generator writes the types it was asked for into its options.
    private static ApiGeneratorOptions Options => new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute", "System.Runtime.CompilerServices.AsyncStateMachineAttribute", "System.Runtime.CompilerServices.IteratorStateMachineAttribute"], // they name what the compiler made of a body
    };

    // When it fails it writes Kernel.received.txt beside this file: read the difference, and if it is meant, let it replace Kernel.approved.txt.
    [Fact]
    public void The_kernel_surface_changes_only_on_purpose() =>
        typeof(IModule).Assembly.GeneratePublicApi(Options).ShouldMatchApproved(approval => approval.WithFilenameGenerator((_, _, type, extension) => $"Kernel.{type}.{extension}").NoDiff());

    [Fact]
    public void The_surface_shows_what_a_type_offers()
    {
        var surface = typeof(Kernel.Modules.NavigationEntry).GeneratePublicApi(Options);
        Assert.Contains("NavigationEntry(string TextKey, string Path)", surface, StringComparison.Ordinal);
    }
}
