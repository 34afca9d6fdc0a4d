using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>The pieces of Polis' <c>math-pca2</c>, as those who see all of it and those who see the public part both get them.</summary>
internal static class MathShape
{
    public static void Representative(Utf8JsonWriter json, RepresentativeStatement statement)
    {
        json.WriteStartObject();
        json.WriteNumber("tid", statement.Statement);
        json.WriteNumber("n-success", statement.Success);
        json.WriteNumber("n-trials", statement.Trials);
        json.WriteNumber("p-success", statement.Probability);
        json.WriteNumber("p-test", statement.ProbabilityTest);
        json.WriteNumber("repness", statement.Ratio);
        json.WriteNumber("repness-test", statement.KeptRatioTest);
        json.WriteString("repful-for", statement.IsAgreement ? "agree" : "disagree");
        if (statement.IsBestAgreement)
        {
            json.WriteNumber("n-agree", statement.Agrees);
            json.WriteBoolean("best-agree", true);
        }
        json.WriteEndObject();
    }

    /// <summary>The statements that all agree with, and those that all disagree with.</summary>
    public static void Consensus(Utf8JsonWriter json, Consensus consensus, Func<int, bool> isShown)
    {
        json.WriteStartObject("consensus");
        foreach (var (name, statements) in (ReadOnlySpan<(string, IReadOnlyList<ConsensusStatement>)>)[("agree", consensus.Agree), ("disagree", consensus.Disagree)])
        {
            json.WriteStartArray(name);
            foreach (var statement in statements.Where(statement => isShown(statement.Statement)))
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

    /// <summary>Directions and places of <paramref name="statements"/>.</summary>
    public static void Components(Utf8JsonWriter json, OpinionResult result, int[] statements)
    {
        json.WriteStartObject("pca");
        Reals(json, "center", statements.Select(statement => result.Components.Center[statement]));
        Pair(json, "comps", statements, result.Components.First, result.Components.Second);
        Pair(json, "comment-projection", statements, result.Projections.StatementX, result.Projections.StatementY);
        Reals(json, "comment-extremity", statements.Select(result.Projections.Extremity));
        json.WriteEndObject();
    }

    /// <summary>How the members of each base cluster voted on each statement.</summary>
    public static void BaseVotes(Utf8JsonWriter json, OpinionResult result)
    {
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

    /// <summary>How a group voted on <paramref name="statements"/>.</summary>
    public static void GroupVotes(Utf8JsonWriter json, OpinionGroup group, int[] statements)
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
        json.WriteNumber("id", group.Id);
        json.WriteEndObject();
    }

    public static void Scores(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<int, double>> scores)
    {
        json.WriteStartObject(name);
        foreach (var (statement, score) in scores) json.WriteNumber($"{statement}", score);
        json.WriteEndObject();
    }

    public static void Numbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WritePropertyName(name);
        Numbers(json, numbers);
    }

    public static void Numbers(Utf8JsonWriter json, IEnumerable<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    public static void Reals(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
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
}
