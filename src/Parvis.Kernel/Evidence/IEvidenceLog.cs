using System.Data.Common;
using System.Text.Json;

namespace Parvis.Kernel.Evidence;

/// <summary>The node's ledger: DSSE-signed in-toto statements in an append-only C2SP tlog-tiles log. There is no update and no delete.</summary>
public interface IEvidenceLog
{
    /// <summary>Signs <paramref name="statements"/> and gives them the next indexes, inside the caller's transaction: they enter the log if and only if it commits.</summary>
    /// <returns>The index of the first; the others follow.</returns>
    Task<long> StageAsync(DbTransaction transaction, IReadOnlyList<Statement> statements, CancellationToken cancel);

    /// <summary>Writes the tiles of every committed statement and a new checkpoint, durably. Safe to call again after a crash at any moment.</summary>
    /// <returns>The size of the tree.</returns>
    Task<long> PublishAsync(CancellationToken cancel);

    /// <summary>The newest checkpoint (a C2SP signed note), or null while the log is empty.</summary>
    Task<string?> CheckpointAsync(CancellationToken cancel);

    /// <summary>The DSSE envelope at <paramref name="index"/> as it stands in the log, or null when the log does not reach that far.</summary>
    Task<ReadOnlyMemory<byte>?> ReadAsync(long index, CancellationToken cancel);

    /// <summary>A proof file (C2SP tlog-proof) for the entry at <paramref name="index"/>: the envelope, its inclusion proof and the checkpoint; null when the log does not reach that far.</summary>
    Task<string?> ProveAsync(long index, CancellationToken cancel);
}

/// <summary>An in-toto Statement v1.</summary>
/// <param name="Subjects">What it is about: names and SHA-256 digests, at least one.</param>
/// <param name="PredicateType">A URI that names the kind of claim, e.g. <c>urn:parvis:predicate:record:v1</c>.</param>
/// <param name="Predicate">The claim.</param>
public sealed record Statement(IReadOnlyList<Subject> Subjects, string PredicateType, JsonElement Predicate);

/// <summary>A subject of a <see cref="Statement"/> (in-toto ResourceDescriptor).</summary>
/// <param name="Name">What it is called here, e.g. <c>commons/dataset/r7k2m9x4tqwd3@2</c>.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record Subject(string Name, string Sha256);
