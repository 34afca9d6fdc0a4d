using Parvis.Audit.Indicators;

namespace Parvis.Audit.Commands;

/// <summary>The report of an audit, named on the command line.</summary>
internal static class ReportFile
{
    /// <summary>Reads it; where it is none, says so and gives null.</summary>
    public static async Task<AuditReport?> ReadAsync(FileInfo file, TextWriter error, CancellationToken cancel)
    {
        try
        {
            return AuditReport.Read(await File.ReadAllBytesAsync(file.FullName, cancel));
        }
        catch (Exception unreadable) when (unreadable is FormatException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{file.Name}: {unreadable.Message}");
            return null;
        }
    }
}
