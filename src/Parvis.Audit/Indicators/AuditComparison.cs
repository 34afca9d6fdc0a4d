using System.Text.Json.Nodes;
using Parvis.Audit.Records;

namespace Parvis.Audit.Indicators;

/// <summary>What differs between two reports, read as an earlier and a later one.</summary>
/// <param name="Verdict">The verdict over the whole.</param>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="SameFiles">How many files are in both, byte for byte, under the same path.</param>
/// <param name="Files">Files that were added, removed, changed or moved, ordered by path.</param>
/// <param name="Findings">Findings that came or went, ordered by gravity and path.</param>
/// <param name="Facts">Facts that differ in files that are in both, ordered by path.</param>
/// <param name="Licences">Licences that came or went.</param>
/// <param name="Openness">Frameworks whose verdicts differ.</param>
internal sealed record AuditComparison(
    Change Verdict, Change Parameters, int SameFiles, IReadOnlyList<FileChange> Files, IReadOnlyList<FindingChange> Findings, IReadOnlyList<FactChange> Facts, IReadOnlyList<LicenceChange> Licences, IReadOnlyList<FrameworkChange> Openness)
{
    /// <summary>Whether nothing differs.</summary>
    public bool IsSame => Verdict.One == Verdict.Other && Files.Count + Findings.Count + Facts.Count + Licences.Count + Openness.Count == 0;

    /// <summary>Compares <paramref name="one"/> with <paramref name="other"/>.</summary>
    public static AuditComparison Of(AuditReport one, AuditReport other)
    {
        var (before, after) = (one.Files.ToDictionary(file => file.Path, StringComparer.Ordinal), other.Files.ToDictionary(file => file.Path, StringComparer.Ordinal));
        var files = Changes(before, after).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        return new(
            new(one.Verdict.Word(), other.Verdict.Word()),
            new(Text(one.Parameters), Text(other.Parameters)),
            after.Values.Count(file => before.TryGetValue(file.Path, out var earlier) && Same(earlier, file)),
            files,
            [.. Between(Placed(one), Placed(other), "removed", "added").Select(found => new FindingChange(found.How, found.Value.Path, found.Value.Finding)).OrderByDescending(found => found.Finding.Severity).ThenBy(found => found.Path, StringComparer.Ordinal)],
            [.. before.Values.Where(file => after.ContainsKey(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal).SelectMany(file => Differing(file, after[file.Path]))],
            [.. Between(one.Licences.Select(licence => licence.Licence), other.Licences.Select(licence => licence.Licence), "removed", "added").Select(licence => new LicenceChange(licence.How, licence.Value)).OrderBy(licence => licence.Licence, StringComparer.Ordinal)],
            [.. Frameworks(one).Where(framework => Frameworks(other).ContainsKey(framework.Key)).Select(framework => new FrameworkChange(framework.Key, Outcome(framework.Value), Outcome(Frameworks(other)[framework.Key]))).Where(framework => framework.One != framework.Other)]);
    }

    private static IEnumerable<FileChange> Changes(Dictionary<string, FileReport> before, Dictionary<string, FileReport> after)
    {
        // A file that went from one path and came to another with the same bytes was moved.
        var gone = before.Values.Where(file => !after.ContainsKey(file.Path)).ToList();
        var from = gone.Where(file => file is { Sha256: not null, Bytes: > 0 }).GroupBy(file => file.Sha256!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<FileReport>(group), StringComparer.Ordinal);
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in after.Values)
        {
            if (before.TryGetValue(file.Path, out var earlier))
            {
                if (!Same(earlier, file)) yield return new("changed", file.Path, null, earlier.Sha256, file.Sha256, earlier.Verdict.Word(), file.Verdict.Word());
            }
            else if (file.Sha256 is { } digest && from.TryGetValue(digest, out var places) && places.TryDequeue(out var place))
            {
                moved.Add(place.Path);
                yield return new("moved", file.Path, place.Path, place.Sha256, file.Sha256, place.Verdict.Word(), file.Verdict.Word());
            }
            else
            {
                yield return new("added", file.Path, null, null, file.Sha256, null, file.Verdict.Word());
            }
        }
        foreach (var file in gone.Where(file => !moved.Contains(file.Path))) yield return new("removed", file.Path, null, file.Sha256, null, file.Verdict.Word(), null);
    }

    // Without a digest on both sides nobody knows; equal length is not enough.
    private static bool Same(FileReport one, FileReport other) => one.Sha256 is not null && one.Sha256 == other.Sha256;

    private static IEnumerable<FactChange> Differing(FileReport one, FileReport other) =>
        from name in one.Facts.Select(fact => fact.Key).Union(other.Facts.Select(fact => fact.Key), StringComparer.Ordinal)
        where !JsonNode.DeepEquals(one.Facts[name], other.Facts[name])
        select new FactChange(one.Path, name, one.Facts[name], other.Facts[name]);

    private static IEnumerable<PlacedFinding> Placed(AuditReport report) => report.Files.SelectMany(file => file.Findings.Where(finding => finding.Severity > Severity.Note).Select(finding => new PlacedFinding(file.Path, finding)));

    private static IEnumerable<(string How, T Value)> Between<T>(IEnumerable<T> one, IEnumerable<T> other, string gone, string came)
    {
        var (before, after) = (one.ToHashSet(), other.ToHashSet());
        return before.Where(value => !after.Contains(value)).Select(value => (gone, value)).Concat(after.Where(value => !before.Contains(value)).Select(value => (came, value)));
    }

    private static Dictionary<string, JsonObject> Frameworks(AuditReport report) =>
        report.Openness["frameworks"]?.AsObject().ToDictionary(framework => framework.Key, framework => framework.Value!.AsObject(), StringComparer.Ordinal) ?? [];

    private static string Outcome(JsonObject framework) => framework["score"] is { } score ? $"{framework["verdict"]} {score}/{framework["of"]}" : $"{framework["verdict"]}";

    private static string? Text(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A finding in its file, the same wherever in the file it moved to.</summary>
    private sealed record PlacedFinding(string Path, Finding Finding)
    {
        public bool Equals(PlacedFinding? other) => other is not null && Key == other.Key;

        public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

        private string Key => $"{Path}\n{Finding.Rule.Id}\n{string.Join('\n', Finding.Values.Select(value => $"{value.Key}={value.Value}"))}";
    }
}

/// <summary>A value in one report and in the other; null where it has none.</summary>
internal sealed record Change(string? One, string? Other);

/// <summary>A file that differs.</summary>
/// <param name="How"><c>added</c>, <c>removed</c>, <c>changed</c> or <c>moved</c>.</param>
/// <param name="From">Where it was, when it was moved.</param>
internal sealed record FileChange(string How, string Path, string? From, string? OneSha256, string? OtherSha256, string? OneVerdict, string? OtherVerdict);

/// <summary>A finding that came (<c>added</c>) or went (<c>removed</c>).</summary>
internal sealed record FindingChange(string How, string Path, Finding Finding);

/// <summary>A fact that differs in a file that both have.</summary>
internal sealed record FactChange(string Path, string Name, JsonNode? One, JsonNode? Other);

/// <summary>A licence that came (<c>added</c>) or went (<c>removed</c>).</summary>
internal sealed record LicenceChange(string How, string Licence);

/// <summary>A framework whose verdict differs.</summary>
internal sealed record FrameworkChange(string Framework, string One, string Other);
