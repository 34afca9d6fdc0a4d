using System.Text;

namespace Parvis.Dialogue.Commands;

/// <summary>Where a command writes.</summary>
internal static class OutputFile
{
    /// <summary>Standard output, by its usual sign.</summary>
    public const string Standard = "-";

    /// <summary>Writes UTF-8 bytes to a file, or to standard output.</summary>
    public static Task WriteAsync(string path, byte[] bytes, TextWriter standard, CancellationToken cancel) => path == Standard
        ? standard.WriteAsync(Encoding.UTF8.GetString(bytes).AsMemory(), cancel)
        : File.WriteAllBytesAsync(path, bytes, cancel);

    /// <summary>Writes a new folder, which is there when all of it is, or not at all.</summary>
    /// <param name="folder">Its path; nothing is there.</param>
    /// <param name="write">Writes its files, given what makes each.</param>
    public static async Task FolderAsync(string folder, Func<Func<string, Stream>, Task> write)
    {
        var part = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".part";
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        try
        {
            await write(file => File.Create(Path.Combine(part, file)));
            Directory.Move(part, folder);
        }
        finally
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        }
    }
}
