using System.Collections.Concurrent;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>How much of an artefact is read.</summary>
/// <param name="Digests">Whether files longer than <see cref="ArtefactReading.AtOnce"/> get their digest too, which reads every byte.</param>
/// <param name="Tensors">Whether each tensor gets a digest of its own.</param>
/// <param name="Limits">Limits for one file.</param>
internal sealed record ReadingDepth(bool Digests, bool Tensors, Limits Limits)
{
    /// <summary>The depth that has <paramref name="word"/>.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ReadingDepth Of(string word) => Every.FirstOrDefault(depth => depth.Word == word) ?? throw new FormatException($"There is no depth '{word}'.");

    private static IEnumerable<ReadingDepth> Every =>
        from digests in (bool[])[false, true]
        from tensors in (bool[])[false, true]
        from all in (bool[])[false, true]
        where digests || !(tensors || all)
        select new ReadingDepth(digests, tensors, new Limits { CheckAllMembers = all });

    /// <summary>Says in one word what of the depth changes a report: a report is comparable with one of the same word.</summary>
    public string Word => (Digests, Tensors, Limits.CheckAllMembers) switch
    {
        (false, _, _) => "quick",
        (_, true, true) => "full+tensors",
        (_, true, _) => "standard+tensors",
        (_, _, true) => "full",
        _ => "standard",
    };
}

/// <summary>Reads all files of an artefact on all cores. Nothing is executed, nothing is written.</summary>
/// <param name="depth">How much is read.</param>
/// <param name="kept">Reports of files that were read before, or null.</param>
internal sealed class ArtefactReading(ReadingDepth depth, KeptReports? kept = null)
{
    /// <summary>A file up to this many bytes is read into memory once, for its structure and its digest.</summary>
    public const int AtOnce = 4 << 20;

    /// <summary>Reads <paramref name="files"/>.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="read">Told of each file as it is complete; from several threads.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The reports, ordered by path; those of a container's members follow the container's.</returns>
    public IReadOnlyList<FileReport> Run(IReadOnlyList<ArtefactFile> files, Action<ArtefactFile> read, CancellationToken cancel)
    {
        var reports = new IReadOnlyList<FileReport>[files.Count];
        // Without buffering each worker takes the next file when it is free, so that one large file holds up nobody.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, files.Count), EnumerablePartitionerOptions.NoBuffering), new() { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            reports[at] = Read(files[at], cancel);
            read(files[at]);
        });
        return [.. reports.SelectMany(own => own)];
    }

    private IReadOnlyList<FileReport> Read(ArtefactFile file, CancellationToken cancel)
    {
        if (file.Link is { } link) return [Refused(file, Rules.Link, ("target", link))];
        if (file.Length == 0) return Read(new MemoryContent(file.Path, default), cancel); // not opened: a pipe or device would have no end
        if (kept is null) return Open(file, cancel).Reports;
        var stamp = kept.Stamp(file);
        if (kept.Find(stamp) is { } known) return known;
        var (reports, keep) = Open(file, cancel);
        if (keep) kept.Keep(file, stamp, reports);
        return reports;
    }

    private (IReadOnlyList<FileReport> Reports, bool Keep) Open(ArtefactFile file, CancellationToken cancel)
    {
        try
        {
            using var content = FileContent.Open(file.Path, file.Location);
            var reports = content.Length > AtOnce ? Read(content, cancel) : Read(InMemory(content), cancel);
            return (reports, !content.LookedBeside);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return ([Refused(file, Rules.NotReadable, ("reason", refused.Message))], false);
        }
    }

    private static MemoryContent InMemory(FileContent file)
    {
        var bytes = new byte[file.Length];
        return new(file.Path, bytes.AsMemory(0, file.ReadFull(0, bytes)), file);
    }

    private List<FileReport> Read(Content content, CancellationToken cancel)
    {
        var reports = new List<FileReport>();
        var budget = new Budget(depth.Limits, cancel);
        // The digest of a large file is made while its structure is read, or its tensors: the one waits for the disk while the other computes.
        // Checksums are made in the same pass, which therefore has to wait for the structure that names them.
        var later = depth.Limits.CheckAllMembers;
        var whole = depth.Digests && !later && content.Length > AtOnce ? Task.Run<string?>(() => ContentDigests.Whole(content, cancel), cancel) : Task.FromResult<string?>(null);
        var own = new Examiner(FormatReaders.All, report => reports.Add(report)) { MemberDigests = depth.Digests }.Examine(content, budget, 0);
        if (later) whole = Task.Run<string?>(() => ContentDigests.Whole(content, own.Sums, cancel), cancel);
        if (depth.Tensors && own.Tensors.Count > 0) own.Facts[FactNames.TensorDigests] = ContentDigests.Tensors(content, own.Tensors, cancel);
        own.Sha256 = content.Length <= AtOnce && !later ? ContentDigests.Whole(content, cancel) : whole.GetAwaiter().GetResult();
        return [own, .. reports.Where(report => report != own).OrderBy(report => report.Path, StringComparer.Ordinal)];
    }

    private static FileReport Refused(ArtefactFile file, Rule rule, (string, string) value)
    {
        var report = new FileReport(file.Path) { Bytes = file.Length };
        report.Findings.Add(Finding.Of(rule, null, value));
        return report;
    }
}
