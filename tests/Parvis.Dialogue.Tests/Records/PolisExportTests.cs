using System.Text;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Records;

public sealed class PolisExportTests
{
    /// <summary>Conversations with a history after the rule on who is in them took its present form.</summary>
    private static readonly string[] Modern = ["vtaiwan", "ssis", "hivemind.biodiversity", "bg2050"];

    public static TheoryData<string> Conversations => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "votes.csv"));

    public static TheoryData<string> ConversationsWithConsensus => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "votes.csv") && Cases.Statements("polis-export", name).Any(statement => statement.GroupInformedConsensus is not null));

    public static TheoryData<string> ModernConversations => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "votes.csv") && Modern.Any(name.Contains));

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Votes_in_their_order_make_the_published_matrix(string name)
    {
        var matrix = Cases.Export(name, OpinionSettings.Compatible).Votes;
        foreach (var row in Cases.Participants(name).Where(row => row.Votes.Count > 0))
        {
            var found = matrix.Row(matrix.RowOf(row.Participant)).ToArray().Select(cell => new VoteCast(row.Participant, VoteMatrix.StatementOf(cell), (Vote)VoteMatrix.VoteOf(cell)));
            Assert.Equal(row.Votes.OrderBy(vote => vote.Statement), found);
        }
    }

    [Theory]
    [MemberData(nameof(ModernConversations))]
    public void Who_is_in_the_conversation_is_who_was_published_with_a_group(string name)
    {
        var matrix = Cases.Export(name, OpinionSettings.Compatible).Votes;
        Assert.Equal(
            Cases.Participants(name).Where(row => row.Group is not null).Select(row => row.Participant).Order(),
            Enumerable.Range(0, matrix.RowCount).Where(matrix.InConversation.Contains).Select(row => matrix.Participants[row]).Order());
    }

    [Theory]
    [MemberData(nameof(ConversationsWithConsensus))]
    public void Published_group_informed_consensus_follows_from_published_groups(string name)
    {
        var published = Cases.Statements("polis-export", name).Where(statement => statement.GroupInformedConsensus is not null).ToList();
        var matrix = Cases.Export(name, OpinionSettings.Compatible).Votes;
        var groups = Cases.Participants(name).Where(row => row.Group is not null).GroupBy(row => row.Group).Select(group =>
        {
            var tallies = new VoteTallies(matrix.Width);
            foreach (var row in group) tallies.Add(matrix.Row(matrix.RowOf(row.Participant)));
            return tallies;
        }).ToList();
        Assert.All(published.Where(statement => statement.Status.Statement < matrix.Width), statement => Assert.Equal(statement.GroupInformedConsensus!.Value, Consensus.GroupInformed(groups, statement.Status.Statement), 1e-12));
    }

    [Fact]
    public void A_vote_of_an_old_export_and_one_of_a_new_are_read_alike()
    {
        var votes = Votes("timestamp,datetime,comment-id,voter-id,vote\n1500233625234,Mon,3,4,1\n1500233625,\"a \"\"b\"\", c\",3,4,-1\r\n");
        Assert.Equal([new(1500233625234, new(4, 3, Vote.Agree)), new(1500233625000, new(4, 3, Vote.Disagree))], votes);
    }

    [Fact]
    public void A_statement_of_many_lines_is_one_statement()
    {
        var statement = Assert.Single(PolisExport.Statements("comments.csv", Stream("\uFEFFtimestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,comment-body\n1,2,3,4,5,-1,true,false,,\"one\n\"\"two\"\"\"\n")));
        Assert.Equal(("one\n\"two\"", new StatementStatus(2, Moderation.Rejected, IsMeta: true), null, false), (statement.Text, statement.Status, statement.GroupInformedConsensus, statement.IsSeed));
    }

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("timestamp,comment-id,voter-id\n", 1, 1, "column")]
    [InlineData("timestamp,comment-id,voter-id,vote,vote\n", 1, 36, "repeated")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2,3\n", 2, 1, "fields")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2,3,1\n1,2,x,1\n", 3, 5, "number")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2,3,2\n", 2, 7, "number")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,-2,3,1\n", 2, 3, "number")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,99999999999,3,1\n", 2, 3, "number")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2,\"3\n,1\n", 2, 5, "quote.open")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,\"2\"2,3,1\n", 2, 6, "quote.after")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2\"2,3,1\n", 2, 4, "quote.stray")]
    [InlineData("timestamp,comment-id,voter-id,vote\n1,2\0,3,1\n", 2, 4, "nul")]
    [InlineData("timestamp,comment-id,voter-id,vote\n\n\n1,2,16777216,1\n", 4, 5, "number")]
    public void A_malformed_file_is_named_with_line_and_column(string text, int line, int column, string rule)
    {
        var error = Assert.Throws<PolisFormatException>(() => Votes(text));
        Assert.Equal(("votes.csv", line, column, rule), (error.File, error.Line, error.Column, error.Rule));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public void Bytes_that_are_no_text_are_refused_where_they_stand(int rows)
    {
        var row = "1000,0,3,1\n"u8.ToArray();
        byte[] bytes = [.. "timestamp,comment-id,voter-id,vote\n"u8, .. Enumerable.Repeat(row, rows).SelectMany(part => part), .. "1000,0,"u8, 0xE9, .. ",1\n"u8];
        var error = Assert.Throws<PolisFormatException>(() => PolisExport.Votes("votes.csv", new MemoryStream(bytes)).ToList());
        Assert.Equal((rows + 2, 8, "utf8"), (error.Line, error.Column, error.Rule));
    }

    [Fact]
    public void A_row_that_never_ends_is_given_up_where_it_begins()
    {
        var error = Assert.Throws<PolisFormatException>(() => Votes("timestamp,comment-id,voter-id,vote\n1,2,3,1\n1,2,\"" + new string('\n', CsvReader.LongestRow + 1)));
        Assert.Equal((3, 1, "long"), (error.Line, error.Column, error.Rule));
        Assert.Equal((2, "long"), Assert.Throws<PolisFormatException>(() => Votes("timestamp,comment-id,voter-id,vote\n" + new string(',', CsvReader.MostFields))) is var wide ? (wide.Line, wide.Rule) : default);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\n")]
    [InlineData("\r")]
    public void However_lines_end_and_with_empty_ones_the_votes_are_the_same(string end) =>
        Assert.Equal(Votes("timestamp,comment-id,voter-id,vote\n1,2,3,1\n1,2,4,-1\n"), Votes($"\uFEFFtimestamp,comment-id,voter-id,vote{end}1,2,3,1{end}1,2,4,-1{end}{end}"));

    [Fact]
    public void A_statement_or_a_person_that_stands_twice_is_named_where_it_does()
    {
        const string Statements = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,2,0,0,0,1,\"one\ntwo\"\n1,2,0,0,0,1,again\n";
        var statement = Assert.Throws<PolisFormatException>(() => PolisExport.Statements("comments.csv", Stream(Statements)).ToList());
        Assert.Equal((4, 3, "repeated"), (statement.Line, statement.Column, statement.Rule));
        var person = Assert.Throws<PolisFormatException>(() => PolisExport.Participants("participants-votes.csv", Stream("participant,group-id,n-comments,n-votes,n-agree,n-disagree,0\n7,,0,0,0,0,\n7,,0,0,0,0,\n")).ToList());
        Assert.Equal((3, 1, "repeated"), (person.Line, person.Column, person.Rule));
    }

    [Fact]
    public void Votes_at_one_instant_keep_the_order_of_the_file() =>
        Assert.Equal([new(0, 1, Vote.Agree), new(0, 0, Vote.Agree), new(0, 2, Vote.Pass)], PolisExport.InOrder(Votes("timestamp,comment-id,voter-id,vote\n9,1,0,1\n9,0,0,1\n10,2,0,0\n")));

    private static List<VoteEvent> Votes(string text) => [.. PolisExport.Votes("votes.csv", Stream(text))];

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
