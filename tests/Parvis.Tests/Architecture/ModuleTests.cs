using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Architecture;

/// <summary>Modules meet in the kernel's stores, never in each other's code.</summary>
public sealed class ModuleTests
{
    private static readonly string[] Allowed = ["Parvis.Interface", "Parvis.Kernel"];

    [Fact]
    public void A_module_shows_one_public_type() =>
        Assert.All(ParvisCode.ModuleAssemblies, module => Assert.Equal([$"{module.GetName().Name!.Split('.')[^1]}Module"], Shown(module.GetExportedTypes())));

    [Fact]
    public void The_one_type_rule_catches_a_second_type_and_lets_pages_be() =>
        Assert.Equal(["Decision"], Shown([typeof(Kernel.Decisions.Decision), typeof(Parvis.Interface.Components.Page)]));

    [Fact]
    public void Modules_reference_only_the_kernel_and_the_interface() =>
        Assert.All(ParvisCode.ModuleAssemblies, module => Assert.Empty(Foreign(SourceTree.Read($"src/{module.GetName().Name}/{module.GetName().Name}.csproj"))));

    [Fact]
    public void The_interface_references_only_the_kernel_and_the_kernel_references_nothing_of_ours()
    {
        Assert.Equal(["Parvis.Kernel"], References(SourceTree.Read("src/Parvis.Interface/Parvis.Interface.csproj")));
        Assert.Empty(References(SourceTree.Read("src/Parvis.Kernel/Parvis.Kernel.csproj")));
    }

    [Fact]
    public void The_reference_rule_catches_a_module_that_references_another() =>
        Assert.Equal(["Parvis.Energy"], Foreign("""
            <Project Sdk="Microsoft.NET.Sdk.Razor"><ItemGroup>
              <ProjectReference Include="../Parvis.Kernel/Parvis.Kernel.csproj" />
              <ProjectReference Include="..\Parvis.Energy\Parvis.Energy.csproj" />
            </ItemGroup></Project>
            """));

    // The Razor compiler makes every component public; nobody outside its module can use one, since no module references another.
    private static IEnumerable<string> Shown(IEnumerable<Type> types) =>
        types.Where(type => !typeof(IComponent).IsAssignableFrom(type) && type.Name != "_Imports").Select(type => type.Name);

    private static IEnumerable<string> Foreign(string project) => References(project).Except(Allowed);

    private static IReadOnlyList<string> References(string project) =>
        [.. XDocument.Parse(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))).Order(StringComparer.Ordinal)];
}
