using System.Globalization;
using Parvis.Dialogue.Indicators.Live;

namespace Parvis.Dialogue.Pages;

/// <summary>A mark of the opinion map: people who answer alike.</summary>
/// <param name="Group">Their group; null when it is not shown.</param>
/// <param name="People">How many; the mark's area is in proportion.</param>
/// <param name="Path">Its outline, for SVG.</param>
/// <param name="Class">Its colour.</param>
internal sealed record OpinionMark(string? Group, int People, string Path, string Class);

/// <summary>A group's name on the opinion map.</summary>
internal sealed record OpinionLabel(string Group, string X, string Y, string Class);

/// <summary>Where people stand, drawn. The same result gives the same picture to the byte; the middle is where somebody without an opinion would stand, and both directions have one scale.</summary>
internal sealed class OpinionPlot
{
    public const int Width = 400;
    public const int Height = 300;
    private const int Edge = 24;
    private const double LargestRadius = 15;
    private const double SmallestRadius = 3;
    private const int Hues = 5;
    private const double HalfALetter = 4.5; // text stands on its base line
    private readonly double _scale;

    /// <exception cref="ArgumentException">A cluster has fewer people than may be shown.</exception>
    public OpinionPlot(PublicResult result)
    {
        if (result.Clusters.Any(cluster => cluster.People < PublicResult.FewestPeople) || result.Groups.Any(group => group.People < PublicResult.FewestPeople)) throw new ArgumentException($"fewer than {PublicResult.FewestPeople} people in one place", nameof(result));
        IEnumerable<(double X, double Y)> places = [.. result.Clusters.Select(cluster => (cluster.X, cluster.Y)), .. result.Groups.Select(group => (group.X, group.Y))];
        var (across, down) = (places.Select(place => Math.Abs(place.X)).DefaultIfEmpty().Max(), places.Select(place => Math.Abs(place.Y)).DefaultIfEmpty().Max());
        _scale = Math.Min(Scale((Width / 2) - Edge, across), Scale((Height / 2) - Edge, down));
        // Where few people took part each stands alone, and no place has enough of them: then their group is one mark.
        var drawn = result.Clusters.Select(cluster => cluster.Group).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<ResultCluster> marks = [.. result.Clusters, .. result.Groups.Where(group => !drawn.Contains(group.Id)).Select(group => new ResultCluster(group.Id, group.People, group.X, group.Y))];
        var most = marks.Select(mark => mark.People).DefaultIfEmpty(1).Max();
        var order = result.Groups.Select((group, place) => (group.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
        // The largest first, so that none covers a smaller one.
        Marks = [.. marks.OrderByDescending(cluster => cluster.People).ThenBy(cluster => cluster.X).ThenBy(cluster => cluster.Y)
            .Select(cluster => new OpinionMark(cluster.Group, cluster.People, Outline(cluster.Group is { } group ? order[group] : -1, X(cluster.X), Y(cluster.Y), Math.Max(SmallestRadius, LargestRadius * Math.Sqrt((double)cluster.People / most))), cluster.Group is { } known ? Class(order[known]) : "m0"))];
        Labels = [.. result.Groups.Select((group, place) => new OpinionLabel(group.Id, Number(X(group.X)), Number(Y(group.Y) + HalfALetter), $"label s{(place % Hues) + 1}"))];
    }

    /// <summary>One for each place where enough people stand, and one for each group without such a place; the largest first.</summary>
    public IReadOnlyList<OpinionMark> Marks { get; }

    /// <summary>One for each group, at its centre.</summary>
    public IReadOnlyList<OpinionLabel> Labels { get; }

    /// <summary>The colour of the group at a place in the order of groups.</summary>
    public static string Class(int place) => $"fill s{(place % Hues) + 1}";

    /// <summary>The outline of a group's marks: circle, square, triangle, diamond, triangle on its point, then again. All of one radius have the same area, so that none looks like more people.</summary>
    /// <param name="place">The group's place in their order; -1 for people whose group is not shown.</param>
    /// <param name="radius">Of the circle of that area.</param>
    public static string Outline(int place, double x, double y, double radius)
    {
        var area = Math.PI * radius * radius;
        return (place < 0 ? 0 : place % Hues) switch
        {
            1 => Square(x, y, Math.Sqrt(area)),
            2 => Triangle(x, y, Math.Sqrt(4 * area / Math.Sqrt(3)), up: true),
            3 => Diamond(x, y, Math.Sqrt(area / 2)),
            4 => Triangle(x, y, Math.Sqrt(4 * area / Math.Sqrt(3)), up: false),
            _ => $"M{Number(x - radius)} {Number(y)}a{Number(radius)} {Number(radius)} 0 1 0 {Number(2 * radius)} 0a{Number(radius)} {Number(radius)} 0 1 0 {Number(-2 * radius)} 0z",
        };
    }

    private static string Square(double x, double y, double side) => $"M{Number(x - (side / 2))} {Number(y - (side / 2))}h{Number(side)}v{Number(side)}h{Number(-side)}z";

    private static string Diamond(double x, double y, double half) => $"M{Number(x)} {Number(y - half)}l{Number(half)} {Number(half)}l{Number(-half)} {Number(half)}l{Number(-half)} {Number(-half)}z";

    private static string Triangle(double x, double y, double side, bool up)
    {
        var (height, turn) = (side * Math.Sqrt(3) / 2, up ? 1 : -1);
        return $"M{Number(x)} {Number(y - (turn * height * 2 / 3))}l{Number(side / 2)} {Number(turn * height)}h{Number(-side)}z";
    }

    private double X(double x) => (Width / 2.0) + (x * _scale);

    private double Y(double y) => (Height / 2.0) - (y * _scale);

    private static double Scale(double room, double reach) => reach > 0 ? room / reach : 1;

    private static string Number(double number) => (Math.Round(number, 1) + 0.0).ToString(CultureInfo.InvariantCulture);
}
