using Parvis.Dialogue.Commands;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>Made-up conversations are what was asked for, and the same for everybody.</summary>
public sealed class SimulateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_simulated_export_has_the_people_statements_votes_and_groups_asked_for_and_the_seed_decides_it()
    {
        using var folder = new ExportFolder();
        string[] wanted = ["--people", "200", "--statements", "60", "--votes", "6001", "--groups", "3", "--seed", "7"];
        Assert.Equal(0, (await ExportFolder.RunAsync(SimulateCommand.Create, [folder["one"], .. wanted])).Code);
        Assert.Equal(0, (await ExportFolder.RunAsync(SimulateCommand.Create, [folder["two"], .. wanted])).Code);
        Assert.All(Directory.EnumerateFiles(folder["one"]), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder["two"], Path.GetFileName(file)))));
        Assert.Equal(5, Directory.EnumerateFiles(folder["one"]).Count());
        var made = PolisFolder.Open(folder["one"], Cancel);
        Assert.Equal(6001, made.Votes(VoteOrder.ByStatement).Select(vote => (vote.Vote.Participant, vote.Vote.Statement)).Distinct().Count());
        Assert.Equal(60, made.Statements.Count);
        var found = (await Recomputation.StateAsync(made, OpinionSettings.Stable, Cancel)).Compute();
        Assert.Equal(200, found.Participants.Length);
        Assert.Equal(3, found.Groups.Count);
        Assert.True(RandIndex.Adjusted(made.Published!.Groups, found.GroupOf()) > 0.9);
    }

    [Fact]
    public async Task Coordinated_people_vote_alike_and_are_flagged()
    {
        var made = new SimulatedConversation(new(400, 80, 8000, 2, 0.1, 3), "", number => $"{number}");
        var coordinated = made.Published.Groups.Where(pair => pair.Value == 2).Select(pair => pair.Key).ToHashSet();
        Assert.InRange(coordinated.Count, 20, 60);
        var votes = await made.VotesAsync(VoteOrder.ByTime, Cancel).ToListAsync(Cancel);
        Assert.Single(votes.Where(vote => coordinated.Contains(vote.Vote.Participant)).GroupBy(vote => vote.Vote.Participant).Select(row => string.Join(' ', row.Select(vote => $"{vote.Vote.Statement}{vote.Vote.Choice}"))).Distinct());
        Assert.Equal(votes.OrderBy(vote => vote.Vote.Statement).ThenBy(vote => vote.Vote.Participant), await made.VotesAsync(VoteOrder.ByStatement, Cancel).ToListAsync(Cancel));
        Assert.Equal(votes.OrderBy(vote => vote.Milliseconds), votes);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_nothing_that_is_there_is_overwritten()
    {
        using var folder = new ExportFolder().With("there/".TrimEnd('/'), "x");
        Assert.Equal(2, (await ExportFolder.RunAsync(SimulateCommand.Create, folder["there"])).Code);
        Assert.Equal(2, (await ExportFolder.RunAsync(SimulateCommand.Create, folder["new"], "--people", "10", "--statements", "10", "--votes", "101")).Code);
        Assert.NotEqual(0, (await ExportFolder.RunAsync(SimulateCommand.Create, folder["new"], "--coordinated", "1.5")).Code);
        Assert.False(Directory.Exists(folder["new"]));
    }
}
