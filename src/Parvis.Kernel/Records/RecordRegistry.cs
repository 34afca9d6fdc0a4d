using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Records;

/// <summary>Every public thing of the node: its present state, all its versions, and the order in which they changed.</summary>
/// <param name="database">The node's database.</param>
public sealed class RecordRegistry(Database database) : IRecordChanges
{
    private const int ChangesAtOnce = 500;
    private const string Columns = "v.record_id AS Id, r.module AS Module, r.kind AS Kind, v.titles AS Titles, v.version AS Version, v.sequence AS Sequence, v.changed_at AS ChangedAt, v.withdrawn AS Withdrawn, v.ledger_index AS LedgerIndex, v.digest AS Digest, v.body AS Body";
    private const string Current = $"SELECT {Columns} FROM kernel_record r JOIN kernel_record_version v ON v.sequence = r.sequence";
    private const string ById = $"{Current} WHERE r.id = @id";
    private const string ByIds = $"{Current} WHERE r.id IN @ids";
    private const string After = $"{Current} WHERE r.sequence > @after ORDER BY r.sequence LIMIT @limit";
    private const string ModuleAfter = $"{Current} WHERE r.module = @module AND r.sequence > @after ORDER BY r.sequence LIMIT @limit";
    private const string Newest = $"{Current} WHERE r.module = @module AND r.withdrawn = 0 ORDER BY r.sequence DESC LIMIT @limit";
    private const string Versions = $"SELECT {Columns} FROM kernel_record_version v JOIN kernel_record r ON r.id = v.record_id WHERE v.record_id = @id ORDER BY v.version DESC";
    private const string OneVersion = $"SELECT {Columns} FROM kernel_record_version v JOIN kernel_record r ON r.id = v.record_id WHERE v.record_id = @id AND v.version = @version";
    private const string Counts = "SELECT kind AS Kind, COUNT(*) AS Count FROM kernel_record WHERE module = @module AND withdrawn = 0 GROUP BY kind ORDER BY kind";
    private const string States = "SELECT id AS Id, version AS Version, digest AS Digest, withdrawn AS Withdrawn FROM kernel_record WHERE id IN @ids";
    private const string LastSequence = "SELECT COALESCE(MAX(sequence), 0) FROM kernel_record_version";
    private const string PublicIds = "SELECT r.id AS Id, v.changed_at AS ChangedAt FROM kernel_record r JOIN kernel_record_version v ON v.sequence = r.sequence WHERE r.module = @module AND r.withdrawn = 0 ORDER BY r.id LIMIT @limit OFFSET @offset";
    private const string Remove = "DELETE FROM kernel_record WHERE id IN @ids";
    private static readonly string[] RecordColumns = ["id", "module", "kind", "titles", "version", "sequence", "withdrawn", "digest"];
    private static readonly string[] VersionColumns = ["sequence", "record_id", "version", "titles", "changed_at", "withdrawn", "ledger_index", "digest", "body"];

    /// <summary>The present version of one record, or null.</summary>
    public async Task<Record?> ReadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(ById, new { id }))?.ToRecord();
    }

    /// <summary>The present versions of the records with these ids, in the order of <paramref name="ids"/>; unknown ids are left out.</summary>
    public async Task<IReadOnlyList<Record>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        await using var connection = await database.OpenAsync(cancel);
        var found = (await connection.QueryAsync<Row>(ByIds, new { ids = new Ids(ids) })).ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id].ToRecord())];
    }

    /// <summary>One version of a record, or null.</summary>
    public async Task<Record?> ReadAsync(string id, long version, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(OneVersion, new { id, version }))?.ToRecord();
    }

    /// <summary>Every version of a record, newest first; none when the id is unknown.</summary>
    public async Task<IReadOnlyList<Record>> HistoryAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Versions, new { id })).Select(row => row.ToRecord())];
    }

    /// <summary>The records of <paramref name="module"/> that changed last, newest first.</summary>
    public async Task<IReadOnlyList<Record>> NewestAsync(string module, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Newest, new { module, limit })).Select(row => row.ToRecord())];
    }

    /// <summary>How many records of each kind <paramref name="module"/> has, withdrawn ones left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(string module, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QueryAsync<(string Kind, long Count)>(Counts, new { module })).ToDictionary(row => row.Kind, row => row.Count, StringComparer.Ordinal);
    }

    /// <summary>Ids of the records of <paramref name="module"/> with the time of their last change, in the order of ids.</summary>
    public async Task<IReadOnlyList<(string Id, DateTimeOffset ChangedAt)>> IdsAsync(string module, int offset, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, DateTimeOffset)>(PublicIds, new { module, offset, limit })];
    }

    /// <summary>The newest place in the change sequence; 0 when nothing was ever written.</summary>
    public async Task<long> SequenceAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(LastSequence);
    }

    /// <summary>The newest version of each of the first <paramref name="limit"/> records of <paramref name="module"/> that changed after <paramref name="after"/>, in the order of change.</summary>
    public async Task<IReadOnlyList<Record>> ChangesAsync(string module, long after, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(ModuleAfter, new { module, after, limit })).Select(row => row.ToRecord())];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Record> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        while (true)
        {
            var rows = (await connection.QueryAsync<Row>(After, new { after, limit = ChangesAtOnce })).AsList();
            foreach (var row in rows)
            {
                cancel.ThrowIfCancellationRequested();
                yield return row.ToRecord();
            }
            if (rows.Count < ChangesAtOnce) yield break;
            after = rows[^1].Sequence;
        }
    }

    /// <summary>What stands now for each of <paramref name="ids"/>, read inside the writer's transaction.</summary>
    public static async Task<IReadOnlyDictionary<string, RecordState>> StatesAsync(DbTransaction transaction, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return new Dictionary<string, RecordState>(StringComparer.Ordinal);
        var rows = await transaction.Connection!.QueryAsync<StateRow>(States, new { ids = new Ids(ids) }, transaction);
        return rows.ToDictionary(row => row.Id, row => new RecordState(row.Version, row.Digest, row.Withdrawn != 0), StringComparer.Ordinal);
    }

    /// <summary>Writes new versions, in order, inside <paramref name="transaction"/>.</summary>
    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="versions">Complete but for their place in the sequence, which is given here.</param>
    /// <param name="cancel">Stops before the end; nothing is written then.</param>
    public static async Task WriteAsync(DbTransaction transaction, IReadOnlyList<Record> versions, CancellationToken cancel)
    {
        if (versions.Count == 0) return;
        var connection = transaction.Connection!;
        var sequence = await connection.ExecuteScalarAsync<long>(LastSequence, transaction: transaction);
        var placed = versions.Select(version => version with { Sequence = ++sequence }).ToList();
        await connection.ExecuteAsync(Remove, new { ids = new Ids(placed.Select(version => version.Id)) }, transaction);
        await BulkInsert.InsertAsync(transaction, "kernel_record", RecordColumns, placed.Select(CurrentRow), cancel);
        await BulkInsert.InsertAsync(transaction, "kernel_record_version", VersionColumns, placed.Select(VersionRow), cancel);
    }

    private static object?[] CurrentRow(Record record) =>
        [record.Id, record.Kind.Module, record.Kind.Name, record.Titles.ToJson(), record.Version, record.Sequence, record.Withdrawn ? 1 : 0, record.Digest];

    private static object?[] VersionRow(Record record) =>
        [record.Sequence, record.Id, record.Version, record.Titles.ToJson(), Instant.Write(record.ChangedAt), record.Withdrawn ? 1 : 0, record.LedgerIndex, record.Digest, record.Body.ToArray()];

    private sealed class StateRow
    {
        public string Id { get; set; } = "";
        public long Version { get; set; }
        public string Digest { get; set; } = "";
        public int Withdrawn { get; set; }
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Module { get; set; } = "";
        public string Kind { get; set; } = "";
        public string Titles { get; set; } = "";
        public long Version { get; set; }
        public long Sequence { get; set; }
        public DateTimeOffset ChangedAt { get; set; }
        public int Withdrawn { get; set; }
        public long LedgerIndex { get; set; }
        public string Digest { get; set; } = "";
        public byte[] Body { get; set; } = [];

        public Record ToRecord() => new(Id, new(Module, Kind), LocalizedText.FromJson(Titles), Version, Sequence, ChangedAt, Withdrawn != 0, LedgerIndex, Digest, Body);
    }
}

/// <summary>What stands now for one id.</summary>
/// <param name="Version">Its newest version.</param>
/// <param name="Digest">SHA-256 of its body, lower-case hexadecimal.</param>
/// <param name="Withdrawn">Whether it is withdrawn.</param>
public sealed record RecordState(long Version, string Digest, bool Withdrawn);
