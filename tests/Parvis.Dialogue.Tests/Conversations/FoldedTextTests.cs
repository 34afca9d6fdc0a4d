using Parvis.Dialogue.Records;
using Xunit;

namespace Parvis.Dialogue.Tests.Conversations;

/// <summary>What people take for the same words is the same.</summary>
public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("Éducation pour tous !", "education pour tous")]
    [InlineData("ＦＲＥＥ  buses", "free buses")]
    [InlineData("المُدَرِّسُون", "المدرسون")]
    [InlineData("किताबें", "किताबें")]
    [InlineData("Dogs, on a lead.", "dogs on a lead")]
    [InlineData("!?", "")]
    public void Case_accents_width_and_punctuation_do_not_tell_statements_apart_and_marks_that_are_letters_do(string words, string folded) => Assert.Equal(folded.Normalize(System.Text.NormalizationForm.FormKD), FoldedText.Of(words));

    [Theory]
    [InlineData("  two\n\tlines ", "two lines")]
    [InlineData("hidden\u202Eturn\u0007", "hiddenturn")]
    [InlineData("family 👨‍👩‍👧", "family 👨‍👩‍👧")]
    public void Kept_words_are_one_line_without_what_turns_or_hides(string words, string kept) => Assert.Equal(kept, FoldedText.Kept(words));

    [Fact]
    public void Half_a_character_is_a_mark_that_something_is_missing() =>
        Assert.Equal(("half \uFFFD end", "half end"), (FoldedText.Kept($"half {'\uD83D'} end"), FoldedText.Of($"half {'\uD83D'}end").Replace("\uFFFD", "", StringComparison.Ordinal)));

    [Fact]
    public void Nearly_the_same_is_found_and_the_opposite_subject_is_not()
    {
        Assert.True(FoldedText.IsNear(FoldedText.Of("The city should build more bicycle lanes"), FoldedText.Of("The city should build many more bicycle lanes")));
        Assert.False(FoldedText.IsNear(FoldedText.Of("The city should build more bicycle lanes"), FoldedText.Of("Schools need smaller classes")));
        Assert.Equal((1, 0), (FoldedText.Likeness("abc", "abc"), FoldedText.Likeness("", "")));
    }
}
