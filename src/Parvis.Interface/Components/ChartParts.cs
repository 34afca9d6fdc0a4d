using System.Globalization;

namespace Parvis.Interface.Components;

/// <summary>One bar of a <see cref="BarChart"/>.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length, 0 or more; null when there is no figure.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Bar(string Label, double? Value, double? Low = null, double? High = null);

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What it stands for; written at its end.</param>
/// <param name="Points">Its points, in order.</param>
public sealed record Line(string Name, IReadOnlyList<LinePoint> Points);

/// <summary>One point of a line.</summary>
/// <param name="At">Where it stands on the horizontal axis, e.g. the year.</param>
/// <param name="Value">Its height; null when there is no figure, and then the line has a gap.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record LinePoint(double At, double? Value, double? Low = null, double? High = null);

/// <summary>One country or area of a <see cref="WorldMap"/>.</summary>
/// <param name="Alpha2">Its code in ISO 3166-1 alpha-2.</param>
/// <param name="Name">Its name in the reader's language.</param>
/// <param name="Value">Its figure; null when there is none.</param>
public sealed record AreaValue(string Alpha2, string Name, double? Value);

/// <summary>A round-numbered axis from <paramref name="Start"/> to <paramref name="End"/>.</summary>
internal sealed record Axis(double Start, double End, double Step)
{
    private static readonly double[] RoundSteps = [1, 2, 2.5, 5, 10];

    /// <summary>The axis with about four steps that reaches <paramref name="highest"/>.</summary>
    public static Axis Reaching(double highest, double start = 0)
    {
        var rough = Math.Max(highest - start, double.Epsilon) / 4;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * RoundSteps.First(round => round * magnitude >= rough * 0.999);
        return new Axis(start, start + (step * Math.Ceiling((highest - start) / step * 0.999)), step);
    }

    public IEnumerable<double> Ticks
    {
        get
        {
            var count = (int)Math.Round((End - Start) / Step);
            for (var i = 0; i <= count; i++) yield return Start + (i * Step);
        }
    }

    /// <summary>Where <paramref name="value"/> lies, 0 at the start, 1 at the end.</summary>
    public double Share(double value) => (value - Start) / (End - Start);
}

/// <summary>Numbers as SVG attributes have them.</summary>
internal static class Svg
{
    public static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);

    public static string Percent(double share) => Number(share * 100) + "%";
}
