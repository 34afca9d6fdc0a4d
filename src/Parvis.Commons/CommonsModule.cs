using Microsoft.Extensions.DependencyInjection;
using Parvis.Commons.Api;
using Parvis.Commons.Commands;
using Parvis.Commons.Decisions;
using Parvis.Commons.Evidence;
using Parvis.Commons.Indicators;
using Parvis.Commons.Jobs;
using Parvis.Commons.Pages;
using Parvis.Commons.Records;
using Parvis.Commons.Sources;
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
        foreach (var kind in CatalogueReaders.Kinds) module.Source(kind);
        foreach (var kind in RecordKinds.All) module.Record(new(Name, kind));
        module
            .Search<CatalogueSearch>()
            .Indicator("openness")
            .Permission(CommonsPermissions.Harvest)
            .Permission(CommonsPermissions.Curate)
            .Navigate(new("commons.find", "/commons"))
            .Home<CommonsHome>()
            .Endpoints(RecordsApi.Map)
            .Endpoints(SourcesApi.Map)
            .Endpoints(ChangesApi.Map)
            .Site(Twins.Map)
            .Site(SourceForms.Map)
            .Command(HarvestCommand.Create)
            .Command(FindCommand.Create)
            .Command(ShowCommand.Create)
            .Command(SourcesCommand.CreateList)
            .Command(SourcesCommand.CreateForget)
            .Job<HarvestJob>()
            .FirstStart(FoundingCollection.LoadAsync);
        module.Services
            .AddSingleton<SourceRegister>()
            .AddSingleton<CatalogueFetch>()
            .AddSingleton<CataloguePublication>()
            .AddSingleton<Harvest>()
            .AddSingleton<Catalogue>()
            .AddSingleton<SetApart>()
            .AddHostedService<HarvestSchedule>();
    }
}
