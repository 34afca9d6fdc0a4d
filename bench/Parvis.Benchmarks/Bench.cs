using System.CommandLine;

namespace Parvis.Benchmarks;

/// <summary>A command that measures: it prints its figures and fails when one misses its target.</summary>
internal static class Bench
{
    /// <summary>For a machine that has other work to do.</summary>
    public static readonly Option<bool> Noisy = new("--noisy") { Description = "Print, but do not fail: the machine is doing other work.", Recursive = true };

    /// <summary>Makes <paramref name="command"/> measure by <paramref name="run"/>.</summary>
    public static Command Measures(this Command command, Func<ParseResult, TextWriter, CancellationToken, Task<IReadOnlyList<Figure>>> run)
    {
        command.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync($"before: {Measurement.Machine()}");
            var figures = await run(parsed, output, cancel);
            foreach (var figure in figures) await output.WriteLineAsync($"{figure}");
            await output.WriteLineAsync($"after: {Measurement.Machine()}");
            return figures.All(figure => figure.Reached) || parsed.GetValue(Noisy) ? 0 : 1;
        });
        return command;
    }
}
