using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue.Api;
using Parvis.Dialogue.Commands;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Jobs;
using Parvis.Dialogue.Pages;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Sources;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue;

/// <summary>Deliberation by many that anyone can recompute: short statements, votes on each other's, the groups of opinion and what bridges them.</summary>
public sealed class DialogueModule : IModule
{
    /// <inheritdoc/>
    public string Name => "dialogue";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module
            .Permission(DialoguePermissions.Convene)
            .Permission(DialoguePermissions.Moderate)
            .Navigate(new("dialogue.discuss", "/dialogue"))
            .Panel<RecordConversations>("commons")
            .Site(ParticipationForms.Map)
            .Site(ModerationForms.Map)
            .Site(ConveningForms.Map)
            .Endpoints(ConversationsApi.Map)
            .Endpoints(ParticipationApi.Map)
            .Endpoints(ModerationApi.Map)
            .Endpoints(ResultsApi.Map)
            .Command(RecomputeCommand.Create)
            .Command(PublishCommand.Create)
            .Command(ExportCommand.Create)
            .Command(ImportCommand.Create)
            .Command(SimulateCommand.Create);
        module.Services
            .AddSingleton(node => node.GetRequiredService<IConfiguration>().GetSection("Parvis:Dialogue:Limits").Get<ParticipationAllowance>() ?? new())
            .AddSingleton(node => ParticipantTokens.Open(node.GetRequiredService<DataFolder>()))
            .AddSingleton<NetworkMarks>()
            .AddSingleton<ParticipationLimits>()
            .AddSingleton<ConversationRegister>()
            .AddSingleton<Seats>()
            .AddSingleton<Invites>()
            .AddSingleton<Statements>()
            .AddSingleton<Votes>()
            .AddSingleton<ModerationLog>()
            .AddSingleton<ConversationImport>()
            .AddSingleton<Arrivals>()
            .AddSingleton<VoteIntake>()
            .AddSingleton(node => MachineTranslation.Endpoint(node.GetRequiredService<IConfiguration>()))
            .AddSingleton<ITranslator, MachineTranslation>()
            .AddSingleton<Snapshots>()
            .AddSingleton<LiveConversations>()
            .AddSingleton<LiveViews>()
            .AddSingleton<NextStatement>()
            .AddSingleton<StatementQueue>()
            .AddSingleton<ConversationClosing>()
            .AddSingleton<ParticipantIdentity>()
            .AddSingleton<FrameIdentity>()
            .AddSingleton<ResultsAccess>()
            .AddSingleton<EventStreams>()
            .AddHostedService<OpinionFollower>();
    }
}
