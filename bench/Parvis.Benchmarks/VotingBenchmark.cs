using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parvis.Dialogue;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Storage;

namespace Parvis.Benchmarks;

/// <summary>Durable votes over HTTP with the embedded store, and how many streams of results can be open.</summary>
internal static class VotingBenchmark
{
    private const int Statements = 100;
    private const int People = 2_000;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long to vote.", DefaultValueFactory = _ => 20 };
        var connections = new Option<int>("--connections") { Description = "Connections, each of which sends the next vote when the last is acknowledged.", DefaultValueFactory = _ => 32 };
        var streams = new Option<int>("--streams") { Description = "Streams of results open at once.", DefaultValueFactory = _ => 10_000 };
        return new Command("dialogue-votes", "Votes a second over HTTP, each acknowledged once it is safe; open streams of results.") { seconds, connections, streams }
            .Measures((parsed, output, cancel) => RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(connections), parsed.GetValue(streams), output, cancel));
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan time, int connections, int streams, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("parvis-bench-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "parvis.json"), """{"Parvis":{"Dialogue":{"Limits":{"VotesAMinute":1000000,"NetworkVotesAMinute":100000000}}}}""", cancel);
            var (id, tokens) = await PrepareAsync(folder.FullName, cancel);
            var (node, _) = await NodeProcess.StartAsync(folder.FullName, cancel);
            await using (node)
            {
                await VoteAsync(node.Address, id, tokens, connections, TimeSpan.FromSeconds(2), "warm", cancel); // not measured: the first requests compile
                var before = node.Processor;
                var (latencies, wall) = await VoteAsync(node.Address, id, tokens, connections, time, "run", cancel);
                var processor = node.Processor - before;
                latencies.Sort();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{latencies.Count:N0} votes in {wall.TotalSeconds:F1} s over {connections} connections; the node used {processor.TotalSeconds:F1} s of processor ({processor.TotalMicroseconds / latencies.Count:F0} µs a vote), {node.Megabytes:F0} MB; median {latencies[latencies.Count / 2].TotalMilliseconds:F1} ms, longest {latencies[^1].TotalMilliseconds:F1} ms"));
                var (told, open) = await StreamAsync(node.Address, id, tokens[0], streams, cancel);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{open:N0} streams open, {node.Megabytes:F0} MB; a vote reached the last of them after {told.TotalMilliseconds:F0} ms"));
                return
                [
                    new("votes a second over HTTP, durable", latencies.Count / wall.TotalSeconds, "votes/s", 2_000, AtMost: false),
                    new("p99 of a vote", latencies[latencies.Count * 99 / 100].TotalMilliseconds, "ms", 50, AtMost: true),
                    new("open streams told of a new result", open, "streams", 10_000, AtMost: false),
                ];
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Id, string[] Tokens)> PrepareAsync(string folder, CancellationToken cancel)
    {
        var services = new ServiceCollection();
        var modules = NodeServices.Add(services, NodeSettings.Read(folder), new Node(new DialogueModule()));
        services.AddLogging();
        await using var node = services.BuildServiceProvider();
        await NodeStart.PrepareAsync(node, modules, cancel);
        var register = node.GetRequiredService<ConversationRegister>();
        var conversation = await register.CreateAsync(new(new Dictionary<string, string> { ["en"] = "Measured" }), "bench", cancel);
        await node.GetRequiredService<Statements>().SeedAsync(conversation.Id, [.. Enumerable.Range(0, Statements).Select(i => ("en", $"Statement number {i}", false))], "bench", cancel);
        await register.OpenAsync(conversation.Id, cancel);
        var tokens = node.GetRequiredService<ParticipantTokens>();
        var made = Enumerable.Range(0, People).Select(_ => tokens.New()).ToArray();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return (conversation.Id, made);
    }

    private static async Task<(List<TimeSpan> Latencies, TimeSpan Wall)> VoteAsync(Uri node, string id, string[] tokens, int connections, TimeSpan time, string run, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            using var http = await PlainHttp.ConnectAsync(node, cancel);
            var latencies = new List<TimeSpan>();
            for (var i = 0; Stopwatch.GetElapsedTime(started) < time; i++)
            {
                var number = (i * connections) + connection;
                var asked = Stopwatch.GetTimestamp();
                await http.VoteAsync(id, tokens[number % People], number / People % Statements, $"{run}-{number}", cancel);
                latencies.Add(Stopwatch.GetElapsedTime(asked));
            }
            return latencies;
        }, cancel)));
        return ([.. parts.SelectMany(part => part)], Stopwatch.GetElapsedTime(started));
    }

    private static async Task<(TimeSpan Told, int Open)> StreamAsync(Uri node, string id, string token, int streams, CancellationToken cancel)
    {
        var open = new List<PlainHttp>();
        try
        {
            for (var i = 0; i < streams; i++) open.Add(await PlainHttp.ConnectAsync(node, cancel));
            foreach (var part in open.Chunk(200)) await Task.WhenAll(part.Select(stream => stream.ListenAsync(id, cancel)));
            await Task.Delay(TimeSpan.FromSeconds(3), cancel); // results of the votes before
            foreach (var stream in open) stream.Forget();
            var told = open.ConvertAll(stream => stream.NewsAsync(cancel));
            var started = Stopwatch.GetTimestamp();
            using var voter = await PlainHttp.ConnectAsync(node, cancel);
            await voter.VoteAsync(id, token, 0, "news", cancel);
            var all = Task.WhenAll(told);
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(60), cancel));
            return (Stopwatch.GetElapsedTime(started), told.Count(news => news.IsCompletedSuccessfully && news.Result));
        }
        finally
        {
            foreach (var stream in open) stream.Dispose();
        }
    }

    /// <summary>As little of HTTP as there can be, so that what asks takes little from what answers: both share the processor.</summary>
    private sealed class PlainHttp : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[2048];
        private string _host = "";

        public static async Task<PlainHttp> ConnectAsync(Uri node, CancellationToken cancel)
        {
            var http = new PlainHttp { _host = node.Authority };
            await http._socket.ConnectAsync(node.Host, node.Port, cancel);
            return http;
        }

        public async Task VoteAsync(string id, string token, int statement, string client, CancellationToken cancel)
        {
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"statement":{{statement}},"vote":"{{(statement % 2 == 0 ? "agree" : "disagree")}}","clientId":"{{client}}"}""");
            await SendAsync($"POST /api/dialogue/conversations/{id}/votes HTTP/1.1\r\nHost: {_host}\r\nContent-Type: application/json\r\nParvis-Participant: {token}\r\nContent-Length: {body.Length}\r\n\r\n{body}", cancel);
            var length = 0;
            while (true)
            {
                length += await ReceiveAsync(length, cancel);
                if (_buffer.AsSpan(0, length).EndsWith("}"u8) || _buffer.AsSpan(0, length).EndsWith("0\r\n\r\n"u8)) break;
            }
            var text = Encoding.ASCII.GetString(_buffer, 0, length);
            if (!text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException(text);
        }

        public async Task ListenAsync(string id, CancellationToken cancel)
        {
            await SendAsync($"GET /api/dialogue/conversations/{id}/events HTTP/1.1\r\nHost: {_host}\r\n\r\n", cancel);
            var length = await ReceiveAsync(0, cancel);
            var text = Encoding.ASCII.GetString(_buffer, 0, length);
            if (!text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException(text);
        }

        /// <summary>Drops what has come so far.</summary>
        public void Forget()
        {
            while (_socket.Available > 0) _socket.Receive(_buffer);
        }

        /// <summary>Waits for the next version.</summary>
        public async Task<bool> NewsAsync(CancellationToken cancel)
        {
            while (true)
            {
                var length = await ReceiveAsync(0, cancel);
                if (Encoding.ASCII.GetString(_buffer, 0, length).Contains("event: version", StringComparison.Ordinal)) return true;
            }
        }

        public void Dispose() => _socket.Dispose();

        private async Task SendAsync(string request, CancellationToken cancel) => await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancel);

        private async Task<int> ReceiveAsync(int from, CancellationToken cancel)
        {
            var length = await _socket.ReceiveAsync(_buffer.AsMemory(from), cancel);
            return length > 0 ? length : throw new IOException("The node closed the connection.");
        }
    }
}
