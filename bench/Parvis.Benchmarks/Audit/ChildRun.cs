using System.Diagnostics;
using System.Globalization;

namespace Parvis.Benchmarks.Audit;

/// <summary>What one run of a program cost, from its start to its end.</summary>
/// <param name="Wall">From start to end.</param>
/// <param name="Processor">User and system time, in the system's ticks of 10 ms.</param>
/// <param name="Megabytes">Most resident memory, in megabytes of 1,000,000 bytes; looked at every few milliseconds.</param>
/// <param name="ExitCode">Its exit code.</param>
internal sealed record ChildRun(TimeSpan Wall, TimeSpan Processor, double Megabytes, int ExitCode)
{
    private const int TicksPerSecond = 100; // of /proc, on every Linux there is
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs <paramref name="program"/> alone; what it prints is dropped.</summary>
    public static async Task<ChildRun> OfAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var before = OfChildren();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var most = 0.0;
        while (!process.WaitForExit(BetweenLooks))
        {
            cancel.ThrowIfCancellationRequested();
            most = Math.Max(most, MostResident(process.Id));
        }
        await process.WaitForExitAsync(cancel);
        return new(Stopwatch.GetElapsedTime(started), OfChildren() - before, most, process.ExitCode);
    }

    /// <summary>Runs it several times.</summary>
    /// <returns>The run with the median of processor time, with the most memory of all.</returns>
    public static async Task<ChildRun> MedianAsync(int times, string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var runs = new List<ChildRun>();
        for (var run = 0; run < times; run++) runs.Add(await OfAsync(program, arguments, cancel));
        return runs.OrderBy(run => run.Processor).ElementAt(times / 2) with { Megabytes = runs.Max(run => run.Megabytes) };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"wall {Wall.TotalSeconds:F2} s, processor {Processor.TotalSeconds:F2} s, {Megabytes:F0} MB");

    // Fields 16 and 17 of proc(5): processor time of children that have ended. The name, field 2, may hold blanks.
    private static TimeSpan OfChildren()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ');
        return TimeSpan.FromSeconds((double)(Number(fields[14]) + Number(fields[15])) / TicksPerSecond);
    }

    private static double MostResident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    private static long Number(string digits) => long.Parse(digits.Trim(), CultureInfo.InvariantCulture);
}
