using System.Globalization;

namespace Parvis.Benchmarks;

/// <summary>A figure and what it must reach.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it must reach.</param>
/// <param name="AtMost">True when less is better.</param>
internal sealed record Figure(string Name, double Value, string Unit, double Target, bool AtMost)
{
    /// <summary>1 or more when the target is reached.</summary>
    public double Ratio => AtMost ? Target / Value : Value / Target;

    public bool Reached => Ratio >= 1;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: {Value:#,0.##} {Unit}, must be at {(AtMost ? "most" : "least")} {Target:#,0.##}: ratio {Ratio:F2}{(Reached ? "" : ", MISSED")}");
}
