using System.Diagnostics;
using System.Globalization;

namespace Parvis.Benchmarks;

/// <summary>Wall and processor time from its making on.</summary>
internal sealed class Measurement
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _used = Environment.CpuUsage.TotalTime;

    public TimeSpan Wall => Stopwatch.GetElapsedTime(_started);

    public TimeSpan Processor => Environment.CpuUsage.TotalTime - _used;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"wall {Wall.TotalSeconds:F2} s, processor {Processor.TotalSeconds:F2} s");

    /// <summary>What else the machine does: figures of wall time mean little when it is more than the cores.</summary>
    public static string Machine() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, load average {(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown")}");
}
