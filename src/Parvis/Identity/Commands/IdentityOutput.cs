using System.CommandLine;
using System.Text.Json;
using Parvis.Kernel.Modules;
using Parvis.Kernel.Storage;

namespace Parvis.Identity.Commands;

/// <summary>Exit codes of the command line.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 3;
}

/// <summary>How the commands of this room answer.</summary>
internal static class IdentityOutput
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new InstantJson() } };

    /// <summary>Writes rows as lines or as a JSON array.</summary>
    public static async Task WriteAsync<T>(ParseResult parsed, bool json, IReadOnlyList<T> rows, Func<T, string> line)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(rows, Json));
        else foreach (var row in rows) await output.WriteLineAsync(line(row));
    }

    /// <summary>Says on standard error why the input was refused, and how to mend it.</summary>
    public static async Task<int> RefuseAsync(ParseResult parsed, string reason)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(reason);
        return ExitCodes.Refused;
    }
}
