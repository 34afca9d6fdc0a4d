namespace Parvis.Commons.Records;

/// <summary>Decides which things are one. The answer depends on the set of things alone, not on the order in which they were harvested.</summary>
/// <remarks>
/// An identifier joins things of different authorities. Where one authority uses it for several of its own things (releases that share
/// a repository), it says where they live and not what they are: then only things with the same title are joined.
/// An authority knows its own things apart, so no record holds two of one authority; and no record holds two that a person has set apart.
/// </remarks>
internal static class EntityResolution
{
    private const int MostThingsCompared = 64; // an identifier that more things share identifies nothing

    /// <summary>Groups <paramref name="things"/> into records.</summary>
    /// <param name="things">A closed set: everything that shares an identifier with one of them is among them.</param>
    /// <param name="apart">Pairs of home ids that are two, the lesser first.</param>
    /// <returns>Every thing in exactly one group; within a group, and among groups, in the order of <see cref="Thing.Place"/>.</returns>
    public static IReadOnlyList<IReadOnlyList<Thing>> Resolve(IReadOnlyList<Thing> things, IReadOnlySet<(string, string)> apart)
    {
        var groups = things.ToDictionary(thing => thing.HomeId, thing => new List<Thing> { thing }, StringComparer.Ordinal);
        foreach (var (a, b, _) in Links(things))
        {
            var (into, from) = (groups[a.HomeId], groups[b.HomeId]);
            if (ReferenceEquals(into, from) || !CanJoin(into, from, apart)) continue;
            into.AddRange(from);
            foreach (var thing in from) groups[thing.HomeId] = into;
        }
        return [.. groups.Values.Distinct()
            .Select(group => (IReadOnlyList<Thing>)[.. group.OrderBy(thing => thing.Place).ThenBy(thing => thing.HomeId, StringComparer.Ordinal)])
            .OrderBy(group => group[0].Place).ThenBy(group => group[0].HomeId, StringComparer.Ordinal)];
    }

    /// <summary>The identifiers that two things of different groups share although they were not joined, for the page to say so.</summary>
    public static bool Identifies(string identifier) => !identifier.StartsWith("url:", StringComparison.Ordinal);

    private static IEnumerable<(Thing A, Thing B, string Identifier)> Links(IReadOnlyList<Thing> things) => things
        .SelectMany(thing => thing.Identifiers.Select(identifier => (identifier, thing)))
        .GroupBy(pair => pair.identifier, pair => pair.thing, StringComparer.Ordinal)
        .Where(group => group.Skip(1).Any() && !group.Skip(MostThingsCompared).Any())
        .OrderBy(group => Identifies(group.Key) ? 0 : 1).ThenBy(group => group.Key, StringComparer.Ordinal)
        .SelectMany(group => Pairs(group.Key, [.. group.OrderBy(thing => thing.HomeId, StringComparer.Ordinal)]));

    private static IEnumerable<(Thing, Thing, string)> Pairs(string identifier, IReadOnlyList<Thing> sharing)
    {
        var shared = sharing.GroupBy(thing => thing.Authority, StringComparer.Ordinal).Any(group => group.Skip(1).Any());
        for (var i = 0; i < sharing.Count; i++)
        {
            for (var j = i + 1; j < sharing.Count; j++)
            {
                var (a, b) = (sharing[i], sharing[j]);
                if (shared && (a.Title.Length == 0 || a.Title != b.Title)) continue;
                if (!Identifies(identifier) && KindsExclude(a.Kind, b.Kind)) continue;
                yield return (a, b, identifier);
            }
        }
    }

    // A model and the data it was made from often live at one address.
    private static bool KindsExclude(string a, string b) => (a, b) is (RecordKinds.Model, RecordKinds.Dataset) or (RecordKinds.Dataset, RecordKinds.Model);

    private static bool CanJoin(List<Thing> into, List<Thing> from, IReadOnlySet<(string, string)> apart) =>
        !into.Exists(a => from.Exists(b => a.Authority == b.Authority || apart.Contains(Pair(a.HomeId, b.HomeId))));

    /// <summary>A pair of home ids, the lesser first.</summary>
    public static (string A, string B) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}
