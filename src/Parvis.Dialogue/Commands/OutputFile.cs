using System.Text;

namespace Parvis.Dialogue.Commands;

/// <summary>Where a command writes a file.</summary>
internal static class OutputFile
{
    /// <summary>Standard output, by its usual sign.</summary>
    public const string Standard = "-";

    /// <summary>Writes UTF-8 bytes to a file, or to standard output.</summary>
    public static Task WriteAsync(string path, byte[] bytes, TextWriter standard, CancellationToken cancel) => path == Standard
        ? standard.WriteAsync(Encoding.UTF8.GetString(bytes).AsMemory(), cancel)
        : File.WriteAllBytesAsync(path, bytes, cancel);
}
