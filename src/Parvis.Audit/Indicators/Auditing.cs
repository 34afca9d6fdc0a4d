using System.Text.Json.Nodes;
using Parvis.Audit.Evidence.ModelSigning;
using Parvis.Audit.Indicators.Openness;
using Parvis.Audit.Records;
using Parvis.Audit.Records.Openness;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Indicators;

/// <summary>Audits what is at a path: reads every file and composes the report.</summary>
internal static class Auditing
{
    /// <summary>Audits <paramref name="path"/>.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="called">What the report calls it; otherwise it is called as its file or folder is.</param>
    /// <param name="depth">How much is read.</param>
    /// <param name="read">Told of each file as it is complete; from several threads.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static AuditReport Run(string path, string? called, ReadingDepth depth, Action<ArtefactFile> read, CancellationToken cancel) => Run(path, called, depth, kept: null, read, cancel);

    /// <summary>As <see cref="Run(string, string?, ReadingDepth, Action{ArtefactFile}, CancellationToken)"/>; files that did not change since <paramref name="kept"/> has their reports are not read again.</summary>
    public static AuditReport Run(string path, string? called, ReadingDepth depth, KeptReports? kept, Action<ArtefactFile> read, CancellationToken cancel)
    {
        var files = ArtefactWalk.Files(path);
        var reports = new ArtefactReading(depth, kept).Run(files, read, cancel);
        var name = called ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return new(new(name, RootDigest(name, files, reports, isFile: File.Exists(path)), files.Count, files.Sum(file => file.Length)), RuleSet.Of(depth), reports, OpennessReport.Of(RepositoryClaims.Of(name, reports)).ToJson(), [.. reports.SelectMany(Licences)]);
    }

    private static string? RootDigest(string name, IReadOnlyList<ArtefactFile> walked, IReadOnlyList<FileReport> reports, bool isFile)
    {
        var own = walked.Select(file => file.Path).Where(path => !Serialization.OfVersionControl.Any(left => path == left || path.StartsWith($"{left}/", StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
        var files = reports.Where(report => own.Contains(report.Path)).ToList();
        // A file may be called as members of containers are written, outer!inner: it counts; but where both are there, none can be told from the other.
        if (files.Count == 0 || files.Count != own.Count || files.Exists(file => file.Sha256 is null)) return null;
        files.Sort((one, other) => ModelManifest.Compare(one.Path, other.Path));
        return new ModelManifest(name, [.. files.Select(file => new ModelResource(isFile ? "." : file.Path, "sha256", file.Sha256!))], new()).RootDigest;
    }

    private static IEnumerable<LicenceFound> Licences(FileReport report)
    {
        if (report.Facts[FactNames.LicenceEvidence] is JsonArray texts)
        {
            foreach (var text in texts) yield return new((string)text!["id"]!, Spdx: true, report.Path, "document-read", (string)text["quote"]!);
        }
        else if (report.Facts[FactNames.Licence] is JsonValue value && value.TryGetValue<string>(out var words))
        {
            var known = (string?)report.Facts[FactNames.LicenceId];
            yield return new(known ?? words, known is not null, report.Path, "self-declared", words);
        }
    }
}
