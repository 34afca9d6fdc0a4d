using System.Globalization;

namespace Parvis.Kernel.Modules;

/// <summary>One line on a terminal that says how far a command is, with rate and time left; silent when the output is not a terminal.</summary>
/// <param name="output">Where to write: the standard error stream.</param>
/// <param name="visible">Whether a person is watching.</param>
/// <param name="unit">What is counted, e.g. <c>records</c>.</param>
/// <param name="time">The clock.</param>
public sealed class ProgressLine(TextWriter output, bool visible, string unit, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last;
    private int _length;

    /// <summary>Shows that <paramref name="done"/> units are done.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="share">The share of the work that is done, 0 to 1, or null when nobody knows.</param>
    public void Show(long done, double? share = null)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (!visible || (elapsed - _last < Pause && _length > 0)) return;
        _last = elapsed;
        var rate = done / Math.Max(elapsed.TotalSeconds, 0.001);
        var line = string.Create(CultureInfo.InvariantCulture, $"{done:N0} {unit}, {rate:N0}/s");
        if (share is > 0 and < 1) line += string.Create(CultureInfo.InvariantCulture, $", {share:P0}, {Math.Ceiling(elapsed.TotalSeconds * ((1 / share.Value) - 1)):N0} s left");
        output.Write($"\r{line.PadRight(_length)}");
        _length = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_length > 0) output.Write($"\r{new string(' ', _length)}\r");
        _length = 0;
    }
}
