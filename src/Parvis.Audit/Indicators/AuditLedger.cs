using System.Data.Common;
using System.Globalization;
using Parvis.Audit.Evidence;
using Parvis.Audit.Records;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Indicators;

/// <summary>Enters audits into the node's ledger.</summary>
internal sealed class AuditLedger(IEvidenceLog log, Database database, TimeProvider time)
{
    /// <summary>Signs a statement with the node's key and enters it into its ledger.</summary>
    /// <param name="statement">The statement about a report.</param>
    /// <param name="cancel">Stops; what was entered stays.</param>
    /// <returns>The proof file (C2SP tlog-proof).</returns>
    public async Task<string> SignAsync(Statement statement, CancellationToken cancel)
    {
        var index = await database.WriteAsync(transaction => log.StageAsync(transaction, [statement], cancel), cancel);
        await log.PublishAsync(cancel);
        return await log.ProveAsync(index, cancel) ?? throw new IOException(string.Create(CultureInfo.InvariantCulture, $"Entry {index} is committed, but another process is publishing the ledger; its proof is at /ledger/proof/{index} of the node."));
    }

    /// <summary>Signs the statement about a report, inside the caller's transaction.</summary>
    /// <param name="transaction">The writer's transaction.</param>
    /// <param name="report">The report; its subject has a digest.</param>
    /// <param name="bytes">The report's bytes.</param>
    /// <param name="cancel">Stops the work; the caller's transaction is then rolled back.</param>
    /// <returns>The index of its ledger entry.</returns>
    public Task<long> StageAsync(DbTransaction transaction, AuditReport report, byte[] bytes, CancellationToken cancel) =>
        log.StageAsync(transaction, [StatementOf(report, bytes, time.GetUtcNow())], cancel);

    /// <summary>The statement about a report.</summary>
    /// <param name="report">The report; its subject has a digest.</param>
    /// <param name="bytes">The report's bytes.</param>
    /// <param name="at">When it was made.</param>
    public static Statement StatementOf(AuditReport report, byte[] bytes, DateTimeOffset at) => AuditStatement.Create(report.Subject.Name, report.Subject.Digest!, AuditStatement.Claim(
        bytes,
        report.Rules.Program,
        report.Rules.Digest,
        AuditStatement.Sha256([]), // nothing but the files goes in
        report.Counts.ToDictionary(count => count.Key.Word(), count => count.Value),
        at));
}
