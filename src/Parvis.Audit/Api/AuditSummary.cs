using System.Text.Json.Serialization;
using Parvis.Audit.Decisions;
using Parvis.Audit.Indicators;
using Parvis.Audit.Jobs;
using Parvis.Audit.Records;

namespace Parvis.Audit.Api;

/// <summary>What lists show of an audit.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>stopped</c>.</param>
/// <param name="Verdict">The verdict over the whole, or null while it is not made.</param>
/// <param name="Subject">Root digest of what was audited.</param>
/// <param name="Report">SHA-256 of the report's bytes.</param>
/// <param name="Done">Bytes examined so far.</param>
internal sealed record AuditSummary(
    string Id, string Name, string State, string? Verdict, string Depth, string? Source, string? Record, long Files, long Bytes, long Done, DateTimeOffset AskedAt, DateTimeOffset? MadeAt,
    string? Subject, [property: JsonPropertyName("reportSha256")] string? Report, long? LedgerIndex, string Address, string Api)
{
    /// <summary>What those concerned say to the report; null in lists.</summary>
    public IReadOnlyList<Reply>? Replies { get; init; }

    public static AuditSummary Of(AuditEntry entry, AuditProgress? progress, string nodeAddress) => new(
        entry.Id, entry.Name, (entry.Made is not null ? "done" : progress?.State.ToString().ToLowerInvariant()) ?? "waiting", entry.Made?.Verdict.Word(), entry.Depth, entry.Source, entry.RecordId, entry.Files, entry.Bytes,
        entry.Made is not null ? entry.Bytes : progress?.Done ?? 0, entry.AskedAt, entry.Made?.At, entry.Made?.Subject, entry.Made?.Report, entry.Made?.LedgerIndex,
        $"{nodeAddress}/en/audit/{entry.Id}", $"{nodeAddress}/api/audit/{entry.Id}");
}

/// <summary>One page of audits.</summary>
/// <param name="Total">How many match.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Size">Audits a page.</param>
/// <param name="Audits">Newest first.</param>
/// <param name="Next">Address of the next page, or null.</param>
internal sealed record AuditList(long Total, int Page, int Size, IReadOnlyList<AuditSummary> Audits, string? Next);
