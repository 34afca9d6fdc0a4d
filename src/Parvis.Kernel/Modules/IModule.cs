namespace Parvis.Kernel.Modules;

/// <summary>What one module adds to a node. A module assembly has exactly one public type: its <see cref="IModule"/>.</summary>
public interface IModule
{
    /// <summary>Lower-case name: URL segment, command, table prefix, permission prefix and text prefix at once, e.g. <c>commons</c>.</summary>
    string Name { get; }

    /// <summary>Lists everything the module adds, in data-flow order.</summary>
    /// <param name="module">Collects what is listed; the node reads it after every module has registered.</param>
    void Register(ModuleBuilder module);
}
