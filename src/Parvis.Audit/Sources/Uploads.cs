using System.Globalization;
using Parvis.Kernel.Storage;

namespace Parvis.Audit.Sources;

/// <summary>How much one upload may hold.</summary>
/// <param name="Bytes">Bytes in all, of the setting <c>Parvis:Audit:UploadMegabytes</c> (10⁶ bytes).</param>
/// <param name="Files">Files.</param>
internal sealed record UploadLimits(long Bytes, int Files)
{
    public const int DefaultMegabytes = 2000;
    public const int MostFiles = 10_000;
}

/// <summary>Files that wait to be audited: <c>uploads/{id}</c> in the data folder. They are written as they come, seen only when complete, and removed once examined.</summary>
internal sealed class Uploads(DataFolder folder, UploadLimits limits, TimeProvider time)
{
    /// <summary>How long something unfinished may be silent before it is taken for left behind by a process that died.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private const string Unfinished = ".part";

    /// <summary>How much one upload may hold.</summary>
    public UploadLimits Limits => limits;

    private string Root => Path.Combine(folder.Path, "uploads");

    /// <summary>Where the files of a complete upload are, or null when there are none.</summary>
    public string? Find(string id) => Directory.Exists(Path.Combine(Root, id)) ? Path.Combine(Root, id) : null;

    /// <summary>Begins an upload; nothing of it is seen until <see cref="Upload.Keep"/>.</summary>
    public Upload Begin(string id) => new(Directory.CreateDirectory(Path.Combine(Root, id + Unfinished)).FullName, Path.Combine(Root, id), limits);

    /// <summary>An empty folder for files that are fetched; what an earlier attempt left there is gone.</summary>
    public string Empty(string id)
    {
        Remove(id);
        return Directory.CreateDirectory(Path.Combine(Root, id)).FullName;
    }

    /// <summary>Removes the files of an upload.</summary>
    public void Remove(string id)
    {
        if (Find(id) is { } files) Directory.Delete(files, recursive: true);
    }

    /// <summary>Removes what processes that died have left: unfinished uploads, and complete ones that no audit waits for.</summary>
    /// <param name="waiting">Ids of the audits that are still to be made.</param>
    public void Sweep(IReadOnlySet<string> waiting)
    {
        if (!Directory.Exists(Root)) return;
        foreach (var upload in new DirectoryInfo(Root).EnumerateDirectories().ToList())
        {
            if (!waiting.Contains(upload.Name) && time.GetUtcNow().UtcDateTime - LastTouched(upload) > Patience) upload.Delete(recursive: true);
        }
    }

    private static DateTime LastTouched(DirectoryInfo upload) =>
        upload.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(entry => entry.LastWriteTimeUtc).Append(upload.LastWriteTimeUtc).Max();
}

/// <summary>An upload under way: unless it is kept, nothing of it stays.</summary>
internal sealed class Upload(string unfinished, string complete, UploadLimits limits) : IDisposable
{
    private const int Block = 81_920;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase); // as file systems of readers' machines compare

    /// <summary>How many files.</summary>
    public int Files => _names.Count;

    /// <summary>Their bytes in all.</summary>
    public long Bytes { get; private set; }

    /// <summary>What to call them when nobody says: the folder that all are in, or the first file and how many more there are.</summary>
    public string? CalledByItself => _names.Order(StringComparer.Ordinal).ToList() switch
    {
        [] => null,
        [var only] => Path.GetFileName(only),
        var names when names.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal).ToList() is [var folder] => folder,
        var names => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(names[0])} +{names.Count - 1}"),
    };

    /// <summary>Writes a file as it comes.</summary>
    /// <param name="name">As the sender calls it.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancel">Stops.</param>
    /// <exception cref="UploadLimitException">There are too many files or bytes.</exception>
    public async Task AddAsync(string name, Stream content, CancellationToken cancel)
    {
        if (Files == limits.Files) throw new UploadLimitException(UploadProblem.TooMany);
        var path = Path.Combine(unfinished, Free(PlainNames.Relative(name) ?? "unnamed"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, Block, FileOptions.Asynchronous);
        var block = new byte[Block];
        for (int read; (read = await content.ReadAsync(block, cancel)) > 0;)
        {
            if ((Bytes += read) > limits.Bytes) throw new UploadLimitException(UploadProblem.TooLarge);
            await file.WriteAsync(block.AsMemory(0, read), cancel);
        }
    }

    /// <summary>Makes it complete, in one step.</summary>
    public void Keep() => Directory.Move(unfinished, complete);

    /// <summary>Takes back what <see cref="Keep"/> did, when there will be no audit of it.</summary>
    public void Forget()
    {
        if (Directory.Exists(complete)) Directory.Delete(complete, recursive: true);
    }

    public void Dispose()
    {
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
    }

    // A second file of the same name, or one where a folder is, stands beside the first.
    private string Free(string name)
    {
        var (free, number) = (name, 1);
        while (_names.Any(taken => Clash(taken, free))) free = $"{Path.ChangeExtension(name, null)}-{++number}{Path.GetExtension(name)}";
        _names.Add(free);
        return free;
    }

    private static bool Clash(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase) || one.StartsWith(other + "/", StringComparison.OrdinalIgnoreCase) || other.StartsWith(one + "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Why an upload was not taken. Its sentence is the text <c>audit.upload.{word}</c>.</summary>
internal enum UploadProblem
{
    TooLarge,
    TooMany,
    Empty,
    Malformed,
    Forged,
    Waiting,
    Address,
}

/// <summary>An upload is over its limits.</summary>
internal sealed class UploadLimitException(UploadProblem problem) : Exception($"{problem}")
{
    public UploadProblem Problem { get; } = problem;
}
