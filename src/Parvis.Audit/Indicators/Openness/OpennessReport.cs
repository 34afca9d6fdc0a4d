using System.Text.Json.Nodes;
using Parvis.Audit.Records.Openness;

namespace Parvis.Audit.Indicators.Openness;

/// <summary>What all frameworks say of one subject, from one base of facts: the part <c>openness</c> of a report.</summary>
/// <param name="Facts">What is claimed.</param>
/// <param name="Frameworks">Verdict of each framework.</param>
/// <param name="Disagreements">Where they differ.</param>
internal sealed record OpennessReport(OpennessFacts Facts, IReadOnlyList<FrameworkVerdict> Frameworks, IReadOnlyList<Disagreement> Disagreements)
{
    /// <summary>A report in which every framework decides from all facts, except those whose own file is at hand and asked to decide as their own tool does.</summary>
    /// <param name="facts">What is claimed.</param>
    /// <param name="mof">A model file of the Model Openness Framework about the subject, if there is one; its claims are among <paramref name="facts"/>.</param>
    /// <param name="osai">A file of the open-source AI index about the subject, if there is one; its claims are among <paramref name="facts"/>.</param>
    /// <param name="compatible">Whether frameworks with a file of their own decide as their own tools do.</param>
    public static OpennessReport Of(OpennessFacts facts, OpennessFile.Mof? mof = null, OpennessFile.Osai? osai = null, bool compatible = false)
    {
        FrameworkVerdict[] frameworks =
        [
            compatible && mof is not null ? ModelOpennessFramework.Compatible(mof.Release, mof.Facts) : ModelOpennessFramework.Corrected(facts, mof?.Release),
            compatible && osai is not null ? OpenSourceAiIndex.Compatible(osai.Project, osai.Facts) : OpenSourceAiIndex.Corrected(facts),
            OpenSourceAiDefinition.Of(facts),
            DigitalPublicGoods.Of(facts),
            TransparencyIndex.Corrected(facts),
        ];
        // What few indicators of the transparency index can be answered is no verdict to differ from.
        return new(facts, frameworks, Openness.Disagreements.Of(frameworks[..^1]));
    }

    /// <summary>The report as JSON; the same facts always give the same bytes.</summary>
    public JsonObject ToJson()
    {
        var frameworks = new JsonObject();
        foreach (var verdict in Frameworks) frameworks[verdict.Framework] = Json(verdict);
        return new JsonObject
        {
            ["subject"] = Facts.Subject,
            ["criteria"] = Criteria.Version,
            ["claims"] = new JsonArray([.. Facts.Claims.Select(Json)]),
            ["contradictions"] = new JsonArray([.. Facts.Contradictions.Select(criterion => (JsonNode)criterion.Id)]),
            ["frameworks"] = frameworks,
            ["disagreements"] = new JsonArray([.. Disagreements.Select(Json)]),
        };
    }

    /// <summary>A word of an enumeration as the report writes it: <c>self-declared</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private JsonNode Json(Claim claim)
    {
        var json = new JsonObject { ["id"] = Facts.Reference(claim), ["criterion"] = claim.Criterion.Id, ["value"] = Word(claim.Value) };
        if (claim.Present is { } present) json["present"] = present;
        if (claim.Licence is { } licence) json["licence"] = licence;
        json["method"] = Word(claim.Method);
        json["confidence"] = Word(claim.Confidence);
        json["who"] = claim.Who;
        if (claim.When is { } when) json["when"] = when.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var evidence = new JsonObject();
        if (claim.Evidence.Place is { } place) evidence["place"] = place;
        if (claim.Evidence.Sha256 is { } sha256) evidence["sha256"] = sha256;
        if (claim.Evidence.Quote is { } quote) evidence["quote"] = quote;
        if (claim.Evidence.Address is { } address) evidence["address"] = address.AbsoluteUri;
        json["evidence"] = evidence;
        return json;
    }

    private JsonNode Json(FrameworkVerdict verdict)
    {
        var json = new JsonObject { ["version"] = verdict.Version, ["mode"] = verdict.Mode, ["verdict"] = verdict.Outcome };
        if (verdict.Score is { } score) json["score"] = score;
        if (verdict.OutOf is { } most) json["of"] = most;
        if (verdict.Progress.Count > 0)
        {
            var progress = new JsonObject();
            foreach (var (name, perCent) in verdict.Progress) progress[name] = Math.Round(perCent, 4);
            json["progress"] = progress;
        }
        json["criteria"] = new JsonArray([.. verdict.Criteria.Select(Json)]);
        if (verdict.Differences.Count > 0) json["differences"] = new JsonArray([.. verdict.Differences.Select(difference => (JsonNode)new JsonObject { ["key"] = difference.Key, ["values"] = Json(difference.Values) })]);
        return json;
    }

    private JsonNode Json(CriterionVerdict criterion) => new JsonObject
    {
        ["id"] = criterion.Id,
        ["met"] = Word(criterion.Met),
        ["reason"] = criterion.Reason.Key,
        ["values"] = Json(criterion.Reason.Values),
        ["claims"] = new JsonArray([.. criterion.Claims.Select(claim => (JsonNode)Facts.Reference(claim))]),
    };

    private static JsonNode Json(Disagreement disagreement) => new JsonObject
    {
        ["about"] = disagreement.About.Id,
        ["cause"] = disagreement.Cause,
        ["less"] = Side(disagreement.Left, disagreement.LeftCriterion),
        ["more"] = Side(disagreement.Right, disagreement.RightCriterion),
    };

    private static JsonObject Side(string framework, CriterionVerdict? criterion)
    {
        var json = new JsonObject { ["framework"] = framework };
        if (criterion is not null) (json["criterion"], json["met"], json["reason"]) = (criterion.Id, Word(criterion.Met), criterion.Reason.Key);
        return json;
    }

    private static JsonObject Json(IReadOnlyList<(string Name, string Value)> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = value;
        return json;
    }
}
