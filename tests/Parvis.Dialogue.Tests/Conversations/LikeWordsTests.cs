using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;
using Parvis.Dialogue.Records.Polis;
using Xunit;

namespace Parvis.Dialogue.Tests.Conversations;

/// <summary>The index finds what comparing each text with each finds.</summary>
public sealed class LikeWordsTests
{
    [Fact]
    public void Of_texts_made_of_few_words_it_finds_the_same_as_comparing_each_with_each()
    {
        string[] words = ["the", "city", "should", "build", "more", "bicycle", "lanes", "les", "écoles", "المدرسة", "a", "b", "城", "🚲", "and", "not"];
        var random = new SeededRandom(11);
        string[] texts = ["", "a", "aa", .. Enumerable.Range(0, 300).Select(_ => FoldedText.Of(string.Join(' ', Enumerable.Range(0, 1 + random.Next(7)).Select(_ => words[random.Next(words.Length)]))))];
        Agrees(texts);
    }

    [Theory]
    [InlineData("ssis.land-bank-farmland.2rumnecbeh.2021-08-01")]
    [InlineData("canadian-electoral-reform")]
    public void Of_real_statements_it_finds_the_same_as_comparing_each_with_each(string name) =>
        Agrees([.. PolisFolder.Open(Cases.PathOf("polis-export", name), TestContext.Current.CancellationToken).Statements.Select(statement => FoldedText.Of(statement.Text))]);

    private static void Agrees(string[] texts)
    {
        var found = LikeWords.Find(texts, texts);
        var near = 0;
        for (var one = 0; one < texts.Length; one++)
        {
            Assert.Equal(Enumerable.Range(0, texts.Length).Where(other => texts[other] == texts[one]), found[one].Same);
            Assert.Equal(Enumerable.Range(0, texts.Length).Where(other => texts[other] != texts[one] && FoldedText.IsNear(texts[one], texts[other])), found[one].Near);
            near += found[one].Near.Count;
        }
        Assert.NotEqual(0, near);
    }
}
