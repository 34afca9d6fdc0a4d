using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Documents;

/// <summary>A whole node on a port of its own, with a data folder of its own, as a reader of the documents would run it.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private RunningNode(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningNode> StartAsync(Node node)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-documents-").FullName;
        var app = await WebNode.BuildAsync(node, NodeSettings.Read(folder), "http://127.0.0.1:0", TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<ChangeFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        return new(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
