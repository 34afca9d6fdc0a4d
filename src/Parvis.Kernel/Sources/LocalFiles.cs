using System.Runtime.CompilerServices;

namespace Parvis.Kernel.Sources;

/// <summary>Reads a file, or a folder with all below it, that a person named on the command line; keeps each as if it had been fetched.</summary>
/// <param name="settings">The length limit is the same as for fetched bodies.</param>
/// <param name="kept">The node's store.</param>
/// <param name="time">The clock.</param>
public sealed class LocalFiles(SourcesSettings settings, KeptBytes kept, TimeProvider time)
{
    private const int AtOnce = 8; // a disk flushes several files in nearly the time of one

    /// <summary>Keeps the file at <paramref name="path"/>, or each file of the folder there, in the order of their paths.</summary>
    /// <param name="path">A file or folder. Symbolic links inside a folder are not followed: one could lead out of it, and what it links to inside is read anyway.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    public async IAsyncEnumerable<LocalFileOutcome> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        var root = Path.GetFullPath(path);
        if (!File.Exists(root) && !Directory.Exists(root)) throw new FileNotFoundException($"There is no file or folder '{root}'.", root);
        var underWay = new Queue<Task<LocalFileOutcome>>();
        try
        {
            foreach (var file in File.Exists(root) ? [new FileInfo(root)] : FilesBelow(new DirectoryInfo(root)))
            {
                if (underWay.Count == AtOnce) yield return await underWay.Dequeue();
                underWay.Enqueue(Task.Run(() => ReadAsync(file, root, cancel), cancel));
            }
            while (underWay.TryDequeue(out var next)) yield return await next;
        }
        finally
        {
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<LocalFileOutcome> ReadAsync(FileInfo file, string root, CancellationToken cancel) => file.LinkTarget is not null && file.FullName != root
        ? new LocalFileOutcome.Refused(file.FullName, LocalRefusal.Link)
        : await KeepAsync(file, cancel);

    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder)
    {
        var entries = folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is FileInfo file) yield return file;
            else if (entry.LinkTarget is not null) yield return new FileInfo(entry.FullName);
            else foreach (var below in FilesBelow((DirectoryInfo)entry)) yield return below;
        }
    }

    private async Task<LocalFileOutcome> KeepAsync(FileInfo file, CancellationToken cancel)
    {
        try
        {
            await using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 81_920, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var bytes = await kept.KeepAsync(new BoundedStream(content, settings.LongestBody, () => { }), cancel);
            return new LocalFileOutcome.Kept(file.FullName, bytes, time.GetUtcNow());
        }
        catch (BodyException.TooLarge)
        {
            return new LocalFileOutcome.Refused(file.FullName, LocalRefusal.TooLarge);
        }
        catch (UnauthorizedAccessException)
        {
            return new LocalFileOutcome.Refused(file.FullName, LocalRefusal.NotReadable);
        }
    }
}

/// <summary>How reading one local file ended.</summary>
/// <param name="Path">Its absolute path.</param>
public abstract record LocalFileOutcome(string Path)
{
    /// <summary>Its bytes are kept.</summary>
    /// <param name="Path">Its absolute path.</param>
    /// <param name="File">The bytes.</param>
    /// <param name="ReadAt">When they were read.</param>
    public sealed record Kept(string Path, KeptFile File, DateTimeOffset ReadAt) : LocalFileOutcome(Path);

    /// <summary>It was not read.</summary>
    /// <param name="Path">Its absolute path.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(string Path, LocalRefusal Reason) : LocalFileOutcome(Path);
}

/// <summary>Why a local file was not read.</summary>
public enum LocalRefusal
{
    /// <summary>It is a symbolic link inside the folder that was named.</summary>
    Link,

    /// <summary>It is longer than allowed.</summary>
    TooLarge,

    /// <summary>This process may not read it.</summary>
    NotReadable,
}
