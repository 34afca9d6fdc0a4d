using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Parvis.Kernel.Records;

namespace Parvis.Kernel.Evidence;

/// <summary>The one way a record is published: a new version and the ledger entry that attests it, in one transaction.</summary>
/// <param name="log">The node's ledger.</param>
/// <param name="time">The clock.</param>
public sealed class RecordPublisher(IEvidenceLog log, TimeProvider time)
{
    /// <summary>The predicate type of a statement that attests one version of a record.</summary>
    public const string PredicateType = "urn:parvis:predicate:record:v1";

    /// <summary>Publishes those of <paramref name="drafts"/> that differ from what stands; equal bytes make no new version.</summary>
    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="drafts">At most one a record id, each with where it comes from: the predicate's <c>origin</c>.</param>
    /// <param name="cancel">Stops the work; the caller's transaction is then rolled back.</param>
    /// <returns>The versions written.</returns>
    public async Task<IReadOnlyList<Record>> PublishAsync(DbTransaction transaction, IReadOnlyList<(RecordDraft Draft, JsonElement Origin)> drafts, CancellationToken cancel)
    {
        var states = await RecordRegistry.StatesAsync(transaction, [.. drafts.Select(pair => pair.Draft.Id)]);
        var now = time.GetUtcNow();
        var versions = new List<Record>();
        var statements = new List<Statement>();
        foreach (var (draft, origin) in drafts)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(draft.Body.Span));
            var state = states.GetValueOrDefault(draft.Id);
            if (state is null ? draft.Withdrawn : state.Digest == digest && state.Withdrawn == draft.Withdrawn) continue; // what never stood is not withdrawn
            var version = (state?.Version ?? 0) + 1;
            versions.Add(new(draft.Id, draft.Kind, draft.Titles, version, Sequence: 0, now, draft.Withdrawn, LedgerIndex: 0, digest, draft.Body));
            statements.Add(Attest(versions[^1], state?.Digest, origin));
        }
        if (versions.Count == 0) return [];
        var first = await log.StageAsync(transaction, statements, cancel);
        var written = versions.Select((version, i) => version with { LedgerIndex = first + i }).ToList();
        await RecordRegistry.WriteAsync(transaction, written, cancel);
        return written;
    }

    private static Statement Attest(Record version, string? previous, JsonElement origin) => new(
        [new($"{version.Kind}/{version.Id}@{version.Version}", version.Digest)],
        PredicateType,
        JsonSerializer.SerializeToElement(new RecordPredicate(version.Version, version.Withdrawn, Storage.Instant.Write(version.ChangedAt), previous, origin), JsonSerializerOptions.Web));

    private sealed record RecordPredicate(long Version, bool Withdrawn, string ChangedAt, string? PreviousSha256, JsonElement Origin);
}
