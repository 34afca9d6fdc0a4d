using System.Collections.Concurrent;

namespace Parvis.Kernel.Sources;

/// <summary>One request at a time to each host, with a pause between two, and none before the time a host asked for.</summary>
internal sealed class HostQueue(SourcesSettings settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for its turn at the host of <paramref name="address"/>.</summary>
    /// <returns>The turn, to be disposed after the last byte; or, when the host wants to be left alone for longer than we wait, the time until then.</returns>
    public async Task<(Turn? Turn, DateTimeOffset RestsUntil)> EnterAsync(Uri address, CancellationToken cancel)
    {
        var host = _hosts.GetOrAdd(address.Authority, _ => new Host());
        await host.Free.WaitAsync(cancel);
        var turn = new Turn(this, host);
        try
        {
            // More than once: a timer may end some milliseconds early.
            while (host.RestsUntil - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
            {
                if (wait > settings.LongestWait)
                {
                    turn.Leave();
                    return (null, host.RestsUntil);
                }
                await Task.Delay(wait, time, cancel);
            }
            return (turn, default);
        }
        catch (OperationCanceledException)
        {
            turn.Leave();
            throw;
        }
    }

    internal sealed class Host
    {
        public SemaphoreSlim Free { get; } = new(1, 1);
        public DateTimeOffset RestsUntil { get; set; }
    }

    /// <summary>The right to ask one host.</summary>
    internal sealed class Turn(HostQueue queue, Host host) : IDisposable
    {
        /// <summary>Leaves the host alone until <paramref name="instant"/>.</summary>
        public void RestUntil(DateTimeOffset instant)
        {
            if (instant > host.RestsUntil) host.RestsUntil = instant;
        }

        public void Dispose()
        {
            RestUntil(queue.Now + queue.Pause);
            Leave();
        }

        internal void Leave() => host.Free.Release();
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private TimeSpan Pause => settings.Pause;
}
