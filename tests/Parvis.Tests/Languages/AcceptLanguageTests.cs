using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Tests.Languages;

public sealed class AcceptLanguageTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("fr", "fr")]
    [InlineData("fr-CH, fr;q=0.9, en;q=0.8", "fr")]
    [InlineData("de, en;q=0.3, ar;q=0.7", "ar")]
    [InlineData("en;q=0.5, fr;q=0.5", "en")]
    [InlineData("AR-eg", "ar")]
    [InlineData("*", "en")]
    [InlineData("*;q=0.1, fr;q=0.05", "en")]
    [InlineData("en;q=0, *;q=0.5", "fr")]
    [InlineData("de, ja", "en")]
    [InlineData("en;q=0, de", "fr")]
    [InlineData("fr;q=nonsense, ar;q=0.1", "ar")]
    [InlineData("fr;q=7, , ;q=1", "en")]
    [InlineData("fr ; q=0.9 , ar", "ar")]
    public void The_best_language_is_the_one_with_the_highest_weight(string? header, string expected) =>
        Assert.Equal(expected, AcceptLanguage.Best(header, ["en", "fr", "ar"]));

    [Fact]
    public void The_interface_lists_its_languages_by_their_own_names() =>
        Assert.Equal(["en", "fr", "ar"], InterfaceLanguages.All);
}
