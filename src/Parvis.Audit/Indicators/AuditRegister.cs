using System.Data.Common;
using Dapper;
using Parvis.Audit.Records;
using Parvis.Kernel.Sources;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Indicators;

/// <summary>One audit of this node, asked for or made.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="Name">What was audited is called.</param>
/// <param name="Depth">How deeply: <see cref="ReadingDepth.Word"/>.</param>
/// <param name="Source">The address the files are from, or null when they were uploaded.</param>
/// <param name="RecordId">The record it is about, or null.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes in all.</param>
/// <param name="AskedBy">Id of the person; not published.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="JobId">The background work.</param>
/// <param name="Made">What came of it, or null while it is not made.</param>
internal sealed record AuditEntry(string Id, string Name, string Depth, string? Source, string? RecordId, long Files, long Bytes, string AskedBy, DateTimeOffset AskedAt, string JobId, AuditMade? Made);

/// <summary>What came of an audit.</summary>
/// <param name="At">When it was signed.</param>
/// <param name="Verdict">The verdict over the whole.</param>
/// <param name="Subject">Root digest of what was audited.</param>
/// <param name="Report">SHA-256 of the report's bytes.</param>
/// <param name="LedgerIndex">The ledger entry that attests it.</param>
internal sealed record AuditMade(DateTimeOffset At, Verdict Verdict, string Subject, string Report, long LedgerIndex);

/// <summary>Which audits are asked for.</summary>
/// <param name="Verdict">Only those with this verdict.</param>
/// <param name="Words">Only those whose name has these words.</param>
internal sealed record AuditQuery(Verdict? Verdict, string? Words);

/// <summary>The audits of this node. A report, once signed, is never changed.</summary>
internal sealed class AuditRegister(Database database, KeptBytes kept, AuditLedger ledger, TimeProvider time)
{
    private const string Columns = "id AS Id, name AS Name, depth AS Depth, source AS Source, record_id AS RecordId, files AS Files, bytes AS Bytes, asked_by AS AskedBy, asked_at AS AskedAt, job_id AS JobId, ended_at AS EndedAt, verdict AS Verdict, subject AS Subject, report AS Report, ledger_index AS LedgerIndex";
    private const string Insert = "INSERT INTO audit_report (id, name, depth, source, record_id, files, bytes, asked_by, asked_at, job_id) VALUES (@Id, @Name, @Depth, @Source, @RecordId, @Files, @Bytes, @AskedBy, @AskedAt, @JobId)";
    private const string One = $"SELECT {Columns} FROM audit_report WHERE id = @id";
    private const string Match = "FROM audit_report WHERE ended_at IS NOT NULL AND (@verdict = '' OR verdict = @verdict) AND (@words = '' OR LOWER(name) LIKE @words ESCAPE '\\')";
    private const string Page = $"SELECT {Columns} {Match} ORDER BY ended_at DESC, id DESC LIMIT @limit OFFSET @offset";
    private const string Count = $"SELECT COUNT(*) {Match}";
    private const string OfRecord = $"SELECT {Columns} FROM audit_report WHERE record_id = @record ORDER BY asked_at DESC, id DESC LIMIT 20";
    private const string Unended = $"SELECT {Columns} FROM audit_report WHERE ended_at IS NULL";
    private const string End = "UPDATE audit_report SET ended_at = @now, verdict = @verdict, subject = @subject, report = @report, ledger_index = @index, files = @files, bytes = @bytes WHERE id = @id AND ended_at IS NULL";

    /// <summary>Enters an audit that is to be made, in the transaction that asks for the work.</summary>
    public static Task AddAsync(DbTransaction transaction, AuditEntry entry) => transaction.Connection!.ExecuteAsync(Insert, entry, transaction);

    /// <summary>One audit, or null.</summary>
    public async Task<AuditEntry?> ReadAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(One, new { id }))?.ToEntry();
    }

    /// <summary>The audits that were made, newest first.</summary>
    /// <returns>One page of them, and how many there are in all.</returns>
    public async Task<(IReadOnlyList<AuditEntry> Page, long Total)> ListAsync(AuditQuery query, int offset, int limit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var parameters = new { verdict = query.Verdict?.Word() ?? "", words = Like(query.Words), offset, limit };
        return ([.. (await connection.QueryAsync<Row>(Page, parameters)).Select(row => row.ToEntry())], await connection.ExecuteScalarAsync<long>(Count, parameters));
    }

    /// <summary>The audits of a record, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> OfRecordAsync(string record, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(OfRecord, new { record })).Select(row => row.ToEntry())];
    }

    /// <summary>The audits that are not made: those that wait or go on, and those that failed.</summary>
    public async Task<IReadOnlyList<AuditEntry>> UnendedAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Unended)).Select(row => row.ToEntry())];
    }

    /// <summary>Keeps a report, signs it and enters it into the ledger: all or nothing, and once, however often it is asked for.</summary>
    /// <exception cref="InvalidOperationException">The report's subject has no digest, so there is nothing to sign it about.</exception>
    public async Task EndAsync(string id, AuditReport report, CancellationToken cancel)
    {
        if (report.Subject.Digest is not { } subject) throw new InvalidOperationException("Not every file could be read to its end, so the whole has no digest to sign.");
        var bytes = report.ToBytes();
        var file = await kept.KeepAsync(bytes, cancel);
        await database.WriteAsync(async transaction =>
        {
            if ((await transaction.Connection!.QuerySingleAsync<Row>(One, new { id }, transaction)).EndedAt is not null) return;
            var index = await ledger.StageAsync(transaction, report, bytes, cancel);
            await transaction.Connection!.ExecuteAsync(End, new { id, now = time.GetUtcNow(), verdict = report.Verdict.Word(), subject, report = file.Sha256, index, files = report.Subject.Files, bytes = report.Subject.Bytes }, transaction);
        }, cancel);
    }

    /// <summary>The bytes of a report, exactly as they were signed.</summary>
    public async Task<byte[]> BytesAsync(AuditMade made, CancellationToken cancel)
    {
        await using var stream = kept.Open(made.Report) ?? throw new FileNotFoundException($"The report {made.Report} is not among the kept bytes.");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    /// <summary>A report.</summary>
    public async Task<AuditReport> ReportAsync(AuditMade made, CancellationToken cancel) => AuditReport.Read(await BytesAsync(made, cancel));

    private static string Like(string? words) => string.IsNullOrWhiteSpace(words) ? "" : $"%{words.Trim().ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Depth { get; set; } = "";
        public string? Source { get; set; }
        public string? RecordId { get; set; }
        public long Files { get; set; }
        public long Bytes { get; set; }
        public string AskedBy { get; set; } = "";
        public DateTimeOffset AskedAt { get; set; }
        public string JobId { get; set; } = "";
        public DateTimeOffset? EndedAt { get; set; }
        public string? Verdict { get; set; }
        public string? Subject { get; set; }
        public string? Report { get; set; }
        public long? LedgerIndex { get; set; }

        public AuditEntry ToEntry() => new(Id, Name, Depth, Source, RecordId, Files, Bytes, AskedBy, AskedAt, JobId,
            EndedAt is { } at && Verdicts.VerdictOf(Verdict) is { } verdict ? new(at, verdict, Subject!, Report!, LedgerIndex!.Value) : null);
    }
}
