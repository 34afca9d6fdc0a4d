using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Audit.Api;
using Parvis.Audit.Commands;
using Parvis.Audit.Decisions;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Pages;
using Parvis.Audit.Sources;
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
            .Permission(AuditPermissions.Request)
            .Permission(AuditPermissions.Reply)
            .Panel<RecordAudits>("commons")
            .Navigate(new("audit.check", "/audit"))
            .Endpoints(AuditsApi.Map)
            .Site(AuditForms.Map)
            .Noun(AuditCommand.Create)
            .Command(VerifyCommand.Create)
            .Command(SignCommand.Create)
            .Command(VerifyBundleCommand.Create)
            .Command(OpennessCommand.Create)
            .Command(BomCommand.Create)
            .Command(FormsCommand.Create)
            .Job<ExamineJob>();
        module.Services
            .AddSingleton(node => Limits(node.GetRequiredService<IConfiguration>()))
            .AddSingleton<Uploads>()
            .AddSingleton<ArtefactFetch>()
            .AddSingleton<AuditLedger>()
            .AddSingleton<AuditRegister>()
            .AddSingleton<Replies>()
            .AddSingleton<AuditRequests>()
            .AddHostedService<UploadSweep>();
    }

    private static UploadLimits Limits(IConfiguration settings) => new(settings.GetValue("Parvis:Audit:UploadMegabytes", (long)UploadLimits.DefaultMegabytes) * 1_000_000, UploadLimits.MostFiles);
}
