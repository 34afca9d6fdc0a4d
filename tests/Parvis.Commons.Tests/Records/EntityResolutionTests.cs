using CsCheck;
using Parvis.Commons.Records;
using Parvis.Commons.Tests.Readers;
using Xunit;

namespace Parvis.Commons.Tests.Records;

public sealed class EntityResolutionTests
{
    private static readonly HashSet<(string, string)> Nobody = [];

    private static Gen<string> One(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static Gen<Thing[]> Things => Gen.Select(
            One("alpha", "beta", "gamma", "delta"), One("bees", "ants", ""), One(RecordKinds.Model, RecordKinds.Dataset, RecordKinds.Software),
            One("url:a.org", "url:b.org", "url:c.org", "doi:10.1/x", "hf:models/n/m").HashSet[0, 3])
        .Array[1, 14]
        .Select(all => all.Select((thing, i) => new Thing($"h{i:00}", thing.Item1, thing.Item3, thing.Item2, i, [.. thing.Item4])).ToArray());

    private static Thing Of(string authority, string key, string title, params string[] identifiers) =>
        new(Thing.HomeIdOf(authority, key), authority, RecordKinds.Dataset, Thing.Fold(title), 0, identifiers);

    private static string Shape(IEnumerable<IReadOnlyList<Thing>> groups) =>
        string.Join(" | ", groups.Select(group => string.Join(' ', group.Select(thing => thing.HomeId).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

    [Fact]
    public void The_order_of_the_things_does_not_matter() => Gen.Select(Things, Gen.Int).Sample((things, seed) =>
    {
        var other = things.ToArray();
        new Random(seed).Shuffle(other);
        return Shape(EntityResolution.Resolve(things, Nobody)) == Shape(EntityResolution.Resolve([.. other.Select((thing, i) => thing with { Place = i })], Nobody));
    });

    [Fact]
    public void Every_thing_is_in_one_group_and_no_group_holds_two_of_one_authority() => Things.Sample(things =>
    {
        var groups = EntityResolution.Resolve(things, Nobody);
        Assert.Equal(things.Select(thing => thing.HomeId), groups.SelectMany(group => group).Select(thing => thing.HomeId).Order(StringComparer.Ordinal));
        Assert.All(groups, group => Assert.Equal(group.Count, group.Select(thing => thing.Authority).Distinct().Count()));
    });

    [Fact]
    public void Things_set_apart_are_never_together() => Gen.Select(Things, Gen.Int[0, 13], Gen.Int[0, 13]).Sample((things, i, j) =>
    {
        var (a, b) = (things[i % things.Length].HomeId, things[j % things.Length].HomeId);
        if (a == b) return;
        var groups = EntityResolution.Resolve(things, new HashSet<(string, string)> { EntityResolution.Pair(a, b) });
        Assert.DoesNotContain(groups, group => group.Any(thing => thing.HomeId == a) && group.Any(thing => thing.HomeId == b));
    });

    [Fact]
    public void One_address_in_two_catalogues_is_one_thing() =>
        Assert.Single(EntityResolution.Resolve([Of("alpha", "1", "Bees", "url:bees.org"), Of("beta", "2", "Something else", "url:bees.org")], Nobody));

    [Fact]
    public void A_catalogue_with_two_things_at_one_address_joins_another_by_title_alone()
    {
        Thing[] things = [Of("alpha", "1", "Bees 1B", "url:bees.org"), Of("alpha", "2", "Bees 7B", "url:bees.org"), Of("beta", "3", "bees-7b", "url:bees.org")];
        Assert.Equal([1, 2], EntityResolution.Resolve(things, Nobody).Select(group => group.Count).Order());
        Assert.Contains(EntityResolution.Resolve(things, Nobody), group => group.Count == 2 && group.All(thing => thing.Title == "bees7b"));
        Assert.Equal(3, EntityResolution.Resolve([things[0], things[1], Of("beta", "3", "Bees", "url:bees.org")], Nobody).Count);
    }

    [Fact]
    public void A_model_and_a_data_set_at_one_address_are_two_but_one_by_their_doi()
    {
        Thing[] Pair(string identifier) => [Of("alpha", "1", "Bees", identifier), Of("beta", "2", "Bees", identifier) with { Kind = RecordKinds.Model }];
        Assert.Equal(2, EntityResolution.Resolve(Pair("url:bees.org"), Nobody).Count);
        Assert.Single(EntityResolution.Resolve(Pair("doi:10.1/bees"), Nobody));
    }

    [Fact]
    public void Of_the_models_that_share_a_repository_within_one_catalogue_none_is_joined()
    {
        var folder = Cases.Of("entity-resolution/ai-catalogues");
        var siblings = File.ReadLines(Path.Combine(folder, "same-url-links.csv")).Skip(1).Select(line => line.Split(',')).Where(cells => cells[0] == cells[2]).ToList();
        Assert.NotEmpty(siblings);
        var things = siblings.SelectMany(cells => ((string Authority, string Id, string Url)[])[(cells[0], cells[1], cells[4]), (cells[2], cells[3], cells[4])])
            .GroupBy(row => (row.Authority, row.Id)).Select((rows, place) => Of(rows.Key.Authority, rows.Key.Id, rows.Key.Id, [.. rows.Select(row => $"url:{row.Url}").Distinct()]) with { Place = place }).ToList();
        Assert.Equal(things.Count, EntityResolution.Resolve(things, Nobody).Count);
    }
}
