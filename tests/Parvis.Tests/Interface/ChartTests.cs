using System.Net;
using System.Text.RegularExpressions;
using Parvis.Interface.Components;
using Xunit;

namespace Parvis.Tests.Interface;

public sealed partial class ChartTests
{
    private static readonly Bar[] Bars = [new("United States", 183, 170, 205), new("China", 102), new("Nobody knows", null)];

    [Fact]
    public async Task The_table_of_a_bar_chart_has_the_figures_that_are_drawn()
    {
        var html = await BarsAsync("en");
        Assert.Equal([["United States", "183", "170 to 205"], ["China", "102", ""], ["Nobody knows", "No figure", ""]], Rows(html));
        // The longest reach is 205, so 183 is 89.27 % of the width and 102 is 49.76 %.
        Assert.Contains("width=\"89.27\"", html, StringComparison.Ordinal);
        Assert.Contains("width=\"49.76\"", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "<rect ", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("role=\"img\" aria-label=\"The United States lead.\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_of_a_chart_are_written_in_the_readers_language() =>
        Assert.Contains("de 170 à 205", await BarsAsync("fr"), StringComparison.Ordinal);

    [Fact]
    public async Task The_table_of_a_line_chart_has_the_figures_that_are_drawn()
    {
        Line[] lines = [new("China", [new(2020, 60), new(2024, 102), new(2030, 277, 235, 332)]), new("Europe", [new(2020, 50), new(2024, null), new(2030, 113)])];
        var html = await Drawing.OfAsync<LineChart>("en", Parameters(("Lines", lines), ("Dimension", "Year")));
        Assert.Equal([["2020", "60", "50"], ["2024", "102", "No figure"], ["2030", "277 (235 to 332)", "113"]], Rows(html));
        Assert.Equal(5, Regex.Count(html, "<circle ", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(2, Regex.Count(html, "dash1", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain("dash2", html, StringComparison.Ordinal); // a gap is not bridged
    }

    [Fact]
    public void An_axis_is_round_and_reaches_the_highest_figure()
    {
        Assert.Equal([0, 100, 200, 300, 400], Axis.Reaching(332).Ticks);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], Axis.Reaching(0.97).Ticks);
        Assert.Equal([20, 25, 30, 35, 40], Axis.Reaching(40, start: 20).Ticks);
    }

    [Fact]
    public void Time_runs_with_the_writing()
    {
        Line[] lines = [new("a", [new(2020, 1), new(2030, 2)])];
        Assert.Equal(("9%", "98.5%"), (new LinePlot(lines, 0, rightToLeft: false).X(2020), new LinePlot(lines, 0, rightToLeft: false).X(2030)));
        Assert.Equal(("91%", "1.5%"), (new LinePlot(lines, 0, rightToLeft: true).X(2020), new LinePlot(lines, 0, rightToLeft: true).X(2030)));
    }

    [Fact]
    public void Names_at_the_ends_of_lines_do_not_cover_each_other()
    {
        Line[] lines = [new("a", [new(1, 100)]), new("b", [new(1, 99)]), new("c", [new(1, 98)])];
        var heights = new LinePlot(lines, 0, rightToLeft: false).Labels().Select(label => label.Y).ToList();
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 19));
    }

    [Fact]
    public void A_map_has_five_steps_of_as_many_countries_and_equal_figures_share_one()
    {
        var classes = MapClasses.Of([1, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([1, 1, 2, 3, 3, 4, 4, 5, 5], new double[] { 1, 1, 2, 3, 4, 5, 6, 7, 8 }.Select(classes.Of));
        Assert.Equal(0, MapClasses.Of([]).Count);
    }

    [Fact]
    public async Task The_table_of_a_map_has_the_figures_that_are_drawn()
    {
        var html = await Drawing.OfAsync<WorldMap>("ar", Parameters(
            ("ViewBox", "0 0 10 10"),
            ("Outlines", new (string, string)[] { ("KE", "M0 0h1v1z"), ("TD", "M2 0h1v1z") }),
            ("Areas", new AreaValue[] { new("KE", "كينيا", 1234.5), new("TD", "تشاد", null) })));
        Assert.Equal([["كينيا", "1,234.5"], ["تشاد", "لا رقم متاح"]], Rows(html));
        Assert.Contains("<path class=\"m1\" d=\"M0 0h1v1z\">", html, StringComparison.Ordinal);
        Assert.Contains("<path fill=\"url(#c-blank)\" d=\"M2 0h1v1z\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_country_too_small_for_an_outline_is_a_dot_where_it_lies()
    {
        var html = await Drawing.OfAsync<WorldMap>("en", Parameters(
            ("ViewBox", "0 0 10 10"),
            ("Outlines", new (string, string)[] { ("KE", "M0 0h1v1z") }),
            ("Places", new (string, int, int)[] { ("MV", 4, 5), ("TV", 6, 7), ("NR", 8, 9) }),
            ("Areas", new AreaValue[] { new("KE", "Kenya", 1), new("MV", "Maldives", 20), new("TV", "Tuvalu", null) })));
        Assert.Contains("<path class=\"m2\" d=\"M0 5a4 4 0 1 0 8 0a4 4 0 1 0-8 0z\"><title>Maldives: 20</title></path>", html, StringComparison.Ordinal);
        Assert.Contains("<path fill=\"url(#c-blank)\" d=\"M2 7a4", html, StringComparison.Ordinal);
        Assert.DoesNotContain("M4 9a4", html, StringComparison.Ordinal);
    }

    private static Task<string> BarsAsync(string language) =>
        Drawing.OfAsync<BarChart>(language, Parameters(("Bars", Bars), ("Dimension", "Region")));

    private static (string, object?)[] Parameters(params (string, object?)[] own) =>
        [("Id", "c"), ("Title", "Electricity, TWh"), ("Summary", "The United States lead."), ("HowPath", "/how"), .. own];

    private static List<List<string>> Rows(string html) =>
        [.. Row().Matches(html[html.IndexOf("<tbody>", StringComparison.Ordinal)..]).Select(row => Cell().Matches(row.Value).Select(cell => WebUtility.HtmlDecode(cell.Groups["words"].Value)).ToList())];

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("<t[hd][^>]*>(?<words>.*?)</t[hd]>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cell();
}
