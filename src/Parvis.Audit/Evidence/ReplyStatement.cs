using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Evidence;

/// <summary>The in-toto statement that attests a reply to a report. Its subject is the report, so the report's entry is never touched.</summary>
internal static class ReplyStatement
{
    /// <summary>The predicate type of a statement that attests a reply.</summary>
    public const string PredicateType = "urn:parvis:predicate:audit-reply:v1";

    /// <summary>The statement to be staged into the ledger.</summary>
    /// <param name="audit">Id of the audit.</param>
    /// <param name="report">SHA-256 of the report's bytes.</param>
    /// <param name="entry">Ledger index of the report's own statement.</param>
    /// <param name="name">Who replies, as they sign.</param>
    /// <param name="words">What they say.</param>
    /// <param name="repliedAt">When.</param>
    public static Statement Create(string audit, string report, long entry, string name, string words, DateTimeOffset repliedAt) =>
        new([new($"audit/{audit}", report)], PredicateType, JsonSerializer.SerializeToElement(new Predicate(audit, entry, name, words, Instant.Write(repliedAt)), JsonSerializerOptions.Web));

    private sealed record Predicate(string Audit, long Entry, string Name, string Words, string RepliedAt);
}
