using Parvis.Kernel.Sources;
using Xunit;

namespace Parvis.Tests.Sources;

public sealed class HostQueueTests
{
    [Fact]
    public async Task A_host_is_not_asked_before_its_time_though_timers_ring_early()
    {
        var host = new Uri("https://example.org/");
        var time = new FastTime(rings: 0.5);
        var queue = new HostQueue(new SourcesSettings(), time);
        var until = time.GetUtcNow().AddSeconds(300);
        await EnterAsync(turn => turn.RestUntil(until));
        await EnterAsync(_ => Assert.True(time.GetUtcNow() >= until, $"{until - time.GetUtcNow()} early"));

        async Task EnterAsync(Action<HostQueue.Turn> act)
        {
            var (turn, restsUntil) = await queue.EnterAsync(host, TestContext.Current.CancellationToken);
            Assert.True(turn is not null, $"{restsUntil}");
            using (turn) act(turn);
        }
    }
}
