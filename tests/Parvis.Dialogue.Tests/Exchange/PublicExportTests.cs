using System.Text;
using Parvis.Dialogue.Indicators.Exchange;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Exchange;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Exchange;

/// <summary>What anybody may have tells nobody apart, and still says what the conversation said.</summary>
public sealed class PublicExportTests
{
    public static TheoryData<string> Voted => Cases.Rows("polis-export", name => Cases.Has("polis-export", name, "participants-votes.csv"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Voted))]
    public async Task Who_knows_eight_votes_of_a_person_finds_that_person_in_fewer_than_one_of_twenty(string name)
    {
        var (state, result, export) = await MadeAsync(name);
        Assert.SkipWhen(result.InConversation.Length < 20, "fewer than twenty people: whoever names any of them is right more often");
        var random = new SeededRandom(8);
        var chance = 0.0;
        int[] people = [.. result.Participants.Where(person => state.Votes.Row(state.Votes.RowOf(person)).Length >= 8)];
        var clusterOf = Clusters(result, export);
        foreach (var person in people)
        {
            var cells = state.Votes.Row(state.Votes.RowOf(person)).ToArray();
            for (var i = 0; i < 8; i++)
            {
                var other = i + random.Next(cells.Length - i);
                (cells[i], cells[other]) = (cells[other], cells[i]);
            }
            // The best that can be guessed: the cluster in which these votes are likeliest, and in it anybody.
            var guessed = export.Clusters.Index().MaxBy(cluster => Likelihood(cluster.Item, cells.AsSpan(0, 8)));
            if (clusterOf.TryGetValue(person, out var own) && own == guessed.Index) chance += 1.0 / guessed.Item.People;
        }
        var found = chance / people.Length;
        TestContext.Current.SendDiagnosticMessage($"{name}: {found:P2} of {people.Length} found, {export.Clusters.Count} sums, {export.Clusters.Average(cluster => cluster.People):F1} people each");
        Assert.True(people.Length == 0 || found <= 0.05, $"{found:P1} are found");
    }

    [Theory]
    [MemberData(nameof(Voted))]
    public async Task Every_sum_is_about_five_people_and_five_votes_and_no_vote_is_in_two(string name)
    {
        var (_, result, export) = await MadeAsync(name);
        Assert.InRange(export.FewestPeople, 5, int.MaxValue);
        Assert.All(export.Clusters, cluster => Assert.True(cluster.People >= export.FewestPeople));
        IEnumerable<int[]> all = [.. export.Clusters.SelectMany(cluster => cluster.Votes), .. export.GroupRests.SelectMany(rest => rest.Votes), .. export.Rest];
        Assert.All(all, cell => Assert.True(cell[1] + cell[2] + cell[3] >= export.FewestPeople));
        foreach (var statement in all.GroupBy(cell => cell[0]))
        {
            Assert.InRange(statement.Sum(cell => cell[1]), 0, result.Totals.Agrees[statement.Key]);
            Assert.InRange(statement.Sum(cell => cell[2]), 0, result.Totals.Disagrees[statement.Key]);
            Assert.InRange(result.Totals.Seen[statement.Key] - statement.Sum(cell => cell[1..].Sum()), 0, export.FewestPeople - 1);
        }
    }

    [Theory]
    [MemberData(nameof(Voted))]
    public async Task No_author_no_rejected_words_and_no_number_of_a_person_are_in_it(string name)
    {
        var (_, result, export) = await MadeAsync(name);
        var text = Encoding.UTF8.GetString(export.ToBytes());
        Assert.DoesNotContain("author\":", text, StringComparison.OrdinalIgnoreCase);
        var rejected = Cases.Statements("polis-export", name).Where(statement => statement.Status.Moderation == Moderation.Rejected).Select(statement => statement.Status.Statement).ToHashSet();
        Assert.DoesNotContain(export.Statements, statement => rejected.Contains(statement.Number));
        Assert.Equal(Enumerable.Range(0, export.Clusters.Sum(cluster => cluster.People)), export.Clusters.SelectMany(cluster => Enumerable.Range(cluster.FirstPerson, cluster.People)));
        var other = PublicExport.Of(new(""), [], result, 5, secret: 2);
        if (export.Clusters.Count > 3) Assert.NotEqual(export.Clusters.Select(cluster => (cluster.X, cluster.Y)), other.Clusters.Select(cluster => (cluster.X, cluster.Y)));
    }

    [Theory]
    [MemberData(nameof(Voted))]
    public async Task It_says_what_the_votes_say_of_groups_and_consensus(string name)
    {
        var (_, result, export) = await MadeAsync(name);
        var bytes = export.ToBytes();
        var read = PublicRecomputation.Of(PublicConversation.Read("public.json", bytes), bytes);
        Assert.Equal(Math.Min(result.Groups.Count(group => group.Participants.Length >= 5), Math.Max(1, result.InConversation.Length / 20)), read.Groups.Count);
        Assert.InRange(result.Consensus.Agree.Select(statement => statement.Statement).Intersect(read.Consensus.Agree.Select(statement => statement.Statement)).Count(), result.Consensus.Agree.Count - 1, 5);
        foreach (var group in read.Groups.Where(_ => read.Groups.Count == result.Groups.Count)) // else some are joined, and say something else
        {
            var expected = result.Groups.Single(same => same.Id == group.Id).Representative.Select(statement => statement.Statement).ToHashSet();
            Assert.True(group.Representative.Count(statement => expected.Contains(statement.Statement)) * 2 >= expected.Count, "half of the representative statements are the same");
        }
        Assert.Equal(bytes, PublicConversation.Read("public.json", bytes).ToBytes());
    }

    [Fact]
    public async Task The_commands_publish_and_recompute_it()
    {
        using var folder = new ExportFolder();
        var published = await ExportFolder.RunAsync(Commands.PublishCommand.Create, Cases.PathOf("polis-export", "brexit-consensus"), folder["public.json"]);
        Assert.Equal((0, ""), (published.Code, published.Error));
        var (code, output, _) = await ExportFolder.RecomputeAsync(folder["public.json"], "--json", folder["result.json"]);
        Assert.Equal(0, code);
        Assert.Contains("From a public export: sums over at least", output, StringComparison.Ordinal);
        Assert.Contains("\"notRecomputed\"", await File.ReadAllTextAsync(folder["result.json"], Cancel), StringComparison.Ordinal);
        Assert.NotEqual(0, (await ExportFolder.RunAsync(Commands.PublishCommand.Create, Cases.PathOf("polis-export", "brexit-consensus"), folder["few.json"], "--fewest", "4")).Code);
    }

    [Theory]
    [InlineData("{", "public.json, line 2, column 1")]
    [InlineData("[]", "public.json, line 1, column")]
    [InlineData("null", "public.json, line 1, column 1")]
    [InlineData("{\"format\":\"parvis-dialogue-public-1\",\"topic\":\"\",\"description\":\"\",\"algorithm\":\"\",\"mode\":\"\",\"fewestPeople\":2,\"people\":9,\"statements\":[],\"clusters\":[],\"groupRests\":[],\"rest\":[]}", "fewestPeople")]
    [InlineData("{\"format\":\"parvis-dialogue-public-1\",\"topic\":\"\",\"description\":\"\",\"algorithm\":\"\",\"mode\":\"\",\"fewestPeople\":5,\"people\":9,\"statements\":[{\"number\":0,\"text\":\"\",\"isMeta\":false}],\"clusters\":[{\"firstPerson\":0,\"people\":9,\"group\":0,\"x\":0,\"y\":0,\"votes\":[[0,2,2,0]]}],\"groupRests\":[],\"rest\":[]}", "clusters[0]")]
    [InlineData("{\"format\":\"parvis-dialogue-public-1\",\"topic\":\"\",\"description\":\"\",\"algorithm\":\"\",\"mode\":\"\",\"fewestPeople\":5,\"people\":9,\"statements\":[],\"clusters\":[],\"groupRests\":[],\"rest\":[[3,5,0,0]]}", "rest")]
    public async Task A_file_that_breaks_the_form_or_its_promise_is_refused(string text, string says)
    {
        using var folder = new ExportFolder().With("public.json", text);
        var (code, _, error) = await ExportFolder.RecomputeAsync(folder["public.json"]);
        Assert.Equal(3, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    private static async Task<(OpinionState State, OpinionResult Result, PublicConversation Export)> MadeAsync(string name)
    {
        var folder = PolisFolder.Open(Cases.PathOf("polis-export", name), Cancel);
        var state = await Recomputation.StateAsync(folder, OpinionSettings.Compatible, Cancel);
        var result = state.Compute();
        return (state, result, PublicExport.Of(folder.Heading, await folder.StatementsAsync(Cancel).ToListAsync(Cancel), result, PublicConversation.Fewest, secret: 1));
    }

    // The people of each sum, found by where it lies: what the exporter alone knows.
    private static Dictionary<int, int> Clusters(OpinionResult result, PublicConversation export)
    {
        var clusterOf = new Dictionary<int, int>();
        var groupOf = result.GroupOf();
        foreach (var (people, members) in PublicExport.Members(result, export.FewestPeople, secret: 1).Index())
        {
            Assert.Equal(export.Clusters[people].People, members.Count);
            foreach (var member in members) clusterOf.Add(member, people);
        }
        Assert.Equal(groupOf.Count, clusterOf.Count);
        return clusterOf;
    }

    private static double Likelihood(PublicCluster cluster, ReadOnlySpan<int> cells)
    {
        var votes = cluster.Votes.ToDictionary(cell => cell[0]);
        var sum = Math.Log(cluster.People);
        foreach (var cell in cells)
        {
            var counts = votes.GetValueOrDefault(VoteMatrix.StatementOf(cell), [0, 0, 0, 0]);
            // One vote more each way, and as many unseen as would be too few to show.
            sum += Math.Log((counts[VoteMatrix.VoteOf(cell) switch { < 0 => 1, 0 => 3, _ => 2 }] + 0.5) / (cluster.People + 1.5));
        }
        return sum;
    }
}
