using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Commands;
using Parvis.Audit.Indicators;
using Parvis.Kernel.Modules;

namespace Parvis.Audit;

/// <summary>What an AI artefact is, how open it is, whether it is safe to load, with evidence for every claim.</summary>
public sealed class AuditModule : IModule
{
    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module
            .Noun(AuditCommand.Create)
            .Command(VerifyCommand.Create)
            .Command(SignCommand.Create)
            .Command(VerifyBundleCommand.Create)
            .Command(OpennessCommand.Create)
            .Command(BomCommand.Create);
        module.Services.AddSingleton<AuditLedger>();
    }
}
