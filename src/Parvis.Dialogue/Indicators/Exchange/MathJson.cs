using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;
using static Parvis.Dialogue.Indicators.Exchange.MathShape;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>A result in the shape of Polis' <c>math-pca2</c>, for programs that read that. Votes have Polis' own sign there: -1 is agree.</summary>
internal static class MathJson
{
    /// <param name="state">The conversation of which the result was computed.</param>
    /// <param name="result">The result.</param>
    /// <param name="lastVote">When the last vote was cast, milliseconds since 1970.</param>
    /// <param name="tick">How often it was computed.</param>
    public static byte[] Of(OpinionState state, OpinionResult result, long lastVote, long tick)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("n", result.Participants.Length);
            json.WriteNumber("n-cmts", result.Statements.Length);
            Numbers(json, "tids", result.Statements);
            Numbers(json, "in-conv", result.InConversation);
            Numbers(json, "mod-in", state.Moderation.In);
            Numbers(json, "mod-out", state.Moderation.Out);
            Numbers(json, "meta-tids", state.Moderation.Meta);
            json.WriteStartObject("user-vote-counts");
            foreach (var participant in result.Participants) json.WriteNumber($"{participant}", state.Votes.Row(state.Votes.RowOf(participant)).Length);
            json.WriteEndObject();
            Components(json, result, result.Statements);
            BaseClusters(json, result);
            Groups(json, result);
            Scores(json, "group-aware-consensus", result.GroupInformedConsensus);
            Scores(json, "comment-priorities", result.Priorities);
            Consensus(json, result.Consensus, isShown: _ => true);
            json.WriteNull("lastModTimestamp");
            json.WriteNumber("lastVoteTimestamp", lastVote);
            json.WriteNumber("math_tick", tick);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void BaseClusters(Utf8JsonWriter json, OpinionResult result)
    {
        json.WriteStartObject("base-clusters");
        Numbers(json, "id", result.BaseClusters.Select(cluster => cluster.Id));
        json.WriteStartArray("members");
        foreach (var cluster in result.BaseClusters) Numbers(json, cluster.Members);
        json.WriteEndArray();
        Reals(json, "x", result.BaseClusters.Select(cluster => cluster.X));
        Reals(json, "y", result.BaseClusters.Select(cluster => cluster.Y));
        Numbers(json, "count", result.BaseClusters.Select(cluster => cluster.Members.Length));
        json.WriteEndObject();
        BaseVotes(json, result);
    }

    private static void Groups(Utf8JsonWriter json, OpinionResult result)
    {
        json.WriteStartArray("group-clusters");
        foreach (var group in result.Groups)
        {
            json.WriteStartObject();
            json.WriteNumber("id", group.Id);
            Numbers(json, "members", group.BaseClusters);
            Reals(json, "center", [group.X, group.Y]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("group-votes");
        foreach (var group in result.Groups) GroupVotes(json, group, result.Statements);
        json.WriteEndObject();
        json.WriteStartObject("repness");
        foreach (var group in result.Groups)
        {
            json.WriteStartArray($"{group.Id}");
            foreach (var statement in group.Representative) Representative(json, statement);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
