using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parvis.Dialogue.Decisions;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Jobs;
using Parvis.Kernel.Storage;

namespace Parvis.Dialogue.Jobs;

/// <summary>Keeps results up with votes while the node runs, tells those who listen, and closes conversations whose time has come.</summary>
internal sealed class OpinionFollower(
    Arrivals arrivals, LiveConversations live, Snapshots snapshots, ConversationRegister register, ConversationClosing closing, Database database, IHostApplicationLifetime node, TimeProvider time, ILogger<OpinionFollower> logger) : BackgroundWork
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);
    private const int RoundsABeat = 4; // a proxy gives up on a stream that is silent for a minute
    private static readonly byte[] Beat = ": here\n\n"u8.ToArray();

    protected override async Task WorkAsync(CancellationToken nodeStops)
    {
        await using var ending = node.ApplicationStopping.Register(live.End); // before the web server waits for its answers to end
        await Task.WhenAll(FollowAsync(nodeStops), LookAsync(nodeStops));
    }

    private async Task FollowAsync(CancellationToken nodeStops)
    {
        while (!nodeStops.IsCancellationRequested)
        {
            var told = await arrivals.TakeAsync(nodeStops);
            var began = time.GetTimestamp();
            foreach (var id in told) await TryAsync(id, () => AdvanceAsync(id, nodeStops));
            var took = time.GetElapsedTime(began);
            await Task.Delay(took * 2 > ShortestPause ? took * 2 : ShortestPause, time, nodeStops); // two thirds of a processor stay for whoever votes
        }
    }

    private async Task LookAsync(CancellationToken nodeStops)
    {
        for (var round = 1; !nodeStops.IsCancellationRequested; round++)
        {
            await Task.Delay(Round, time, nodeStops);
            foreach (var conversation in await register.OpenOnesAsync(nodeStops))
            {
                if (conversation.ClosesAt <= time.GetUtcNow()) await TryAsync(conversation.Id, () => closing.CloseAsync(conversation.Id, nodeStops));
            }
            if (database.Dialect == Dialect.PostgreSql) foreach (var (id, _) in live.Loaded) arrivals.Tell(id); // other processes may have taken votes
            if (round % RoundsABeat == 0) foreach (var (_, conversation) in live.Loaded) conversation.Broadcast.Send(Beat);
        }
    }

    private async Task AdvanceAsync(string id, CancellationToken nodeStops)
    {
        await live.Of(id).AdvanceAsync(nodeStops);
        if (await live.Of(id).SnapshotAsync(isFinal: false, nodeStops) is { } snapshot) await snapshots.KeepAsync(id, snapshot, nodeStops);
    }

    // One conversation that cannot be read or written now must not end the work on the others; the next vote, or round, tries again.
    private async Task TryAsync(string id, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is DbException or IOException or FormatException)
        {
            logger.LogError(error, "The result of conversation {Id} could not be brought up to date", id);
        }
    }
}
