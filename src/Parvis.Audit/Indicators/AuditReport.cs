using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators;

/// <summary>What an audit found: the report that people read and machines verify (docs/audit.schema.json). It holds no time and no place of this machine, so the same files give the same bytes.</summary>
/// <param name="Subject">What was audited.</param>
/// <param name="Rules">By which rules, and how deeply.</param>
/// <param name="Files">The files, ordered by path; members of containers follow the container.</param>
/// <param name="Openness">What the openness frameworks say, from the facts of this report.</param>
/// <param name="Licences">The licences found, and where.</param>
internal sealed record AuditReport(AuditSubject Subject, RuleSet Rules, IReadOnlyList<FileReport> Files, JsonObject Openness, IReadOnlyList<LicenceFound> Licences)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The gravest verdict over any file.</summary>
    public Verdict Verdict => Files.Select(file => file.Verdict).DefaultIfEmpty(Verdict.NotExamined).Max();

    /// <summary>How many files, members included, have each verdict.</summary>
    public IReadOnlyDictionary<Verdict, int> Counts => Files.CountBy(file => file.Verdict).ToDictionary();

    /// <summary>The files themselves, without members of containers.</summary>
    public IEnumerable<FileReport> TopFiles => Files.Where(file => !file.IsMember);

    /// <summary>Parameters of the model: those of the format that has the most, so that the same weights in two formats count once; null when nothing has any.</summary>
    public long? Parameters
    {
        get
        {
            var counts = Files.Select(file => (file.Format, Count: file.Facts[FactNames.Parameters] is JsonValue value && value.TryGetValue<long>(out var count) ? count : (long?)null));
            var sums = counts.Where(file => file.Count is not null).GroupBy(file => file.Format, StringComparer.Ordinal).Select(format => LongSum.Of(format.Select(file => file.Count!.Value))).ToList();
            return sums.Count == 0 ? null : sums.Max();
        }
    }

    /// <summary>The report's bytes.</summary>
    public byte[] ToBytes()
    {
        var counts = new JsonObject();
        foreach (var verdict in Enum.GetValues<Verdict>()) counts[verdict.Word()] = Counts.GetValueOrDefault(verdict);
        var json = new JsonObject
        {
            ["subject"] = JsonSerializer.SerializeToNode(Subject, Indented),
            ["rules"] = JsonSerializer.SerializeToNode(Rules, Indented),
            ["verdict"] = Verdict.Word(),
            ["counts"] = counts,
            ["parameters"] = Parameters,
            ["files"] = new JsonArray([.. Files.Select(ReportJson.Of)]),
            ["openness"] = Openness.DeepClone(),
            ["licences"] = JsonSerializer.SerializeToNode(Licences, Indented),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(json, Indented), (byte)'\n'];
    }

    /// <summary>Reads a report.</summary>
    /// <exception cref="FormatException">It is not a report of an audit.</exception>
    public static AuditReport Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = JsonNode.Parse(bytes)!.AsObject();
            return new(
                json["subject"].Deserialize<AuditSubject>(Indented)!,
                json["rules"].Deserialize<RuleSet>(Indented)!,
                [.. json["files"]!.AsArray().Select(file => ReportJson.Read(file!.AsObject()))],
                json["openness"]!.DeepClone().AsObject(),
                json["licences"].Deserialize<List<LicenceFound>>(Indented)!);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw new FormatException("This is not the report of an audit.", broken);
        }
    }
}

/// <summary>What was audited.</summary>
/// <param name="Name">The name it was given by.</param>
/// <param name="Digest">Root digest of OpenSSF Model Signing 1.0 over the files, method <c>files</c>, SHA-256; null when not every file has a digest.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Their bytes in all.</param>
internal sealed record AuditSubject(string Name, string? Digest, int Files, long Bytes);

/// <summary>By which rules an audit was made.</summary>
/// <param name="Program">Name and version of the program.</param>
/// <param name="Digest">SHA-256 over the rules.</param>
/// <param name="Count">How many rules.</param>
/// <param name="Depth">How deeply was read: <see cref="ReadingDepth.Word"/>.</param>
internal sealed record RuleSet(string Program, string Digest, int Count, string Depth)
{
    /// <summary>The rules of this program.</summary>
    public static RuleSet Of(ReadingDepth depth)
    {
        var rules = string.Concat(Records.Rules.All.Select(rule => $"{rule.Id} {rule.Severity.Word()}\n"));
        var version = typeof(RuleSet).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        return new($"parvis {version}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rules))), Records.Rules.All.Count, depth.Word);
    }
}

/// <summary>A licence found in the artefact.</summary>
/// <param name="Licence">SPDX expression, or the words where no SPDX licence is known by them.</param>
/// <param name="Spdx">Whether <paramref name="Licence"/> is an SPDX expression.</param>
/// <param name="Path">The file that says so.</param>
/// <param name="Method"><c>document-read</c>: a licence text was recognised; <c>self-declared</c>: a card or file names it.</param>
/// <param name="Words">The words as they stand there.</param>
internal sealed record LicenceFound(string Licence, bool Spdx, string Path, string Method, string Words);
