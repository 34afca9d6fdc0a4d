using CsCheck;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Search;
using Parvis.Kernel.Search.Analysis;
using Xunit;

namespace Parvis.Tests.Search;

public sealed class WordsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", "Énergie solaire", "énergies", "fr")] // plural
    [InlineData("fr", "Les énergies renouvelables", "énergie", "fr")]
    [InlineData("fr", "L’énergie solaire", "energie", "en")] // elision, no accent, another reader
    [InlineData("ar", "المعلومات الصحية", "معلومات", "ar")] // article al-
    [InlineData("ar", "والطاقة", "طاقة", "ar")] // conjunction wa- and article
    [InlineData("sw", "Vitabu vya watoto", "kitabu", "sw")] // class 7/8
    [InlineData("sw", "Vitabu vya watoto", "mtoto", "sw")] // class 1/2
    [InlineData("sw", "Magonjwa ya miti", "ugonjwa", "sw")] // class 11/6
    [InlineData("zh", "开放数据集", "数据", "zh")]
    [InlineData("zh", "开放数据集", "据", "zh")] // one character
    [InlineData("ja", "機械学習モデル", "学習", "ja")]
    [InlineData("ko", "한국어 음성 자료", "음성", "ko")]
    [InlineData("th", "ข้อมูลภาษาไทย", "ภาษา", "th")]
    [InlineData("hi", "भाषाओं का संग्रह", "भाषा", "hi")]
    [InlineData("en", "Weather stations", "station", "en")]
    [InlineData("es", "Imágenes médicas", "imagen medica", "es")]
    [InlineData("pt", "Traduções", "tradução", "pt")]
    [InlineData("de", "Häuser", "hauser", "de")]
    [InlineData("ru", "Открытые данные", "открытых данных", "ru")]
    [InlineData("it", "Modelli linguistici", "modello", "it")]
    [InlineData("tr", "İklim verileri", "iklim", "tr")]
    [InlineData("tr", "Kitaplar", "kitap", "tr")]
    [InlineData("fa", "کتاب‌ها", "کتاب", "fa")]
    [InlineData("id", "Pendidikan", "didik", "id")]
    [InlineData("yo", "Ọ̀rọ̀ Yorùbá", "oro yoruba", "en")] // tone marks left out
    [InlineData("ha", "Ɗalibai", "dalibai", "en")] // hooked letter typed plain
    [InlineData("en", "Whisper_large-v3", "large v3", "en")]
    [InlineData("en", "Climate atlas", "climaet", "en")] // two letters swapped
    [InlineData("en", "Climate atlas", "atl", "en")] // still being typed
    [InlineData("en", "Atlas of the climate", "the climate of", "en")]
    public async Task What_readers_type_finds_what_they_mean(string language, string title, string typed, string reader)
    {
        using var library = new Library().Put("wanted", language, title).Put("other", "en", "Unrelated");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(["wanted"], index.Find(typed, reader));
    }

    [Theory]
    [InlineData("kitabu", "vitabu")]
    [InlineData("mtu", "watu")]
    [InlineData("mti", "miti")]
    [InlineData("mwanafunzi", "wanafunzi")]
    [InlineData("mwalimu", "walimu")]
    [InlineData("mwezi", "miezi")]
    [InlineData("mwaka", "miaka")]
    [InlineData("gari", "magari")]
    [InlineData("chuo", "vyuo")]
    [InlineData("ugonjwa", "magonjwa")]
    [InlineData("nyumba", "nyumbani")]
    public void Singular_and_plural_of_a_Swahili_noun_have_one_stem(string one, string many) =>
        Assert.Equal(SwahiliStem.Of(one), SwahiliStem.Of(many));

    [Fact]
    public async Task Every_word_must_be_found_up_to_three_and_three_quarters_beyond()
    {
        using var library = new Library().Put("all", "en", "alpha beta gamma delta").Put("three", "en", "alpha beta gamma").Put("two", "en", "alpha beta");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(["all", "three"], index.Find("alpha beta gamma"));
        Assert.Equal(["all", "three"], index.Find("alpha beta gamma delta"));
    }

    [Fact]
    public async Task Words_in_quotation_marks_stand_side_by_side()
    {
        using var library = new Library().Put("phrase", "en", "Open data portal").Put("apart", "en", "Data that is open");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(["apart", "phrase"], index.Find("open data"));
        Assert.Equal(["phrase"], index.Find("\"open data\""));
        Assert.Equal(["apart", "phrase"], index.Find("\"open data"));
    }

    [Fact]
    public async Task A_phrase_never_reaches_from_the_title_into_the_description()
    {
        using var library = new Library().Put("a", "en", "Open", "data");
        var index = await library.FollowedAsync(Cancel);
        Assert.Empty(index.Find("\"open data\""));
    }

    [Fact]
    public async Task A_title_counts_more_than_a_description_and_the_exact_word_more_than_a_typo()
    {
        using var library = new Library().Put("typo", "en", "Failing").Put("text", "en", "Boats", "About sailors and the art of falling").Put("title", "en", "Falling").Put("none", "en", "Rowing");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(["title", "text", "typo"], index.Search(Searching.For("falling")).Ids);
    }

    [Fact]
    public async Task Other_words_are_proposed_only_when_nothing_is_found()
    {
        using var library = new Library().Put("a", "en", "Malaria incidence").Put("b", "en", "Rainfall");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal("malaria", index.Search(Searching.For("nalarai")).Suggestion);
        Assert.Equal("incidence", index.Search(Searching.For("incidence zebra")).Suggestion);
        Assert.Null(index.Search(Searching.For("malaria")).Suggestion);
        Assert.Null(index.Search(Searching.For("zebra")).Suggestion);
    }

    [Fact]
    public async Task Whatever_is_typed_there_is_an_answer()
    {
        using var library = new Library().Put("a", new LocalizedText([new("en", "Open data"), new("ar", "بيانات"), new("zh", "数据"), new("th", "ข้อมูล")]), LocalizedText.Empty);
        var index = await library.FollowedAsync(Cancel);
        foreach (var typed in new[] { "\"", "\"\"", "AND OR NOT", "a:b^2~ *?[x TO y] \\", "\ud800", "x\udc00\ud800y", "\0", "🐝", "''", new string('a', 100_000), string.Concat(Enumerable.Repeat("w \"", 200)), "\u0301", "ـ", "ـ ـ" })
        {
            Assert.NotNull(index.Search(Searching.For(typed)));
        }
        Gen.String.Select(Gen.OneOf("en", "fr", "ar", "sw", "zh", "th", "xx", "", "tr-TR")).Sample((typed, language) =>
            index.Search(Searching.For(typed, language)) is not null, iter: 2000, threads: 1);
    }

    [Fact]
    public async Task Whatever_a_record_says_it_can_be_indexed()
    {
        using var library = new Library();
        Gen.String.Array[1, 5].Array[3].Sample(texts => { library.Put($"r{texts.GetHashCode()}", new SearchDocument(LocalizedText.Of("ar", texts[0][0]), new LocalizedText([new("tr", texts[1][0]), new("", "x")]), texts[2], new Dictionary<string, IReadOnlyList<string>> { ["language"] = texts[1] })); }, iter: 200, threads: 1);
        library.Put("long", "en", new string('x', 100_000), new string('字', 50_000));
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(library.Standing.Count(), index.Search(Searching.For(null)).Total);
    }
}
