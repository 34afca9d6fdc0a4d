using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>Reports of files, kept in a folder while an audit goes on, so that one that was interrupted goes on where it was and one that is repeated reads only what changed.</summary>
/// <remarks>
/// A file counts as unchanged while its place, its length and the time of its last change are the same: who sets that time back hides a change from the next audit with the same folder, though not from <c>audit verify</c>, which reads everything.
/// A report is only used by the very build of the program that made it. What may be otherwise the next time, though the file is not, is not kept: a file that cannot be read, one that took too long, one whose report depends on files beside it.
/// </remarks>
internal sealed class KeptReports
{
    // A change within the tick of the clock after the reading leaves the same time behind; no file system's tick is longer.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly string _by;
    private readonly TimeProvider _time;

    /// <param name="folder">Where they are kept; made when it is not there, and free to be removed at any time.</param>
    /// <param name="depth">How much is read.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public KeptReports(string folder, ReadingDepth depth, TimeProvider time)
    {
        (_folder, _by, _time) = (folder, $"{typeof(KeptReports).Module.ModuleVersionId} {depth.Word}", time);
        Directory.CreateDirectory(folder);
    }

    /// <summary>What a file's report is kept under, as the file is now.</summary>
    public string Stamp(ArtefactFile file)
    {
        var now = new FileInfo(file.Location);
        var words = string.Create(CultureInfo.InvariantCulture, $"{_by}\n{file.Path}\n{file.Location}\n{(now.Exists ? now.Length : -1)}\n{now.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
    }

    /// <summary>The reports kept under <paramref name="stamp"/>: the file's own, then those of its members; or null.</summary>
    public IReadOnlyList<FileReport>? Find(string stamp)
    {
        try
        {
            using var file = File.OpenRead(Place(stamp));
            return [.. JsonNode.Parse(file)!.AsArray().Select(report => ReportJson.Read(report!.AsObject()))];
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return null; // or cut off by a power failure: the file is read again
        }
    }

    /// <summary>Keeps the reports of a file, unless it changed while it was read.</summary>
    public void Keep(ArtefactFile file, string stamp, IReadOnlyList<FileReport> reports)
    {
        if (Stamp(file) != stamp || _time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file.Location) < Settled) return;
        if (reports.Any(report => report.Findings.Exists(finding => finding.Rule == Rules.OverBudget && finding.Values["limit"] == BudgetException.Time))) return;
        var draft = $"{Place(stamp)}.{Environment.CurrentManagedThreadId}.part";
        try
        {
            File.WriteAllText(draft, new JsonArray([.. reports.Select(ReportJson.Of)]).ToJsonString());
            File.Move(draft, Place(stamp), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(draft); // the disk is full: this file will be read again
        }
    }

    private string Place(string stamp) => Path.Combine(_folder, $"{stamp}.json");
}
