namespace Parvis.Interface.Components;

/// <summary>Where the lines of a <see cref="LineChart"/> lie: across in per cent of the width, so that they follow the page; down in pixels, so that text keeps its size.</summary>
internal sealed class LinePlot(IReadOnlyList<Line> lines, double start, bool rightToLeft)
{
    public const double Height = 288;
    private const double Top = 30;
    private const double Bottom = Height - 26;
    private const double FirstShare = 0.09; // room for the numbers of the axis
    private const double LastShare = 0.985;
    private const double LabelHeight = 19;

    private readonly double _from = Ats(lines).DefaultIfEmpty(0).Min();
    private readonly double _to = Ats(lines).DefaultIfEmpty(1).Max();

    public Axis Axis { get; } = Axis.Reaching(lines.SelectMany(line => line.Points).Select(p => Math.Max(p.Value ?? start, p.High ?? start)).DefaultIfEmpty(start + 1).Max(), start);

    /// <summary>The places along the horizontal axis that have a label: first, last and at most three between.</summary>
    public IReadOnlyList<double> Marks
    {
        get
        {
            var all = Ats(lines).Distinct().Order().ToList();
            var step = Math.Max(1, (int)Math.Ceiling((all.Count - 1) / 4.0));
            return [.. all.Where((at, i) => i == all.Count - 1 || (i % step == 0 && all.Count - 1 - i >= step))];
        }
    }

    public string X(double at)
    {
        var share = _to > _from ? FirstShare + ((LastShare - FirstShare) * (at - _from) / (_to - _from)) : (FirstShare + LastShare) / 2;
        return Svg.Percent(rightToLeft ? 1 - share : share);
    }

    public double Y(double value) => Bottom - ((Bottom - Top) * Axis.Share(value));

    /// <summary>Where a mark's label hangs: the outer ones inwards, so that none is cut off.</summary>
    public string Anchor(double at) => at == _to ? "end" : at == _from ? "start" : "middle";

    /// <summary>Pairs of neighbouring points that both have a figure.</summary>
    public static IEnumerable<(LinePoint From, LinePoint To)> Segments(Line line) =>
        line.Points.Zip(line.Points.Skip(1)).Where(pair => pair.First.Value is not null && pair.Second.Value is not null);

    /// <summary>The heights of the names at the lines' ends, moved apart where they would cover each other.</summary>
    public IReadOnlyList<(int Index, LinePoint Last, double Y)> Labels()
    {
        var labels = lines
            .Select((line, index) => (Index: index, Last: line.Points.LastOrDefault(p => p.Value is not null)))
            .Where(label => label.Last is not null)
            .Select(label => (label.Index, Last: label.Last!, Y: Y(label.Last!.Value!.Value) - 10))
            .OrderBy(label => label.Y)
            .ToList();
        for (var i = labels.Count - 2; i >= 0; i--)
        {
            var highest = labels[i + 1].Y - LabelHeight;
            if (labels[i].Y > highest) labels[i] = labels[i] with { Y = highest };
        }
        return labels;
    }

    private static IEnumerable<double> Ats(IReadOnlyList<Line> lines) => lines.SelectMany(line => line.Points).Select(p => p.At);
}
