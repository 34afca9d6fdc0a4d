using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Decisions;

/// <summary>One decision.</summary>
/// <param name="Id">Time-ordered id.</param>
/// <param name="Name">Module and verb, e.g. <c>commons.separate</c>.</param>
/// <param name="Subject">What it is about, e.g. a record's id.</param>
/// <param name="Inputs">What it was decided on, as JSON: enough to do it again.</param>
/// <param name="Reason">Why, in the words of who decided.</param>
/// <param name="DecidedBy">Id of the person or key; it is not published.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Supersedes">Id of the decision it replaces, or null.</param>
/// <param name="LedgerIndex">Index of the ledger entry that attests it.</param>
public sealed record Decision(string Id, string Name, string Subject, JsonElement Inputs, string Reason, string DecidedBy, DateTimeOffset DecidedAt, string? Supersedes, long LedgerIndex);

/// <summary>What was decided on this node, on what and why. A decision is never changed; a later one may supersede it.</summary>
/// <param name="database">The node's database.</param>
/// <param name="log">The node's ledger.</param>
/// <param name="time">The clock.</param>
public sealed class DecisionRegister(Database database, IEvidenceLog log, TimeProvider time)
{
    /// <summary>The predicate type of a statement that attests a decision.</summary>
    public const string PredicateType = "urn:parvis:predicate:decision:v1";

    private const string Columns = "id AS Id, name AS Name, subject AS Subject, inputs AS Inputs, reason AS Reason, decided_by AS DecidedBy, decided_at AS DecidedAt, supersedes AS Supersedes, ledger_index AS LedgerIndex";
    private const string About = $"SELECT {Columns} FROM kernel_decision WHERE subject = @subject ORDER BY ledger_index DESC";
    private const string Insert = "INSERT INTO kernel_decision (id, name, subject, inputs, reason, decided_by, decided_at, supersedes, ledger_index) VALUES (@Id, @Name, @Subject, @Inputs, @Reason, @DecidedBy, @DecidedAt, @Supersedes, @LedgerIndex)";

    /// <summary>Decisions about <paramref name="subject"/>, newest first.</summary>
    public async Task<IReadOnlyList<Decision>> AboutAsync(string subject, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(About, new { subject })).Select(row => row.ToDecision())];
    }

    /// <summary>Registers a decision and attests it, inside the transaction that carries it out. Who decided stays on the node.</summary>
    public async Task<Decision> RegisterAsync(DbTransaction transaction, string name, string subject, JsonElement inputs, string reason, string decidedBy, string? supersedes, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        var published = JsonSerializer.SerializeToElement(new Published(id, name, subject, inputs, reason, Instant.Write(now), supersedes), JsonSerializerOptions.Web);
        var digest = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs)));
        var index = await log.StageAsync(transaction, [new Statement([new($"decision/{id}", digest)], PredicateType, published)], cancel);
        var decision = new Decision(id, name, subject, inputs, reason, decidedBy, now, supersedes, index);
        await transaction.Connection!.ExecuteAsync(Insert, new { decision.Id, decision.Name, decision.Subject, Inputs = inputs.GetRawText(), decision.Reason, decision.DecidedBy, decision.DecidedAt, decision.Supersedes, decision.LedgerIndex }, transaction);
        return decision;
    }

    private sealed record Published(string Id, string Name, string Subject, JsonElement Inputs, string Reason, string DecidedAt, string? Supersedes);

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Inputs { get; set; } = "";
        public string Reason { get; set; } = "";
        public string DecidedBy { get; set; } = "";
        public DateTimeOffset DecidedAt { get; set; }
        public string? Supersedes { get; set; }
        public long LedgerIndex { get; set; }

        public Decision ToDecision()
        {
            using var inputs = JsonDocument.Parse(Inputs);
            return new(Id, Name, Subject, inputs.RootElement.Clone(), Reason, DecidedBy, DecidedAt, Supersedes, LedgerIndex);
        }
    }
}
