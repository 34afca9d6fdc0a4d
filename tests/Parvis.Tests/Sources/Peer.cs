using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parvis.Kernel.Sources;
using Parvis.Kernel.Storage;
using Xunit;

namespace Parvis.Tests.Sources;

/// <summary>A real web server on loopback, and a node's way to it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parvis-");
    private readonly Database _database;

    private Peer(WebApplication server, FastTime time, Func<SourcesSettings, SourcesSettings>? change)
    {
        _server = server;
        Time = time;
        Address = new Uri(server.Urls.First());
        var folder = new DataFolder(_folder.FullName);
        _database = Database.Sqlite(folder.DatabaseFile);
        Kept = new KeptBytes(folder);
        var settings = new SourcesSettings
        {
            AllowedPrivate = [Address.Authority],
            NodeAddress = new Uri("https://node.example/"),
            LongestAnswer = TimeSpan.FromDays(1), // a loaded machine is no slow server; tests of slowness set their own
            LongestSilence = TimeSpan.FromDays(1),
        };
        Http = new PoliteHttp(change?.Invoke(settings) ?? settings, Kept, _database, time);
    }

    public Uri Address { get; }
    public FastTime Time { get; }
    public KeptBytes Kept { get; }
    public PoliteHttp Http { get; }

    public static async Task<Peer> StartAsync(RequestDelegate answer, Func<SourcesSettings, SourcesSettings>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        var peer = new Peer(server, new FastTime(), change);
        await Migrator.MigrateAsync(peer._database, [typeof(Migrator).Assembly], TestContext.Current.CancellationToken);
        return peer;
    }

    public Task<FetchOutcome> FetchAsync(string path = "/") => FetchAsync(new Uri(Address, path));

    public Task<FetchOutcome> FetchAsync(Uri address) => Http.FetchAsync(new FetchRequest(address), TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(FetchOutcome outcome)
    {
        await using var content = Kept.Open(((FetchOutcome.Fetched)outcome).File.Sha256)!;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100))) await _server.StopAsync(soon.Token);
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A server that says exactly the bytes it is told to, true or not, and hangs up.</summary>
internal sealed class Liar : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Liar(string answer)
    {
        _listener.Start();
        _ = AnswerAsync(Encoding.Latin1.GetBytes(answer));
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], minimumBytes: 1);
                await client.GetStream().WriteAsync(answer);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
        {
            // the test is over
        }
    }
}
