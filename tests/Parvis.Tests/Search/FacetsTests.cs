using CsCheck;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Search;
using Xunit;

namespace Parvis.Tests.Search;

public sealed class FacetsTests
{
    private static readonly string[] Facets = ["language", "country", "licence"];
    private static readonly string[] Values = ["a", "b", "c", "d"];
    private static readonly string[] Words = ["alpha", "beta"];

    private static readonly Gen<Dictionary<string, IReadOnlyList<string>>> Choices = Gen.OneOf(Values).Array[0, 3].Array[Facets.Length]
        .Select(values => values.Index().ToDictionary(one => Facets[one.Index], one => (IReadOnlyList<string>)one.Item));

    private static readonly Gen<SearchDocument> Document = Gen.Select(Gen.OneOf(Words).Array[0, 2], Choices)
        .Select((words, facets) => new SearchDocument(LocalizedText.Of("en", "record " + string.Join(' ', words)), LocalizedText.Empty, [], facets));

    [Fact]
    public void Counts_and_totals_are_those_of_counting_by_hand() =>
        Gen.Select(Document.Array[1, 80], Choices.Array[6], Gen.Int[0, 79].Array[0, 20]).Sample((documents, questions, withdrawn) =>
        {
            using var library = new Library();
            foreach (var (place, document) in documents.Index()) library.Put($"r{place}", document);
            var index = library.Open();
            Follow(index);
            foreach (var place in withdrawn.Where(place => place < documents.Length)) library.Withdraw($"r{place}");
            Follow(index);
            foreach (var (place, selected) in questions.Index()) Check(library, index, selected, place % 2 == 0 ? null : Words[place % 4 / 2]);
        }, iter: 30, threads: 1);

    [Fact]
    public async Task A_choice_nobody_meets_finds_nothing_but_its_facet_still_counts()
    {
        using var library = new Library().Put("a", "en", "One", "", ("language", "sw")).Put("b", "en", "Two", "", ("language", "fr"));
        var index = await library.FollowedAsync(TestContext.Current.CancellationToken);
        var result = index.Search(Searching.For(null) with { Selected = new Dictionary<string, IReadOnlyList<string>> { ["language"] = ["xx"] }, Facets = ["language", "unknown"] });
        Assert.Equal(0, result.Total);
        Assert.Equal([new FacetCount("fr", 1), new FacetCount("sw", 1)], result.Facets["language"]);
        Assert.Empty(result.Facets["unknown"]);
    }

    [Fact]
    public async Task A_module_is_searched_alone_when_asked()
    {
        using var library = new Library().Put("a", "en", "One", "", ("language", "sw"));
        var index = await library.FollowedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, index.Search(Searching.For("one") with { Module = "commons" }).Total);
        var other = index.Search(Searching.For(null) with { Module = "audit", Facets = ["language"] });
        Assert.Equal(0, other.Total);
        Assert.Empty(other.Facets["language"]);
    }

    private static void Follow(LuceneIndex index) => index.FollowAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static void Check(Library library, LuceneIndex index, Dictionary<string, IReadOnlyList<string>> selected, string? word)
    {
        var result = index.Search(new SearchQuery("commons", word, "en", selected, SearchOrder.Newest, 0, 100, Facets));
        bool Meets(SearchDocument shown, string? but) => (word is null || shown.Titles.In("en").Words.Contains(word, StringComparison.Ordinal))
            && selected.All(choice => choice.Key == but || choice.Value.Count == 0 || choice.Value.Intersect(shown.Facets[choice.Key]).Any());
        var found = library.Shown.Where(one => Meets(one.Shown, null)).Select(one => one.Id).ToHashSet();
        Assert.Equal(found.Count, result.Total);
        Assert.Equal(library.Standing.Where(found.Contains), result.Ids);
        foreach (var facet in Facets)
        {
            var counts = library.Shown.Where(one => Meets(one.Shown, facet)).SelectMany(one => one.Shown.Facets[facet].Distinct()).CountBy(value => value)
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new FacetCount(pair.Key, pair.Value));
            Assert.Equal(counts, result.Facets[facet]);
        }
    }
}
