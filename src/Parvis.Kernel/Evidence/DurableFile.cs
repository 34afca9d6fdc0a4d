using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Parvis.Kernel.Evidence;

/// <summary>Files that are either absent or whole, whatever happens to the machine: written aside, flushed to the disk, renamed, folder flushed.</summary>
internal static class DurableFile
{
    /// <summary>Puts <paramref name="bytes"/> at <paramref name="path"/> by way of <paramref name="aside"/>, on the same file system. The folder still needs <see cref="FlushFolder"/>.</summary>
    public static void Replace(string path, string aside, ReadOnlySpan<byte> bytes)
    {
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Creates <paramref name="path"/> with mode 0600 in a folder of mode 0700; does nothing when it exists already.</summary>
    public static void CreateSecret(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        Directory.CreateDirectory(folder);
        var aside = $"{path}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        MoveUnlessThere(aside, path);
        FlushFolder(folder);
    }

    /// <summary>Makes the names in <paramref name="folder"/> survive a loss of power (fsync of the folder; Windows does so by itself).</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Open(folder, flags: 0), ownsHandle: true);
        if (handle.IsInvalid) throw new IOException($"{folder} could not be opened to flush it (error {Marshal.GetLastPInvokeError()}).");
        RandomAccess.FlushToDisk(handle);
    }

    private static void MoveUnlessThere(string aside, string path)
    {
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
