using Parvis.Kernel.Modules;

namespace Parvis.Commons;

/// <summary>One public catalogue over many: models, data sets, software, standards and initiatives, each field with its sources.</summary>
public sealed class CommonsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "commons";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
    }
}
