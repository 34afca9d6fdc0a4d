using System.Text.Encodings.Web;
using System.Text.Json;
using Parvis.Dialogue.Indicators.Opinion;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>A result as JSON: the same bytes wherever it is computed. Its members are described in docs/dialogue-exports.md.</summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="result">The result.</param>
    /// <param name="views">The same votes read in other ways, or null to leave these out.</param>
    public static byte[] Of(OpinionResult result, OpinionViews? views = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("algorithm", result.Algorithm);
            Settings(json, result.Settings);
            json.WriteString("inputDigest", result.InputDigest);
            json.WriteNumber("participants", result.Participants.Length);
            json.WriteNumber("statements", result.Statements.Length);
            json.WriteNumber("grouped", result.InConversation.Length);
            json.WriteNumber("groupCount", result.GroupCount);
            json.WriteStartObject("silhouettes");
            foreach (var (k, silhouette) in result.Silhouettes.OrderBy(tried => tried.Key)) json.WriteNumber($"{k}", silhouette);
            json.WriteEndObject();
            json.WriteStartArray("groups");
            foreach (var group in result.Groups) Group(json, group);
            json.WriteEndArray();
            Consensus(json, result.Consensus);
            Scores(json, result.GroupInformedConsensus);
            if (views is not null) Views(json, views);
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void Views(Utf8JsonWriter json, OpinionViews views)
    {
        json.WriteStartArray("bridging");
        foreach (var score in views.Bridging)
        {
            json.WriteStartObject();
            json.WriteNumber("statement", score.Statement);
            json.WriteNumber("intercept", score.Intercept);
            json.WriteNumber("factor", score.Factor);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("pairwise");
        foreach (var score in views.Pairwise)
        {
            json.WriteStartObject();
            json.WriteNumber("statement", score.Statement);
            json.WriteNumber("strength", score.Strength);
            json.WriteNumber("winShare", score.WinShare);
            json.WriteNumber("comparisons", score.Comparisons);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Settings(Utf8JsonWriter json, OpinionSettings settings)
    {
        json.WriteStartObject("settings");
        json.WriteString("mode", settings.Mode == GroupingMode.Stable ? "stable" : "compatible");
        json.WriteNumber("fewestGroups", settings.FewestGroups);
        json.WriteNumber("mostGroups", settings.MostGroups);
        json.WriteNumber("baseClusters", settings.BaseClusters);
        json.WriteBoolean("honoursBans", settings.HonoursBans);
        json.WriteNumber("seed", settings.Seed);
        json.WriteNumber("restarts", settings.Restarts);
        json.WriteNumber("keepsEvery", settings.KeepsEvery);
        json.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter json, OpinionGroup group)
    {
        json.WriteStartObject();
        json.WriteNumber("id", group.Id);
        json.WriteNumber("x", group.X);
        json.WriteNumber("y", group.Y);
        json.WriteStartArray("participants");
        foreach (var participant in group.Participants) json.WriteNumberValue(participant);
        json.WriteEndArray();
        Representative(json, group.Representative);
        json.WriteEndObject();
    }

    /// <summary>Statements that set a group apart.</summary>
    public static void Representative(Utf8JsonWriter json, IReadOnlyList<RepresentativeStatement> statements)
    {
        json.WriteStartArray("representative");
        foreach (var statement in statements)
        {
            json.WriteStartObject();
            json.WriteNumber("statement", statement.Statement);
            json.WriteString("direction", statement.IsAgreement ? "agree" : "disagree");
            json.WriteNumber("success", statement.Success);
            json.WriteNumber("trials", statement.Trials);
            json.WriteNumber("probability", statement.Probability);
            json.WriteNumber("probabilityTest", statement.ProbabilityTest);
            json.WriteNumber("ratio", statement.Ratio);
            json.WriteNumber("ratioTest", statement.RatioTest);
            if (statement.IsBestAgreement) json.WriteBoolean("bestAgreement", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>What most people agree on, and what most disagree with.</summary>
    public static void Consensus(Utf8JsonWriter json, Consensus consensus)
    {
        json.WriteStartObject("consensus");
        foreach (var (name, statements) in (ReadOnlySpan<(string, IReadOnlyList<ConsensusStatement>)>)[("agree", consensus.Agree), ("disagree", consensus.Disagree)])
        {
            json.WriteStartArray(name);
            foreach (var statement in statements)
            {
                json.WriteStartObject();
                json.WriteNumber("statement", statement.Statement);
                json.WriteNumber("success", statement.Success);
                json.WriteNumber("trials", statement.Trials);
                json.WriteNumber("probability", statement.Probability);
                json.WriteNumber("test", statement.Test);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Group-informed consensus by statement.</summary>
    public static void Scores(Utf8JsonWriter json, IReadOnlyDictionary<int, double> scores)
    {
        json.WriteStartObject("groupInformedConsensus");
        foreach (var (statement, score) in scores.OrderBy(pair => pair.Key)) json.WriteNumber($"{statement}", score);
        json.WriteEndObject();
    }
}
