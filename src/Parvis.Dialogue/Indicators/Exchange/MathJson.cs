using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;

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
            Components(json, result);
            BaseClusters(json, result);
            Groups(json, result);
            Scores(json, "group-aware-consensus", result.GroupInformedConsensus);
            Scores(json, "comment-priorities", result.Priorities);
            Consensus(json, result.Consensus);
            json.WriteNull("lastModTimestamp");
            json.WriteNumber("lastVoteTimestamp", lastVote);
            json.WriteNumber("math_tick", tick);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Components(Utf8JsonWriter json, OpinionResult result)
    {
        json.WriteStartObject("pca");
        Reals(json, "center", result.Statements.Select(statement => result.Components.Center[statement]));
        Pair(json, "comps", result.Statements, result.Components.First, result.Components.Second);
        Pair(json, "comment-projection", result.Statements, result.Projections.StatementX, result.Projections.StatementY);
        Reals(json, "comment-extremity", result.Statements.Select(result.Projections.Extremity));
        json.WriteEndObject();
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
        foreach (var group in result.Groups)
        {
            json.WriteStartObject($"{group.Id}");
            json.WriteNumber("n-members", group.Participants.Length);
            json.WriteStartObject("votes");
            foreach (var statement in result.Statements)
            {
                json.WriteStartObject($"{statement}");
                json.WriteNumber("A", group.Votes.Agrees[statement]);
                json.WriteNumber("D", group.Votes.Disagrees[statement]);
                json.WriteNumber("S", group.Votes.Seen[statement]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteNumber("id", group.Id);
            json.WriteEndObject();
        }
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

    private static void Representative(Utf8JsonWriter json, RepresentativeStatement statement)
    {
        json.WriteStartObject();
        json.WriteNumber("tid", statement.Statement);
        json.WriteNumber("n-success", statement.Success);
        json.WriteNumber("n-trials", statement.Trials);
        json.WriteNumber("p-success", statement.Probability);
        json.WriteNumber("p-test", statement.ProbabilityTest);
        json.WriteNumber("repness", statement.Ratio);
        json.WriteNumber("repness-test", (float)statement.RatioTest);
        json.WriteString("repful-for", statement.IsAgreement ? "agree" : "disagree");
        if (statement.IsBestAgreement)
        {
            json.WriteNumber("n-agree", statement.Agrees);
            json.WriteBoolean("best-agree", true);
        }
        json.WriteEndObject();
    }

    private static void Consensus(Utf8JsonWriter json, Consensus consensus)
    {
        json.WriteStartObject("consensus");
        foreach (var (name, statements) in (ReadOnlySpan<(string, IReadOnlyList<ConsensusStatement>)>)[("agree", consensus.Agree), ("disagree", consensus.Disagree)])
        {
            json.WriteStartArray(name);
            foreach (var statement in statements)
            {
                json.WriteStartObject();
                json.WriteNumber("tid", statement.Statement);
                json.WriteNumber("n-success", statement.Success);
                json.WriteNumber("n-trials", statement.Trials);
                json.WriteNumber("p-success", statement.Probability);
                json.WriteNumber("p-test", statement.Test);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter json, string name, IReadOnlyDictionary<int, double> scores)
    {
        json.WriteStartObject(name);
        foreach (var (statement, score) in scores) json.WriteNumber($"{statement}", score);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, int[] statements, double[] first, double[] second)
    {
        json.WriteStartArray(name);
        foreach (var values in (ReadOnlySpan<double[]>)[first, second])
        {
            json.WriteStartArray();
            foreach (var statement in statements) json.WriteNumberValue(values[statement]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WritePropertyName(name);
        Numbers(json, numbers);
    }

    private static void Numbers(Utf8JsonWriter json, IEnumerable<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Reals(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
