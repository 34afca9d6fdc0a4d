namespace Parvis.Commons.Records;

/// <summary>What has to be written after a change: which records read differently, which things are shown elsewhere, which ids stand empty.</summary>
/// <param name="Dirty">Records to compose again, with their things in order.</param>
/// <param name="Moved">Things that are now shown in another record.</param>
/// <param name="Vanished">Ids under which nothing is shown any more.</param>
internal sealed record Regrouping(
    IReadOnlyList<(string RecordId, IReadOnlyList<Thing> Things)> Dirty,
    IReadOnlyList<(string HomeId, string RecordId)> Moved,
    IReadOnlyList<(string RecordId, string Kind, string? MovedTo)> Vanished)
{
    /// <summary>Compares how things are grouped with how they should be.</summary>
    /// <param name="near">Things and the record each is shown in now; closed, see <see cref="EntityResolution.Resolve"/>.</param>
    /// <param name="apart">Pairs that are two.</param>
    /// <param name="changed">Things of which something else is said than before.</param>
    /// <param name="stated">Whether anything at all is still said of a thing.</param>
    public static Regrouping Plan(IReadOnlyList<(Thing Thing, string RecordId)> near, IReadOnlySet<(string, string)> apart, IReadOnlySet<string> changed, Func<string, bool> stated)
    {
        var before = near.ToDictionary(pair => pair.Thing.HomeId, pair => pair.RecordId, StringComparer.Ordinal);
        var sizes = near.GroupBy(pair => pair.RecordId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var groups = EntityResolution.Resolve([.. near.Select(pair => pair.Thing).Where(thing => thing.Kind.Length > 0 && stated(thing.HomeId))], apart);
        var after = groups.SelectMany(group => group.Select(thing => (thing.HomeId, RecordId: group[0].HomeId))).ToDictionary(pair => pair.HomeId, pair => pair.RecordId, StringComparer.Ordinal);
        foreach (var (thing, _) in near) after.TryAdd(thing.HomeId, thing.HomeId); // of which nothing is said: back to its own id

        var dirty = groups
            .Where(group => group.Any(thing => changed.Contains(thing.HomeId) || before[thing.HomeId] != group[0].HomeId) || group.Count != sizes.GetValueOrDefault(group[0].HomeId))
            .Select(group => (group[0].HomeId, group)).ToList();
        var shown = groups.Select(group => group[0].HomeId).ToHashSet(StringComparer.Ordinal);
        var vanished = near.Select(pair => pair.RecordId).Where(record => !shown.Contains(record)).Sorted()
            .Select(record => (record, near.First(pair => pair.RecordId == record).Thing.Kind, near.Where(pair => pair.RecordId == record && stated(pair.Thing.HomeId)).Select(pair => after[pair.Thing.HomeId]).FirstOrDefault()));
        return new(dirty, [.. after.Where(pair => before[pair.Key] != pair.Value).Select(pair => (pair.Key, pair.Value))], [.. vanished]);
    }
}
