using System.Text.RegularExpressions;
using Parvis.Interface.Serving;
using Parvis.Kernel.Languages;
using Parvis.Tests.Interface;
using Xunit;

namespace Parvis.Tests.Languages;

public sealed partial class TextsTests
{
    private static readonly Texts Interface = new(typeof(AssetFiles).Assembly);

    [Theory]
    [InlineData("fr")]
    [InlineData("ar")]
    public void Every_text_of_the_interface_is_translated(string language) => Assert.Empty(Interface.Missing(language));

    [Fact]
    public void No_language_has_a_text_that_English_has_not()
    {
        foreach (var language in InterfaceLanguages.All) Assert.Empty(Interface.In(language).OwnKeys.Except(Interface.Keys));
    }

    [Fact]
    public void Every_text_of_the_interface_is_used_and_every_text_used_exists()
    {
        var keys = Interface.Keys.Where(key => key.StartsWith("ui.", StringComparison.Ordinal)).ToHashSet();
        var used = SourceTree.Files("src", "*.razor", "*.cs").SelectMany(file => UiKey().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value)).ToHashSet();
        Assert.Empty(keys.Except(used));
        Assert.Empty(used.Except(keys));
    }

    [Fact]
    public void A_key_that_English_has_not_is_an_error_that_says_where_to_add_it()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => Interface.In("fr")["ui.nothing.of.the.kind".Replace("kind", "sort", StringComparison.Ordinal)]);
        Assert.Contains("Texts/en.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_the_interface_does_not_speak_is_an_error_that_says_how_to_add_it() =>
        Assert.Contains("Texts/tlh.json", Assert.Throws<KeyNotFoundException>(() => Interface.In("tlh")).Message, StringComparison.Ordinal);

    [Fact]
    public void Directions_follow_the_language()
    {
        Assert.Equal(("ltr", "rtl"), (Interface.In("fr").Direction, Interface.In("ar").Direction));
        Assert.Equal(("rtl", "ltr", "auto", "auto"), (LanguageTag.Direction("ur-PK"), LanguageTag.Direction("sw"), LanguageTag.Direction("und"), LanguageTag.Direction("not a tag")));
    }

    [GeneratedRegex("\"(?<key>ui\\.[a-z.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UiKey();
}
