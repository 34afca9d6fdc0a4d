using System.Globalization;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Opinion;

/// <summary>What Polis itself computed of a conversation, and the votes of which it did.</summary>
internal sealed class PolisBlob
{
    private readonly string _name;

    public PolisBlob(string name)
    {
        _name = name;
        Math = Cases.Json("polis-math", name, "math-pca2.json");
        Timed = Cases.Has("polis-math", name, "votes.csv") ? Cases.Votes("polis-math", name) : [.. Cases.Json("polis-math", name, "votes.json").EnumerateArray().Select(Vote)];
    }

    /// <summary>Rows of a theory: the outputs of which something holds.</summary>
    public static TheoryData<string> Rows(Func<PolisBlob, bool> which) => Cases.Rows("polis-math", name => Cases.Has("polis-math", name, "math-pca2.json") && which(new PolisBlob(name)));

    public JsonElement Math { get; }

    public IReadOnlyList<VoteEvent> Timed { get; }

    public VoteMatrix Matrix()
    {
        var matrix = new VoteMatrix(MatrixCaps.Polis);
        foreach (var vote in PolisExport.InOrder(Timed)) matrix.Cast(vote);
        return matrix;
    }

    /// <summary>Moderation as the output itself tells it.</summary>
    public ModerationSets Moderation()
    {
        var meta = Meta;
        return new ModerationSets().With(Numbers(Math.GetProperty("mod-out")).Select(tid => new StatementStatus(tid, meta.Contains(tid) ? Dialogue.Records.Moderation.Accepted : Dialogue.Records.Moderation.Rejected, meta.Contains(tid))));
    }

    public Electorate Electorate() => new(Matrix(), Moderation(), new HashSet<int>());

    /// <summary>People whom Polis counted and of whom the file of votes has none: what they decide cannot be computed.</summary>
    public IReadOnlySet<int> Missing
    {
        get
        {
            var voters = Timed.Select(vote => vote.Vote.Participant).ToHashSet();
            var counted = Math.TryGetProperty("user-vote-counts", out var counts) ? counts.EnumerateObject().Select(count => int.Parse(count.Name, CultureInfo.InvariantCulture)) : [];
            return counted.Concat(Numbers(Math.GetProperty("in-conv"))).Where(person => !voters.Contains(person)).ToHashSet();
        }
    }

    /// <summary>Whether Polis counted somebody of whom the file of votes has none.</summary>
    public bool LacksVoters => Missing.Count > 0 || Math.GetProperty("n").GetInt32() > Timed.Select(vote => vote.Vote.Participant).Distinct().Count();

    /// <summary>Whether everybody in a group is in the file of votes.</summary>
    public bool HasGroupsWhole => !BaseClusters.SelectMany(cluster => cluster.Members).Any(Missing.Contains);

    /// <summary>Computed when the rule on who takes part was another.</summary>
    public bool IsOfAnEarlierRule => _name.StartsWith("above-100", StringComparison.Ordinal) || Timed.Count == 0 || Timed.Max(vote => vote.Milliseconds) < new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Whether it has priorities of its statements. By a defect of Polis in 2025 every statement had that of a meta one: these say nothing.</summary>
    public bool HasPriorities => Math.GetProperty("pca").TryGetProperty("comment-extremity", out _) && Math.TryGetProperty("comment-priorities", out var priorities) && priorities.EnumerateObject().Any(priority => priority.Value.GetDouble() != Routing.MetaPriority);

    /// <summary>Meta statements.</summary>
    public HashSet<int> Meta => Math.TryGetProperty("meta-tids", out var meta) ? [.. Numbers(meta)] : [];

    /// <summary>Statement numbers in the order of the arrays of the output.</summary>
    public int[] Order => [.. Numbers(Math.GetProperty("tids"))];

    /// <summary>Members of each base cluster.</summary>
    public IReadOnlyList<Cluster> BaseClusters
    {
        get
        {
            var clusters = Math.GetProperty("base-clusters");
            return [.. Numbers(clusters.GetProperty("id")).Select((id, i) => new Cluster(id, clusters.GetProperty("x")[i].GetDouble(), clusters.GetProperty("y")[i].GetDouble(), [.. Numbers(clusters.GetProperty("members")[i])]))];
        }
    }

    /// <summary>Groups of base clusters.</summary>
    public IReadOnlyList<Cluster> Groups =>
        [.. Math.GetProperty("group-clusters").EnumerateArray().Select(group => new Cluster(group.GetProperty("id").GetInt32(), group.GetProperty("center")[0].GetDouble(), group.GetProperty("center")[1].GetDouble(), [.. Numbers(group.GetProperty("members"))]))];

    public static IEnumerable<int> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetInt32());

    // Files of this kind keep the sign of exports: 1 is agree.
    private static VoteEvent Vote(JsonElement vote)
    {
        var modified = vote.GetProperty("modified");
        return new(
            (long)(modified.ValueKind == JsonValueKind.String ? double.Parse(modified.GetString()!, CultureInfo.InvariantCulture) : modified.GetDouble()),
            new(Number(vote, "pid", "participant_id"), Number(vote, "tid", "statement_id"), (Vote)(-vote.GetProperty("vote").GetInt32())));
    }

    private static int Number(JsonElement vote, string name, string other) => (vote.TryGetProperty(name, out var number) ? number : vote.GetProperty(other)).GetInt32();
}
