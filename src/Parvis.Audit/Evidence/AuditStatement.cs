using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Evidence;

/// <summary>What the signer of an audit claims: that these rules, over these inputs, gave this report.</summary>
/// <param name="Tool">Name and version of the program, e.g. <c>parvis 0.4.0</c>.</param>
/// <param name="Rules">SHA-256 of the rules, as the report has it.</param>
/// <param name="Inputs">SHA-256 of what was audited besides the files, e.g. a person's answers, as the report has it.</param>
/// <param name="Report">SHA-256 of the report's bytes.</param>
/// <param name="Verdicts">Verdict → how many files have it.</param>
/// <param name="AuditedAt">When.</param>
internal sealed record AuditClaim(string Tool, string Rules, string Inputs, string Report, IReadOnlyDictionary<string, int> Verdicts, DateTimeOffset AuditedAt);

/// <summary>The in-toto statement that attests an audit. Its subject is the audited artefact under the root digest of OpenSSF Model Signing, so that it is about the same thing as the publisher's own signature.</summary>
internal static class AuditStatement
{
    /// <summary>The predicate type of a statement that attests an audit.</summary>
    public const string PredicateType = "urn:parvis:predicate:audit:v1";

    /// <summary>The claim about a report.</summary>
    /// <param name="report">The report's bytes.</param>
    public static AuditClaim Claim(ReadOnlySpan<byte> report, string tool, string rules, string inputs, IReadOnlyDictionary<string, int> verdicts, DateTimeOffset auditedAt) =>
        new(tool, rules, inputs, Sha256(report), verdicts, auditedAt);

    /// <summary>The statement to be signed, or staged into the ledger.</summary>
    /// <param name="name">What the artefact is called.</param>
    /// <param name="rootDigest">Its root digest (<see cref="ModelSigning.ModelManifest.RootDigest"/>).</param>
    /// <param name="claim">The claim.</param>
    public static Statement Create(string name, string rootDigest, AuditClaim claim) => new([new(name, rootDigest)], PredicateType, JsonSerializer.SerializeToElement(
        new Predicate(claim.Tool, new(claim.Rules), new(claim.Inputs), new(claim.Report), new SortedDictionary<string, int>(claim.Verdicts.ToDictionary(), StringComparer.Ordinal), Instant.Write(claim.AuditedAt)), JsonSerializerOptions.Web));

    /// <summary>Reads what <see cref="Create"/> wrote.</summary>
    /// <exception cref="RefusedException">The statement attests something else.</exception>
    public static AuditClaim Read(Statement statement)
    {
        if (statement.PredicateType != PredicateType) throw new RefusedException(Refusal.OtherPredicate, statement.PredicateType);
        try
        {
            return statement.Predicate.Deserialize<Predicate>(JsonSerializerOptions.Web) is { Tool: { } tool, Rules.Sha256: { } rules, Inputs.Sha256: { } inputs, Report.Sha256: { } report, Verdicts: { } verdicts, AuditedAt: { } at }
                ? new(tool, rules, inputs, report, verdicts, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
                : throw new RefusedException(Refusal.NotAStatement, "predicate");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new RefusedException(Refusal.NotAStatement, e.Message);
        }
    }

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Digested(string? Sha256);

    private sealed record Predicate(string? Tool, Digested? Rules, Digested? Inputs, Digested? Report, IReadOnlyDictionary<string, int>? Verdicts, string? AuditedAt);
}
