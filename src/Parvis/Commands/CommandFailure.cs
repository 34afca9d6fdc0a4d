namespace Parvis.Commands;

/// <summary>Exit codes of the command line.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUse = 2;
    public const int Refused = 3;
    public const int Unreachable = 4;
}

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
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCode.Unreachable;
        }
    }
}
