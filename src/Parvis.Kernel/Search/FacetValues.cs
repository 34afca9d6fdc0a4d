namespace Parvis.Kernel.Search;

/// <summary>The values of one facet in all segments of a snapshot, and where each segment's values are among them.</summary>
internal sealed class FacetValues
{
    private readonly string[] _names;
    private readonly int[][] _places;
    private readonly FacetColumn[] _columns;

    public FacetValues(IReadOnlyList<Segment> segments, string field)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        _columns = [.. segments.Select(segment => segment.Facet(field))];
        _places = [.. _columns.Select(column => column.Names.Select(name => places.TryAdd(name, places.Count) ? places.Count - 1 : places[name]).ToArray())];
        _names = [.. places.Keys];
    }

    /// <summary>Counts the values of the records in <paramref name="sets"/>, one set a segment: most frequent first, then by name.</summary>
    public IReadOnlyList<FacetCount> Count(IReadOnlyList<ulong[]> sets)
    {
        var totals = new int[_names.Length];
        for (var segment = 0; segment < _columns.Length; segment++)
        {
            var counts = new int[_columns[segment].Names.Length];
            _columns[segment].Count(sets[segment], counts);
            for (var value = 0; value < counts.Length; value++) totals[_places[segment][value]] += counts[value];
        }
        return [.. Enumerable.Range(0, totals.Length)
            .Where(value => totals[value] > 0)
            .Select(value => new FacetCount(_names[value], totals[value]))
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Value, StringComparer.Ordinal)];
    }
}
