using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>What is imported and exported again is what it was, to the byte; whatever was not published is not made up.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] PolisFiles = [PolisFolder.VotesFile, PolisFolder.StatementsFile, PolisFolder.ParticipantsFile, PolisFolder.SummaryFile, PolisFolder.HistoryFile];

    public static TheoryData<string> Exports => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, PolisFolder.StatementsFile));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task Every_file_of_an_export_is_written_again_as_it_was(string name)
    {
        var original = Cases.PathOf("polis-export", name);
        var written = await WriteAsync(PolisFolder.Open(original, Cancel), PolisDialect.Of(original));
        foreach (var (file, text) in written)
        {
            var path = Path.Combine(original, file);
            if (!File.Exists(path)) continue;
            var expected = await File.ReadAllTextAsync(path, Cancel);
            if (expected == text) continue;
            var differ = expected.Zip(text).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.Fail($"{file}: differs at {differ} of {expected.Length}/{text.Length}: '{Around(expected, differ)}' became '{Around(text, differ)}'");
        }
        var expectedFiles = PolisFiles.Where(file => File.Exists(Path.Combine(original, file))).ToHashSet();
        if (!expectedFiles.Contains(PolisFolder.VotesFile)) expectedFiles.Remove(PolisFolder.HistoryFile); // that follows from votes with their times alone
        Assert.Superset(expectedFiles, written.Keys.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task What_the_current_server_would_write_says_the_same(string name)
    {
        var original = PolisFolder.Open(Cases.PathOf("polis-export", name), Cancel);
        using var folder = new ExportFolder();
        foreach (var (file, text) in await WriteAsync(original, PolisDialect.Current)) await File.WriteAllTextAsync(folder[file], text, Cancel);
        var again = PolisFolder.Open(folder.Path, Cancel);
        Assert.Equal(original.Heading, again.Heading);
        Assert.Equal(original.Statements.Select(statement => statement with { IsSeed = statement.IsSeed ?? false }), again.Statements);
        Assert.Equal(original.Votes(VoteOrder.ByStatement).Select(vote => vote with { Milliseconds = vote.Milliseconds / 1000 * 1000 }), again.Votes(VoteOrder.ByStatement));
        Assert.Equal(original.Published!.Groups.OrderBy(pair => pair.Key), again.Published!.Groups.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task Where_nobody_says_when_people_came_no_history_is_made_up_and_those_who_came_are_as_many_as_published()
    {
        using var folder = ExportFolder.Small().With("summary.csv", "topic,Trees", "views,40");
        var written = await WriteAsync(PolisFolder.Open(folder.Path, Cancel), PolisDialect.Old);
        Assert.DoesNotContain("stats-history.csv", written.Keys);
        Assert.Contains("\nviews,40\nvoters,3\n", written["summary.csv"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corrected_counts_count_people_and_last_votes()
    {
        using var folder = ExportFolder.Small()
            .With("votes.csv", "timestamp,comment-id,voter-id,vote", "1000000000010,0,0,1", "1000000000020,0,0,-1", "1000000000030,1,0,1", "1000000000040,0,2,1")
            .With("stats-history.csv", "n-votes,n-comments,n-visitors,n-voters,n-commenters", "0,0,1,0,0");
        var written = await WriteAsync(PolisFolder.Open(folder.Path, Cancel), PolisDialect.Old with { CorrectsCounts = true });
        Assert.Contains("1000000000001,Sun Sep 09 01:46:40 UTC 2001,0,0,1,1,1,More trees\n", written["comments.csv"], StringComparison.Ordinal);
        Assert.EndsWith("\n1,3,1,1,3\n2,3,1,1,3\n3,3,1,1,3\n4,3,1,2,3\n", written["stats-history.csv"], StringComparison.Ordinal);
        Assert.Equal("participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,,1,2,1,1,-1,1\n2,,1,1,1,0,1,\n", written["participants-votes.csv"]);
    }

    [Fact]
    public async Task An_exact_export_keeps_the_order_of_votes_at_one_instant_and_who_is_banned()
    {
        using var folder = ExportFolder.Small()
            .With("votes.csv", "timestamp,comment-id,voter-id,vote,order", "1000000000010,0,1,1,2", "1000000000010,1,2,-1,0", "1000000000010,2,0,1,1")
            .With("banned.csv", "participant", "2");
        var conversation = PolisFolder.Open(folder.Path, Cancel);
        Assert.Equal([1, 2, 0], conversation.Votes(VoteOrder.ByTime).Select(vote => vote.Vote.Statement));
        using var again = new ExportFolder();
        foreach (var (file, text) in await WriteAsync(conversation, PolisDialect.Exact)) await File.WriteAllTextAsync(again[file], text, Cancel);
        var read = PolisFolder.Open(again.Path, Cancel);
        Assert.Equal(conversation.Votes(VoteOrder.ByTime), read.Votes(VoteOrder.ByTime));
        Assert.Equal([2], await read.ParticipantsAsync(Cancel).Where(person => person.IsBanned).Select(person => person.Number).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Words_like_a_formula_stay_as_they_are_unless_a_spreadsheet_is_to_read_them()
    {
        using var folder = ExportFolder.Small().With("comments.csv", "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body", "1000000000001,0,0,0,0,1,=1+1", "1000000000001,1,0,0,0,1,\"\"\"a\"\", b\"", "1000000000001,2,0,0,0,1,- no");
        var conversation = PolisFolder.Open(folder.Path, Cancel);
        Assert.Contains(",1,=1+1\n", (await WriteAsync(conversation, PolisDialect.Old))["comments.csv"], StringComparison.Ordinal);
        var safe = (await WriteAsync(conversation, PolisDialect.Old with { ForSpreadsheets = true }))["comments.csv"];
        Assert.Contains(",1,'=1+1\n", safe, StringComparison.Ordinal);
        Assert.Contains(",1,\"\"\"a\"\", b\"\n", safe, StringComparison.Ordinal);
        Assert.Contains(",1,'- no\n", safe, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1403054214196, "Wed Jun 18 08:16:54 WIB 2014")]
    [InlineData(1726860583813, "Fri Sep 20 14:29:43 CDT 2024")]
    [InlineData(1704067200000, "Sun Dec 31 16:00:00 PST 2023")]
    [InlineData(1710064799000, "Sun Mar 10 01:59:59 PST 2024")]
    [InlineData(1710064800000, "Sun Mar 10 03:00:00 PDT 2024")]
    [InlineData(1711846800000, "Sun Mar 31 03:00:00 CEST 2024")]
    [InlineData(1729990800000, "Sun Oct 27 02:00:00 CET 2024")]
    [InlineData(0, "Thu Jan 01 00:00:00 UTC 1970")]
    public void An_instant_is_written_in_the_zone_of_the_exporting_machine(long milliseconds, string written) =>
        Assert.Equal(written, PolisZone.Of(milliseconds, written).Text(milliseconds));

    private static async Task<Dictionary<string, string>> WriteAsync(PolisFolder conversation, PolisDialect dialect)
    {
        var files = new Dictionary<string, MemoryStream>(StringComparer.Ordinal);
        await new PolisExporter(conversation, conversation.Published!, dialect).WriteAsync(file => files[file] = new MemoryStream(), Cancel);
        return files.ToDictionary(file => file.Key, file => System.Text.Encoding.UTF8.GetString(file.Value.ToArray()));
    }

    private static string Around(string text, int place) => text[Math.Max(0, place - 60)..Math.Min(text.Length, place + 40)];
}
