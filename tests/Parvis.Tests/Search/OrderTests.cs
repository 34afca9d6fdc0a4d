using CsCheck;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Search;
using Xunit;

namespace Parvis.Tests.Search;

public sealed class OrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_words_the_newest_stand_first()
    {
        using var library = new Library().Put("a", "en", "One").Put("b", "en", "Two").Put("c", "en", "Three").Put("a", "en", "One again");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(["a", "c", "b"], index.Search(Searching.For(null)).Ids);
    }

    [Fact]
    public async Task Titles_are_ordered_as_the_reader_sees_them()
    {
        using var library = new Library()
            .Put("1", new LocalizedText([new("en", "Zebra"), new("fr", "Âne"), new("ar", "باب")]), LocalizedText.Empty)
            .Put("2", new LocalizedText([new("en", "apple"), new("fr", "Zèbre"), new("ar", "ألف")]), LocalizedText.Empty)
            .Put("3", new LocalizedText([new("en", "Éclair"), new("ar", "تمر")]), LocalizedText.Empty);
        var index = await library.FollowedAsync(Cancel);
        string[] In(string language) => [.. index.Search(Searching.For(null, language) with { Order = SearchOrder.Title }).Ids];
        Assert.Equal(["2", "3", "1"], In("en")); // apple, Éclair, Zebra
        Assert.Equal(["1", "3", "2"], In("fr")); // Âne, Éclair (English), Zèbre
        Assert.Equal(["2", "1", "3"], In("ar")); // alif, ba, ta
        Assert.Equal(["2", "3", "1"], In("xx"));
    }

    [Fact]
    public async Task Pages_put_together_are_the_whole_in_every_order()
    {
        using var library = new Library();
        for (var i = 0; i < 120; i++) library.Put($"r{i * 37 % 120}", "en", $"same title {i % 3}");
        var index = library.Open();
        await index.FollowAsync(Cancel);
        for (var i = 0; i < 40; i++) library.Put($"r{i * 3}", "en", $"same title {i % 2}");
        await index.FollowAsync(Cancel);
        foreach (var order in Enum.GetValues<SearchOrder>())
        {
            var question = Searching.For("same") with { Order = order };
            var whole = index.Search(question with { Take = 1000 }).Ids;
            Assert.Equal(120, whole.Distinct().Count());
            Gen.Int[1, 50].Sample(size => Assert.Equal(whole, Enumerable.Range(0, 120 / size + 1).SelectMany(page => index.Search(question with { Skip = page * size, Take = size }).Ids)), iter: 10, threads: 1);
        }
    }

    [Fact]
    public async Task Counts_alone_and_pages_beyond_the_end_are_answered()
    {
        using var library = new Library().Put("a", "en", "One");
        var index = await library.FollowedAsync(Cancel);
        Assert.Equal(1, index.Search(Searching.For("one") with { Take = 0 }).Total);
        Assert.Empty(index.Search(Searching.For("one") with { Skip = int.MaxValue, Take = int.MaxValue }).Ids);
    }
}
