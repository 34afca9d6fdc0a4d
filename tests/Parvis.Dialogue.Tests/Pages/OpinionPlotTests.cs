using System.Globalization;
using Parvis.Dialogue.Indicators.Live;
using Parvis.Dialogue.Pages;
using Xunit;

namespace Parvis.Dialogue.Tests.Pages;

public sealed class OpinionPlotTests
{
    [Fact]
    public void Both_directions_have_one_scale_and_the_middle_is_the_middle()
    {
        var plot = new OpinionPlot(Result([new("A", 9, 2, 1), new("B", 9, -2, 0)], [Group("A", 9, 2, 1), Group("B", 9, -2, 0)]));
        // 400 by 300 with an edge of 24: two units are 176 across, so one unit is 88 both ways; a letter stands 4.5 lower.
        Assert.Equal([("A", "376", "66.5"), ("B", "24", "154.5")], plot.Labels.Select(label => (label.Group, label.X, label.Y)));
    }

    [Fact]
    public void A_mark_s_area_is_in_proportion_to_people_whatever_its_shape()
    {
        // Of 20 and 5 people: radii 15 and 7.5, areas 4 to 1.
        var plot = new OpinionPlot(Result([new("A", 20, 1, 0), new("B", 5, -1, 0)], [Group("A", 20, 1, 0), Group("B", 5, -1, 0)]));
        Assert.Contains("a15 15", plot.Marks[0].Path, StringComparison.Ordinal);
        Assert.Equal(Math.PI * 7.5 * 7.5, Math.Pow(Side(plot.Marks[1].Path), 2), 3.0); // a square, to a tenth of a pixel
    }

    [Fact]
    public void Every_group_of_five_differs_in_shape_and_in_colour()
    {
        string[] letters = ["A", "B", "C", "D", "E"];
        var plot = new OpinionPlot(Result([.. letters.Select((letter, i) => new ResultCluster(letter, 5, i, 0))], [.. letters.Select((letter, i) => Group(letter, 5, i, 0))]));
        Assert.Equal(5, plot.Marks.Select(mark => mark.Class).Distinct(StringComparer.Ordinal).Count());
        // Circle, square, triangle, diamond; and a triangle again, which stands on its point.
        Assert.Equal(["Maaz", "Mhvhz", "Mlhz", "Mlllz", "Mlhz"], plot.Marks.OrderBy(mark => mark.Group, StringComparer.Ordinal).Select(mark => Commands(mark.Path)));
        Assert.Equal(2, plot.Marks.Where(mark => Commands(mark.Path) == "Mlhz").Select(mark => mark.Path.Split('l')[1].Split(' ')[1].StartsWith('-')).Distinct().Count());
    }

    [Fact]
    public void The_same_result_gives_the_same_picture_in_whatever_order_its_places_come()
    {
        ResultCluster[] places = [new("A", 5, 1, 1), new("A", 9, 0.5, 1), new(null, 5, -1, -0.25), new("A", 5, 1, -1)];
        ResultGroup[] groups = [Group("A", 19, 0.8, 0.4)];
        Assert.Equal(new OpinionPlot(Result(places, groups)).Marks, new OpinionPlot(Result([.. places.Reverse()], groups)).Marks);
    }

    [Fact]
    public void A_group_whose_people_all_stand_alone_is_one_mark()
    {
        var plot = new OpinionPlot(Result([new("A", 6, 1, 0)], [Group("A", 9, 1, 0), Group("B", 12, -1, 0)]));
        Assert.Equal([("B", 12), ("A", 6)], plot.Marks.Select(mark => (mark.Group, mark.People)));
    }

    [Fact]
    public void Fewer_than_five_people_are_never_drawn()
    {
        Assert.Throws<ArgumentException>(() => new OpinionPlot(Result([new("A", 4, 1, 1)], [Group("A", 9, 1, 1)])));
        Assert.Throws<ArgumentException>(() => new OpinionPlot(Result([], [Group("A", 4, 1, 1)])));
    }

    private static double Side(string square) => double.Parse(square[(square.IndexOf('h', StringComparison.Ordinal) + 1)..square.IndexOf('v', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private static ResultGroup Group(string id, int people, double x, double y) => new(id, people, x, y, 0, 0, []);

    private static PublicResult Result(IReadOnlyList<ResultCluster> clusters, IReadOnlyList<ResultGroup> groups) => new()
    {
        Conversation = "c",
        Algorithm = "",
        Settings = new("compatible", 2, 5, 100, 0, 30),
        InputDigest = "",
        VotesCast = 0,
        Decisions = 0,
        Participants = 50,
        Votes = 0,
        Grouped = 50,
        GroupsFound = groups.Count,
        Silhouettes = [],
        Stability = null,
        VarianceShown = [0, 0],
        Groups = groups,
        Clusters = clusters,
        Statements = [],
        Agreed = [],
        Disagreed = [],
        Warnings = [],
    };

    private static string Commands(string path) => string.Concat(path.Where(char.IsAsciiLetter));
}
