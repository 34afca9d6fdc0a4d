using System.Globalization;
using System.Text.RegularExpressions;
using Parvis.Kernel.Records.Codes;
using Xunit;

namespace Parvis.Tests.Records.Codes;

public sealed partial class CodesTests
{
    [Theory]
    [InlineData("KE")]
    [InlineData("ken")]
    [InlineData("404")]
    [InlineData("Kenya")]
    [InlineData("كينيا")]
    public void A_country_is_known_by_each_of_its_codes_and_names(string text)
    {
        var kenya = CountryCode.Parse(text);
        Assert.Equal(("KE", "KEN", "404", "africa"), (kenya.Value, kenya.Alpha3, kenya.Numeric, kenya.Continent));
    }

    [Fact]
    public void A_country_has_a_name_in_each_language_of_the_node()
    {
        Assert.Equal(("Germany", "Allemagne", "ألمانيا", "Germany"), (Name("en"), Name("fr-CA"), Name("ar"), Name("sw")));
        static string Name(string language) => CountryCode.Parse("DE").NameIn(language);
    }

    [Fact]
    public void There_are_the_249_countries_and_areas_of_ISO_3166_1_and_Kosovo()
    {
        Assert.Equal(250, CountryCode.All.Count);
        Assert.Equal("XK", Assert.Single(CountryCode.All, country => country.Numeric is null).Value);
        Assert.False(CountryCode.TryParse("ZZ", out _));
        Assert.Throws<FormatException>(() => CountryCode.Parse("Atlantis"));
    }

    [Theory]
    [InlineData("sw", "sw")]
    [InlineData("swa", "sw")]
    [InlineData("Swahili", "sw")]
    [InlineData("Kiswahili", "sw")]
    [InlineData("ENG", "en")]
    [InlineData("fre", "fr")]
    [InlineData("twi", "tw")]
    [InlineData("wol", "wo")]
    [InlineData("dyu", "dyu")]
    [InlineData("iw", "he")]
    [InlineData("zh_hant_tw", "zh-Hant-TW")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("es-419", "es-419")]
    public void Equal_languages_have_equal_codes(string text, string code) => Assert.Equal(code, LanguageCode.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("qqq")]
    [InlineData("Klingonese of the north")]
    [InlineData("en-")]
    public void What_is_no_language_is_refused(string text) => Assert.False(LanguageCode.TryParse(text, out _));

    [Fact]
    public void A_language_has_names_and_a_direction()
    {
        Assert.Equal(("Arabic", "arabe", true), (LanguageCode.Parse("ar").NameIn("en"), LanguageCode.Parse("ar").NameIn("fr"), LanguageCode.Parse("ar").IsRightToLeft));
        Assert.False(LanguageCode.Parse("uz").IsRightToLeft);
        Assert.True(LanguageCode.Parse("uz-Arab").IsRightToLeft);
        Assert.Equal("Traditional Chinese", LanguageCode.Parse("zh-Hant").NameIn("en"));
    }

    [Fact]
    public void Every_language_reads_back() => Assert.All(LanguageCode.All, language => Assert.Equal(language, LanguageCode.Parse(language.Value)));

    [Theory]
    [InlineData("4")]
    [InlineData("SDG4")]
    [InlineData("SDG 4: Quality Education")]
    public void A_goal_is_known_by_its_number(string text) => Assert.Equal("Éducation de qualité", Sdg.Parse(text).NameIn("fr"));

    [Theory]
    [InlineData("0")]
    [InlineData("18")]
    [InlineData("SDG")]
    public void There_is_no_other_goal_than_1_to_17(string text) => Assert.False(Sdg.TryParse(text, out _));

    [Fact]
    public void Every_country_but_Antarctica_is_on_the_map()
    {
        Assert.Equal(CountryCode.All.Where(country => country.Value != "AQ"), World.Countries.Select(outline => outline.Country));
        var box = World.ViewBox.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.All(World.Countries, outline => Assert.True(outline.X >= box[0] && outline.X <= box[0] + box[2] && outline.Y >= box[1] && outline.Y <= box[1] + box[3], outline.Country.Value));
    }

    [Fact]
    public void No_outline_streaks_across_the_map()
    {
        // The longest straight border at this scale is far shorter than a tenth of the map.
        foreach (var outline in World.Countries.Where(outline => outline.Path is not null))
        {
            var steps = Numbers().Matches(RingStart().Replace(outline.Path!, " ")).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture));
            Assert.All(steps, step => Assert.InRange(Math.Abs(step), 0, 100));
        }
    }

    [GeneratedRegex(@"M-?\d+ ?-?\d+", RegexOptions.None, 1000)]
    private static partial Regex RingStart();

    [GeneratedRegex(@"-?\d+", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
