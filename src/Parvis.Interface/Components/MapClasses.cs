namespace Parvis.Interface.Components;

/// <summary>The steps of a map: at most five, of about as many countries each, equal figures always in the same one.</summary>
internal sealed class MapClasses
{
    private const int Most = 5;
    private readonly IReadOnlyList<(double Low, double High)> _ranges;

    private MapClasses(IReadOnlyList<(double Low, double High)> ranges) => _ranges = ranges;

    public int Count => _ranges.Count;

    public static MapClasses Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var ranges = sorted
            .Select(value => (Value: value, Step: sorted.IndexOf(value) * Most / sorted.Count))
            .GroupBy(pair => pair.Step, pair => pair.Value)
            .Select(step => (step.Min(), step.Max()))
            .ToList();
        return new MapClasses(ranges);
    }

    /// <summary>The step of a figure, 1 for the lowest.</summary>
    public int Of(double value) => 1 + _ranges.TakeWhile(range => value > range.High).Count();

    /// <summary>The lowest and highest figure of a step.</summary>
    public (double Low, double High) Range(int step) => _ranges[step - 1];
}
