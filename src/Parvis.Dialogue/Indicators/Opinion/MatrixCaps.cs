using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>How many participants and statements a conversation takes; votes of known participants on known statements are taken beyond.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MatrixCaps(int Participants, int Statements)
{
    /// <summary>Statement numbers are below this.</summary>
    public const int StatementNumbers = 1 << 20;

    /// <summary>The caps of Polis.</summary>
    public static MatrixCaps Polis { get; } = new(100_000, 10_000);

    /// <summary>None but those of the numbers themselves.</summary>
    public static MatrixCaps None { get; } = new(int.MaxValue, int.MaxValue);
}
