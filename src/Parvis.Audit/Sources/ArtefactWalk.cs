namespace Parvis.Audit.Sources;

/// <summary>One file of what is audited.</summary>
/// <param name="Path">Relative path, <c>/</c>-separated.</param>
/// <param name="Location">Where it is on this machine.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Link">Where it leads when it is a symbolic link, which is not followed; otherwise null.</param>
internal sealed record ArtefactFile(string Path, string Location, long Length, string? Link);

/// <summary>The files below a path, in the order of their relative paths (by code unit).</summary>
internal static class ArtefactWalk
{
    // What a version control system keeps beside the files is not the artefact.
    private static readonly string[] Beside = [".git", ".hg", ".svn"];

    /// <summary>The file at <paramref name="path"/> alone, or all files below it.</summary>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static IReadOnlyList<ArtefactFile> Files(string path)
    {
        var root = System.IO.Path.GetFullPath(path);
        if (File.Exists(root)) return [Of(new FileInfo(root), System.IO.Path.GetDirectoryName(root)!)];
        if (!Directory.Exists(root)) throw new FileNotFoundException($"There is no file or folder '{root}'.", root);
        return [.. Below(new DirectoryInfo(root)).Select(entry => Of(entry, root)).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<FileSystemInfo> Below(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is FileInfo || entry.LinkTarget is not null) yield return entry;
            else if (!Beside.Contains(entry.Name, StringComparer.Ordinal))
                foreach (var below in Below((DirectoryInfo)entry)) yield return below;
        }
    }

    private static ArtefactFile Of(FileSystemInfo entry, string root) => new(
        System.IO.Path.GetRelativePath(root, entry.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/'),
        entry.FullName,
        entry is FileInfo { LinkTarget: null } file ? file.Length : 0,
        entry.LinkTarget);
}
