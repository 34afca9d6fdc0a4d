using Dapper;
using Parvis.Audit.Evidence;
using Parvis.Audit.Indicators;
using Parvis.Audit.Sources;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Decisions;

/// <summary>What somebody concerned says to a report.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="Name">Who, as they sign.</param>
/// <param name="Words">What they say.</param>
/// <param name="At">When.</param>
/// <param name="LedgerIndex">The ledger entry that attests it.</param>
internal sealed record Reply(string Id, string Name, string Words, DateTimeOffset At, long LedgerIndex);

/// <summary>What came of replying.</summary>
internal abstract record ReplyOutcome
{
    private ReplyOutcome()
    {
    }

    /// <summary>It stands beside the report and in the ledger.</summary>
    public sealed record Done(Reply Reply) : ReplyOutcome;

    /// <summary>Name or words are missing or too long.</summary>
    public sealed record NotInForm : ReplyOutcome;
}

/// <summary>The right of reply: words beside a report, for good. The report is never changed by them, nor they by others.</summary>
internal sealed class Replies(Database database, IEvidenceLog log, TimeProvider time)
{
    public const int LongestName = 120;
    public const int LongestWords = 4000;

    private const string Insert = "INSERT INTO audit_reply (id, report_id, words, name, replied_by, replied_at, ledger_index) VALUES (@id, @audit, @words, @name, @by, @now, @index)";
    private const string Of = "SELECT id AS Id, name AS Name, words AS Words, replied_at AS At, ledger_index AS LedgerIndex FROM audit_reply WHERE report_id = @audit ORDER BY ledger_index";

    /// <summary>The replies to an audit, oldest first.</summary>
    public async Task<IReadOnlyList<Reply>> OfAsync(string audit, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(Of, new { audit })).Select(row => new Reply(row.Id, row.Name, row.Words, row.At, row.LedgerIndex))];
    }

    /// <summary>Adds a reply and attests it. Who replied stays on the node; the name they sign with is published.</summary>
    public async Task<ReplyOutcome> AddAsync(AuditEntry audit, string? name, string? words, string by, CancellationToken cancel)
    {
        var (signed, said) = (PlainNames.Of(name ?? "").Trim(), PlainNames.Lines(words ?? "").Trim());
        if (audit.Made is not { } made || signed.Length is 0 or > LongestName || said.Length is 0 or > LongestWords) return new ReplyOutcome.NotInForm();
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        var index = await database.WriteAsync(async transaction =>
        {
            var staged = await log.StageAsync(transaction, [ReplyStatement.Create(audit.Id, made.Report, made.LedgerIndex, signed, said, now)], cancel);
            await transaction.Connection!.ExecuteAsync(Insert, new { id, audit = audit.Id, words = said, name = signed, by, now, index = staged }, transaction);
            return staged;
        }, cancel);
        return new ReplyOutcome.Done(new(id, signed, said, now, index));
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Words { get; set; } = "";
        public DateTimeOffset At { get; set; }
        public long LedgerIndex { get; set; }
    }
}
