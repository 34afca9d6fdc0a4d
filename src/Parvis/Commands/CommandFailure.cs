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
        catch (FormatException e)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.Unreachable;
        }
    }
}
