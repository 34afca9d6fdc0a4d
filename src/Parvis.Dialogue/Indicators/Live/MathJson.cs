using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using static Parvis.Dialogue.Indicators.Exchange.MathShape;

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
            Components(json, result, statements);
            Clusters(json, result, whole, enough);
            Groups(json, result, groups, statements, whole);
            Consensus(json, result.Consensus, statement => enough && (whole || live.Shown.Contains(statement)));
            Scores(json, "group-aware-consensus", groups.Count == result.Groups.Count ? Of(result.GroupInformedConsensus, statements) : []);
            Scores(json, "comment-priorities", Of(result.Priorities, statements));
            if (whole) People(json, result);
            json.WriteNumber("math_tick", live.Version);
            json.WriteString("parvis-algorithm", result.Algorithm);
            json.WriteString("parvis-input-digest", result.InputDigest);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Clusters(Utf8JsonWriter json, OpinionResult result, bool whole, bool enough)
    {
        List<Cluster> shown = [.. result.BaseClusters.Where(cluster => whole || (enough && cluster.Members.Length >= PublicResult.FewestPeople))];
        json.WriteStartObject("base-clusters");
        Numbers(json, "id", shown.Select(cluster => cluster.Id));
        if (whole)
        {
            json.WriteStartArray("members");
            foreach (var cluster in shown) Numbers(json, cluster.Members);
            json.WriteEndArray();
        }
        Reals(json, "x", shown.Select(cluster => cluster.X));
        Reals(json, "y", shown.Select(cluster => cluster.Y));
        Numbers(json, "count", shown.Select(cluster => cluster.Members.Length));
        json.WriteEndObject();
        if (whole) BaseVotes(json, result);
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
        foreach (var group in groups.OrderBy(group => group.Id)) GroupVotes(json, group, statements);
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

    private static void People(Utf8JsonWriter json, OpinionResult result)
    {
        Numbers(json, "in-conv", result.InConversation);
        Numbers(json, "participants", result.Participants);
    }

    private static IEnumerable<KeyValuePair<int, double>> Of(IReadOnlyDictionary<int, double> scores, int[] statements) =>
        statements.Where(scores.ContainsKey).Select(statement => KeyValuePair.Create(statement, scores[statement]));
}
