using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>
/// A result in the shape of Polis' <c>math-pca2</c>, for programs that read that. Numbers keep Polis' own sign: -1 is agree.
/// For everybody: without participants, without statements that are not shown, without groups and clusters under five people, members last. For those who convene: all of it.
/// </summary>
internal static class MathJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="live">The result.</param>
    /// <param name="whole">All of it.</param>
    public static byte[] Of(LiveResult live, bool whole)
    {
        var result = live.Whole;
        var enough = whole || result.Participants.Length >= PublicResult.FewestPeople;
        int[] statements = [.. enough ? result.Statements.Where(statement => whole || live.Shown.Contains(statement)) : []];
        IReadOnlyList<OpinionGroup> groups = whole ? result.Groups : Publishing.Shown(result);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("n", result.Participants.Length);
            json.WriteNumber("n-cmts", statements.Length);
            Numbers(json, "tids", statements);
            Numbers(json, "mod-out", whole ? result.ModeratedOut : []);
            Numbers(json, "meta-tids", result.ModeratedOut.Where(live.Shown.Contains));
            Pca(json, result, statements);
            Clusters(json, result, whole, enough);
            Groups(json, result, groups, statements, whole);
            Consensus(json, result.Consensus, live, whole, enough);
            Scores(json, "group-aware-consensus", groups.Count == result.Groups.Count ? result.GroupInformedConsensus : new Dictionary<int, double>(), statements);
            Scores(json, "comment-priorities", result.Priorities, statements);
            if (whole) People(json, result);
            json.WriteNumber("math_tick", live.Version);
            json.WriteString("parvis-algorithm", result.Algorithm);
            json.WriteString("parvis-input-digest", result.InputDigest);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Pca(Utf8JsonWriter json, OpinionResult result, int[] statements)
    {
        json.WriteStartObject("pca");
        Reals(json, "center", statements.Select(statement => result.Components.Center[statement]));
        Pair(json, "comps", statements.Select(statement => result.Components.First[statement]), statements.Select(statement => result.Components.Second[statement]));
        Pair(json, "comment-projection", statements.Select(statement => result.Projections.StatementX[statement]), statements.Select(statement => result.Projections.StatementY[statement]));
        Reals(json, "comment-extremity", statements.Select(result.Projections.Extremity));
        json.WriteEndObject();
    }

    private static void Clusters(Utf8JsonWriter json, OpinionResult result, bool whole, bool enough)
    {
        List<Cluster> shown = [.. result.BaseClusters.Where(cluster => whole || (enough && cluster.Members.Length >= PublicResult.FewestPeople))];
        json.WriteStartObject("base-clusters");
        Numbers(json, "id", shown.Select(cluster => cluster.Id));
        if (whole)
        {
            json.WriteStartArray("members");
            foreach (var cluster in shown) Numbers(json, null, cluster.Members);
            json.WriteEndArray();
        }
        Reals(json, "x", shown.Select(cluster => cluster.X));
        Reals(json, "y", shown.Select(cluster => cluster.Y));
        Numbers(json, "count", shown.Select(cluster => cluster.Members.Length));
        json.WriteEndObject();
        if (!whole) return;
        json.WriteStartObject("votes-base");
        foreach (var statement in result.Statements)
        {
            json.WriteStartObject($"{statement}");
            Numbers(json, "A", result.BaseVotes.Select(votes => votes.Agrees[statement]));
            Numbers(json, "D", result.BaseVotes.Select(votes => votes.Disagrees[statement]));
            Numbers(json, "S", result.BaseVotes.Select(votes => votes.Seen[statement]));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Groups(Utf8JsonWriter json, OpinionResult result, IReadOnlyList<OpinionGroup> groups, int[] statements, bool whole)
    {
        var large = result.BaseClusters.Where(cluster => whole || cluster.Members.Length >= PublicResult.FewestPeople).Select(cluster => cluster.Id).ToHashSet();
        json.WriteStartArray("group-clusters");
        foreach (var group in groups.OrderBy(group => group.Id))
        {
            json.WriteStartObject();
            json.WriteNumber("id", group.Id);
            Reals(json, "center", [group.X, group.Y]);
            Numbers(json, "members", group.BaseClusters.Where(large.Contains));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("group-votes");
        foreach (var group in groups.OrderBy(group => group.Id))
        {
            json.WriteStartObject($"{group.Id}");
            json.WriteNumber("n-members", group.Participants.Length);
            json.WriteStartObject("votes");
            foreach (var statement in statements)
            {
                json.WriteStartObject($"{statement}");
                json.WriteNumber("A", group.Votes.Agrees[statement]);
                json.WriteNumber("D", group.Votes.Disagrees[statement]);
                json.WriteNumber("S", group.Votes.Seen[statement]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("repness");
        var known = statements.ToHashSet();
        foreach (var group in groups.OrderBy(group => group.Id))
        {
            json.WriteStartArray($"{group.Id}");
            foreach (var item in group.Representative.Where(item => known.Contains(item.Statement))) Representative(json, item);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Representative(Utf8JsonWriter json, RepresentativeStatement item)
    {
        json.WriteStartObject();
        json.WriteNumber("tid", item.Statement);
        json.WriteNumber("n-success", item.Success);
        json.WriteNumber("n-trials", item.Trials);
        json.WriteNumber("p-success", item.Probability);
        json.WriteNumber("p-test", item.ProbabilityTest);
        json.WriteNumber("repness", item.Ratio);
        json.WriteNumber("repness-test", item.RatioTest);
        json.WriteString("repful-for", item.IsAgreement ? "agree" : "disagree");
        if (item.IsBestAgreement)
        {
            json.WriteBoolean("best-agree", true);
            json.WriteNumber("n-agree", item.Agrees);
        }
        json.WriteEndObject();
    }

    private static void Consensus(Utf8JsonWriter json, Consensus consensus, LiveResult live, bool whole, bool enough)
    {
        json.WriteStartObject("consensus");
        foreach (var (name, items) in (ReadOnlySpan<(string, IReadOnlyList<ConsensusStatement>)>)[("agree", consensus.Agree), ("disagree", consensus.Disagree)])
        {
            json.WriteStartArray(name);
            foreach (var item in items.Where(item => enough && (whole || live.Shown.Contains(item.Statement))))
            {
                json.WriteStartObject();
                json.WriteNumber("tid", item.Statement);
                json.WriteNumber("n-success", item.Success);
                json.WriteNumber("n-trials", item.Trials);
                json.WriteNumber("p-success", item.Probability);
                json.WriteNumber("p-test", item.Test);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void People(Utf8JsonWriter json, OpinionResult result)
    {
        Numbers(json, "in-conv", result.InConversation);
        Numbers(json, "participants", result.Participants);
    }

    private static void Scores(Utf8JsonWriter json, string name, IReadOnlyDictionary<int, double> scores, int[] statements)
    {
        json.WriteStartObject(name);
        foreach (var statement in statements.Where(scores.ContainsKey)) json.WriteNumber($"{statement}", scores[statement]);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, IEnumerable<double> first, IEnumerable<double> second)
    {
        json.WriteStartArray(name);
        Reals(json, null, first);
        Reals(json, null, second);
        json.WriteEndArray();
    }

    private static void Reals(Utf8JsonWriter json, string? name, IEnumerable<double> values)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string? name, IEnumerable<int> values)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
