using Lucene.Net.Index;
using Lucene.Net.Store;

namespace Parvis.Kernel.Search;

/// <summary>The files of the index: whether they can be used, and what to do when not.</summary>
internal static class IndexFolder
{
    private static readonly CommitMark Fresh = new(0, "", "");

    /// <summary>Empties the folder unless it holds a whole index of <paramref name="shape"/>.</summary>
    /// <returns>The mark of its commit, or an empty mark when the index has to be begun anew.</returns>
    public static CommitMark Prepare(FSDirectory directory, string shape)
    {
        if (Examine(directory) is { } mark && mark.Shape == shape) return mark;
        foreach (var file in directory.ListAll()) directory.DeleteFile(file);
        return Fresh;
    }

    /// <summary>A reader of a commit newer than <paramref name="before"/>, or null when there is none of <paramref name="shape"/>.</summary>
    public static DirectoryReader? Newer(string folder, Snapshot? before, string shape)
    {
        try
        {
            if (before is not null && IsSame(before)) return DirectoryReader.OpenIfChanged(before.Reader);
            return System.IO.Directory.Exists(folder) ? OfShape(OpenLast(folder), shape) : null;
        }
        catch (SystemException unreadable) when (IsDamage(unreadable))
        {
            return null; // the writing process builds it anew
        }
    }

    /// <summary>False when the index was begun anew: files of the same name are others then, and no reader may be reused.</summary>
    private static bool IsSame(Snapshot before)
    {
        var last = new SegmentInfos();
        last.Read(before.Reader.Directory);
        return CommitMark.Of(last.UserData).Birth == before.Commit.Birth;
    }

    private static DirectoryReader OpenLast(string folder) => DirectoryReader.Open(FSDirectory.Open(folder));

    private static DirectoryReader? OfShape(DirectoryReader reader, string shape)
    {
        if (Mark(reader).Shape == shape) return reader;
        reader.DecRef();
        return null;
    }

    private static CommitMark Mark(DirectoryReader reader) => CommitMark.Of(reader.IndexCommit.UserData);

    /// <summary>Reads every byte once: the checksums tell whether they are as they were written.</summary>
    private static CommitMark? Examine(FSDirectory directory)
    {
        try
        {
            using var reader = DirectoryReader.Open(directory);
            foreach (var leaf in reader.Leaves) leaf.AtomicReader.CheckIntegrity();
            return Mark(reader);
        }
        catch (SystemException unreadable) when (IsDamage(unreadable))
        {
            return null;
        }
    }

    /// <summary>Damaged bytes can break the reader anywhere; a folder that must not be read is another matter.</summary>
    private static bool IsDamage(SystemException unreadable) => unreadable is not (UnauthorizedAccessException or OutOfMemoryException);
}
