using System.Data.Common;
using Parvis.Kernel.Evidence;
using Parvis.Kernel.Modules;

namespace Parvis.Commands;

/// <summary>Turns what a command meets on the way into a line on standard error and an exit code.</summary>
internal static class CommandFailure
{
    public static async Task<int> CatchAsync(TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Unreachable;
        }
        catch (LedgerDamagedException e)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Finding;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped; what was written stays, and the same command goes on from there.");
            return ExitCodes.Unreachable;
        }
    }
}
