using System.Globalization;
using System.Text.Json.Nodes;

namespace Parvis.Audit.Records.Openness;

/// <summary>A person's answers about one subject: the file <c>openness.yaml</c>.</summary>
/// <remarks>
/// <code>
/// openness: 1                     # version of the list of criteria
/// subject: Example-7B
/// by: Amina Diallo, Ministry of Digital Affairs
/// date: 2026-11-20
/// answers:
///   training-code:                # id of a criterion, see Criteria
///     value: open                 # open, partial, closed or unknown; may be left out where a licence is given
///     licence: Apache-2.0         # in the words of the evidence
///     method: document-read       # document-read, self-declared or judged (when left out)
///     confidence: high            # low, medium or high
///     evidence:                   # an address, or a place with its words or digest
///       address: https://example.org/train
///       place: README.md, Training
///       quote: All training code is in train/.
///       sha256: …
/// </code>
/// </remarks>
/// <param name="Subject">What they are about.</param>
/// <param name="By">Who answers.</param>
/// <param name="Claims">The answers.</param>
internal sealed record OpennessAnswers(string Subject, string By, IReadOnlyList<Claim> Claims)
{
    /// <summary>Whether the document is a file of answers.</summary>
    public static bool Recognises(JsonNode? document) => document is JsonObject file && file.ContainsKey("answers") && file.ContainsKey("openness");

    /// <summary>Reads a file of answers.</summary>
    /// <exception cref="MalformedException">A part is missing, a word is none of those allowed, or an answer has no evidence.</exception>
    public static OpennessAnswers Read(JsonNode? document)
    {
        var file = document as JsonObject ?? throw new MalformedException(OpennessRules.Form, 0);
        if (Text(file, "openness") is var version && version != Criteria.Version.ToString(CultureInfo.InvariantCulture)) throw Wrong("/openness", version, $"{Criteria.Version}");
        var subject = Text(file, "subject") ?? throw Missing("/subject");
        var by = Text(file, "by") ?? throw Missing("/by");
        var date = Text(file, "date") is { } words ? Date(words) : (DateOnly?)null;
        var answers = file["answers"] as JsonObject ?? throw Missing("/answers");
        return new(subject, by, [.. answers.Select(answer => Answer(subject, by, date, answer.Key, answer.Value as JsonObject ?? throw Missing($"/answers/{answer.Key}")))]);
    }

    private static Claim Answer(string subject, string by, DateOnly? date, string id, JsonObject answer)
    {
        var criterion = Criteria.Find(id) ?? throw new MalformedException(OpennessRules.Criterion, 0, ("criterion", id));
        var licence = Text(answer, "licence");
        var at = $"/answers/{id}";
        var method = Text(answer, "method") switch
        {
            null or "judged" => ClaimMethod.Judged,
            "document-read" => ClaimMethod.DocumentRead,
            "self-declared" => ClaimMethod.SelfDeclared,
            var other => throw Wrong($"{at}/method", other, "document-read, self-declared, judged"),
        };
        var value = Text(answer, "value") switch
        {
            null when licence is not null => LicenceTerms.Of(licence).Standing == LicenceStanding.Open ? Degree.Open : Degree.Partial,
            "open" => Degree.Open,
            "partial" => Degree.Partial,
            "closed" => Degree.Closed,
            "unknown" => Degree.Unknown,
            var other => throw Wrong($"{at}/value", other, "open, partial, closed, unknown"),
        };
        return new Claim(subject, criterion, value, Rests(id, answer["evidence"] as JsonObject), method, by)
        {
            Present = value switch { Degree.Unknown => null, Degree.Closed => false, _ => true },
            Licence = licence,
            When = date,
            Confidence = Text(answer, "confidence") switch
            {
                null or "medium" => Confidence.Medium,
                "low" => Confidence.Low,
                "high" => Confidence.High,
                var other => throw Wrong($"{at}/confidence", other, "low, medium, high"),
            },
        };
    }

    private static Grounds Rests(string id, JsonObject? evidence)
    {
        var (place, quote, sha256) = evidence is null ? default : (Text(evidence, "place"), Text(evidence, "quote"), Text(evidence, "sha256"));
        var address = evidence is null ? null : MofRelease.Address(Text(evidence, "address"));
        if (address is null && (place is null || (quote is null && sha256 is null))) throw new MalformedException(OpennessRules.Evidence, 0, ("criterion", id));
        return new Grounds(place, sha256, quote, address);
    }

    private static string? Text(JsonObject owner, string name) => MofRelease.Text(owner[name]) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static DateOnly Date(string words) =>
        DateOnly.TryParseExact(words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong("/date", words, "2026-11-20");

    private static MalformedException Missing(string place) => new(OpennessRules.Part, 0, ("place", place));

    private static MalformedException Wrong(string place, string? value, string allowed) => new(OpennessRules.Value, 0, ("place", place), ("value", value ?? ""), ("allowed", allowed));
}
