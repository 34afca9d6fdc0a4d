using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Parvis.Benchmarks;

/// <summary>The program itself, serving a data folder in a process of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(10);
    private readonly Process _process;

    private NodeProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Processor => Refreshed().TotalProcessorTime;

    /// <summary>Resident memory in megabytes of 1,000,000 bytes.</summary>
    public double Megabytes => Refreshed().WorkingSet64 / 1e6;

    /// <summary>Starts it and waits for its first page.</summary>
    /// <returns>The process and the time from its start to the last byte of the first page.</returns>
    public static async Task<(NodeProcess Node, TimeSpan Wall)> StartAsync(string folder, CancellationToken cancel)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "parvis.dll"), "--data", folder, "--urls", address.AbsoluteUri]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var node = new NodeProcess(process, address);
        using var http = new HttpClient { BaseAddress = address };
        while (!await AnswersAsync(http, cancel))
        {
            if (process.HasExited) throw new InvalidOperationException($"The node ended with exit code {process.ExitCode}.");
            await Task.Delay(BetweenAttempts, cancel);
        }
        return (node, Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var page = await http.GetAsync(new Uri("/en/", UriKind.Relative), cancel);
            return page.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }
}
