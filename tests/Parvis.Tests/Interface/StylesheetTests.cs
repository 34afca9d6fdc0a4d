using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Parvis.Tests.Interface;

public sealed partial class StylesheetTests
{
    private static readonly string Css = SourceTree.Read("src/Parvis.Interface/Assets/parvis.css");

    private static readonly Dictionary<string, Dictionary<string, string>> Schemes = new()
    {
        ["light"] = Colours(Css[..Css.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal)]),
        ["dark"] = Colours(Css[Css.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal)..Css.IndexOf("--serif", StringComparison.Ordinal)]),
    };

    // Where each colour of words stands, and how much contrast WCAG 2.2 (1.4.3, 1.4.6, 1.4.11) and the house ask of it.
    private static readonly (string Front, string Back, double AtLeast)[] Pairs =
    [
        ("ink", "ground", 7), ("ink", "surface", 7), ("ground", "ink", 7),
        ("muted", "ground", 4.5), ("muted", "surface", 4.5),
        ("blue", "ground", 4.5), ("blue", "surface", 4.5), ("blue", "blue-soft", 4.5), ("surface", "blue", 4.5), ("ink", "blue-soft", 4.5),
        ("green", "ground", 4.5), ("green", "surface", 4.5), ("green", "green-soft", 4.5),
        ("ochre", "ground", 4.5), ("ochre", "surface", 4.5), ("ochre", "ochre-soft", 4.5),
        ("brick", "ground", 4.5), ("brick", "surface", 4.5), ("brick", "brick-soft", 4.5),
        ("violet", "ground", 4.5), ("violet", "surface", 4.5), ("violet", "violet-soft", 4.5),
        ("s1", "ground", 4.5), ("s2", "ground", 4.5), ("s3", "ground", 4.5), ("s4", "ground", 4.5), ("s5", "ground", 4.5),
        ("rule-strong", "ground", 3), ("rule-strong", "surface", 3),
    ];

    public static TheoryData<string, string, string, double> EveryPair()
    {
        var data = new TheoryData<string, string, string, double>();
        foreach (var scheme in Schemes.Keys)
        {
            foreach (var (front, back, atLeast) in Pairs) data.Add(scheme, front, back, atLeast);
        }
        return data;
    }

    [Fact]
    public void Contrast_is_measured_as_WCAG_defines_it()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 6);
        Assert.Equal(4.54, Contrast("#767676", "#ffffff"), 2); // the grey known as the lightest that passes on white
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Words_and_marks_stand_out_from_their_ground(string scheme, string front, string back, double atLeast) =>
        Assert.InRange(Contrast(Schemes[scheme][front], Schemes[scheme][back]), atLeast, 21);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Lines_and_steps_differ_in_lightness_so_that_grey_is_enough(string scheme)
    {
        var colours = Schemes[scheme];
        var lines = Enumerable.Range(1, 5).Select(i => Luminance(colours[$"s{i}"])).Order().ToList();
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.True((pair.Second + 0.05) / (pair.First + 0.05) >= 1.12, "two lines are equally light"));
        for (var step = 1; step < 5; step++) Assert.InRange(Contrast(colours[$"m{step}"], colours[$"m{step + 1}"]), 1.3, 21);
    }

    [Fact]
    public void Every_colour_of_the_light_scheme_has_its_dark_one() =>
        Assert.Equal(Schemes["light"].Keys.Order(), Schemes["dark"].Keys.Order());

    [Fact]
    public void The_stylesheet_and_the_script_are_light()
    {
        Assert.InRange(new FileInfo(Path.Combine(SourceTree.Root, "src/Parvis.Interface/Assets/parvis.css")).Length, 1, 20_000);
        Assert.InRange(new FileInfo(Path.Combine(SourceTree.Root, "src/Parvis.Interface/Assets/parvis.js")).Length, 1, 10_000);
    }

    [Fact]
    public void No_rule_names_left_or_right()
    {
        // A block of code is the one thing that reads from the left in every language.
        var css = Css.Replace("overflow-wrap: anywhere; text-align: left }", "", StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\s;{](margin|padding|border)-(left|right|top|bottom)|[\s;{](left|right|top|bottom)\s*:|text-align:\s*(left|right)|float:", css);
    }

    private const string OwnStylesheet = "<style>@((MarkupString)AssetFiles.Text(\"parvis.css\"))</style>";

    [Fact]
    public void No_component_has_a_style_or_a_script_in_it()
    {
        foreach (var file in SourceTree.Files("src", "*.razor"))
        {
            var markup = File.ReadAllText(file).Split("@code", 2)[0].Replace(OwnStylesheet, "", StringComparison.Ordinal); // a document that stands alone carries the one stylesheet
            Assert.DoesNotMatch(@"\sstyle=|<style|\son[a-z]+=""|<script(?![^>]*\bsrc=)", markup);
        }
    }

    [Fact]
    public void Every_class_in_a_component_is_in_the_stylesheet()
    {
        foreach (var file in SourceTree.Files("src/Parvis.Interface", "*.razor"))
        {
            foreach (Match match in PlainClass().Matches(File.ReadAllText(file)))
            {
                Assert.All(match.Groups["names"].Value.Split(' '), name => Assert.Matches($@"\.{Regex.Escape(name)}\b", Css));
            }
        }
    }

    private static Dictionary<string, string> Colours(string css) =>
        Colour().Matches(css).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

    private static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<value>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex(@"class=""(?<names>[a-z][a-z0-9 -]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainClass();
}
