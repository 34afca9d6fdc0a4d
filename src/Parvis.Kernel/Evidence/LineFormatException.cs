namespace Parvis.Kernel.Evidence;

/// <summary>Text breaks its format at a line.</summary>
/// <param name="line">Counted from 1.</param>
/// <param name="message">What the format asks for.</param>
public sealed class LineFormatException(int line, string message) : FormatException(message)
{
    /// <summary>Counted from 1.</summary>
    public int Line { get; } = line;
}
