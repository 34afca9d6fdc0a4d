using System.Reflection;
using Parvis.Kernel.Languages;
using Xunit;

namespace Parvis.Tests.Languages;

public sealed class MessagePatternTests
{
    private static readonly Texts All = new(Array.Empty<Assembly>());

    [Theory]
    [InlineData(0, "no records")]
    [InlineData(1, "one record")]
    [InlineData(1204, "1,204 records")]
    public void English_counts_records(int count, string expected) =>
        Assert.Equal(expected, Format("en", "{count, plural, =0 {no records} one {one record} other {# records}}", ("count", count)));

    [Theory]
    [InlineData(0, "0 notice")]
    [InlineData(1, "1 notice")]
    [InlineData(2, "2 notices")]
    public void French_takes_nothing_for_singular(int count, string expected) =>
        Assert.Equal(expected, Format("fr", "{n, plural, one {# notice} other {# notices}}", ("n", count)));

    [Theory]
    [InlineData(0, "لا سجلات")]
    [InlineData(1, "سجل واحد")]
    [InlineData(2, "سجلان")]
    [InlineData(3, "3 سجلات")]
    [InlineData(10, "10 سجلات")]
    [InlineData(11, "11 سجلًا")]
    [InlineData(99, "99 سجلًا")]
    [InlineData(100, "100 سجل")]
    [InlineData(103, "103 سجلات")]
    public void Arabic_has_six_forms(int count, string expected) => Assert.Equal(
        expected,
        Format("ar", "{n, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}", ("n", count)));

    [Fact]
    public void A_plural_within_a_select_counts_with_its_offset() => Assert.Equal(
        "Amina and 2 others spoke",
        Format("en", "{who, select, many {{n, plural, offset:1 =1 {{name} spoke} one {{name} and # other spoke} other {{name} and # others spoke}}} other {nobody spoke}}", ("who", "many"), ("n", 3), ("name", "Amina")));

    [Theory]
    [InlineData("It's here", "It's here")]
    [InlineData("It''s here", "It's here")]
    [InlineData("'{'n'}' is written '{n}'", "{n} is written {n}")]
    [InlineData("{n, plural, other {'#' is #}}", "# is 7")]
    [InlineData("# {n}", "# 7")]
    public void An_apostrophe_quotes_only_what_has_a_meaning(string pattern, string expected) => Assert.Equal(expected, Format("en", pattern, ("n", 7)));

    [Theory]
    [InlineData("{n", "character 3")]
    [InlineData("{n, plural, one {x}}", "no 'other'")]
    [InlineData("n}", "'}' without its '{'")]
    [InlineData("{n, ordinal}", "no kind of argument")]
    [InlineData("{n, plural, several {x} other {y}}", "no plural category")]
    public void A_broken_pattern_says_where(string pattern, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => MessagePattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_argument_is_named() =>
        Assert.Contains("count", Assert.Throws<FormatException>(() => Format("en", "{count}", ("n", 1))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "1,234,567.5", "-3", "61.5%")]
    [InlineData("fr", "1\u202f234\u202f567,5", "-3", "61,5\u00a0%")]
    [InlineData("ar", "1,234,567.5", "\u200e-3", "61.5\u200e%\u200e")]
    public void Each_language_writes_numbers_its_way_and_all_in_Latin_digits(string language, string number, string negative, string share)
    {
        var texts = All.In(language);
        Assert.Equal(number, texts.FormatNumber(1_234_567.5));
        Assert.Equal(negative, texts.FormatNumber(-3));
        Assert.Equal(share, texts.FormatPercent(0.615m));
    }

    [Fact]
    public void Dates_are_written_in_words_and_instants_say_that_they_are_UTC()
    {
        var instant = new DateTimeOffset(2026, 11, 24, 10, 12, 0, TimeSpan.FromHours(1));
        Assert.Equal("24 November 2026, 09:12 UTC", All.In("en").FormatInstant(instant));
        Assert.Equal("24 novembre 2026 à 09:12 UTC", All.In("fr").FormatInstant(instant));
        Assert.Equal("24 نوفمبر 2026", All.In("ar").FormatDate(new DateOnly(2026, 11, 24)));
    }

    // Examples of the Unicode CLDR plural rules chart.
    [Theory]
    [InlineData("en", "1", PluralCategory.One)]
    [InlineData("en", "1.0", PluralCategory.Other)]
    [InlineData("fr", "1.5", PluralCategory.One)]
    [InlineData("fr", "1000000", PluralCategory.Many)]
    [InlineData("es", "1.0", PluralCategory.One)]
    [InlineData("es", "0", PluralCategory.Other)]
    [InlineData("pt", "0", PluralCategory.One)]
    [InlineData("zh", "1", PluralCategory.Other)]
    [InlineData("hi", "0.04", PluralCategory.One)]
    [InlineData("hi", "1.1", PluralCategory.Other)]
    [InlineData("sw", "1", PluralCategory.One)]
    [InlineData("ar", "10.1", PluralCategory.Other)]
    [InlineData("ar", "111", PluralCategory.Many)]
    [InlineData("ar", "102", PluralCategory.Other)]
    public void Plural_rules_are_those_of_CLDR(string language, string number, PluralCategory expected) =>
        Assert.Equal(expected, PluralRules.Of(language, decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Format(string language, string pattern, params (string, object?)[] arguments) =>
        MessagePattern.Parse(pattern).Format(All.In(language), arguments);
}
