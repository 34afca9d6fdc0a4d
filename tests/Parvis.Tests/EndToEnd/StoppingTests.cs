using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Parvis.Tests.EndToEnd;

public sealed class StoppingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_node_does_beside_its_answers_ends_quietly_with_it()
    {
        var root = Directory.CreateTempSubdirectory("parvis-stopping-");
        await using (var app = await WebNode.BuildAsync(Node.Default(), NodeSettings.Read(root.FullName), "http://127.0.0.1:0", Cancel))
        {
            await app.StartAsync(Cancel);
            var beside = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            await app.StopAsync(Cancel);
            Assert.Contains(beside, work => work.GetType().Name == "LinkMail");
            Assert.All(beside, work => Assert.Equal((work.GetType(), TaskStatus.RanToCompletion), (work.GetType(), work.ExecuteTask!.Status)));
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        root.Delete(recursive: true);
    }
}
