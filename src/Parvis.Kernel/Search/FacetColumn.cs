using System.Numerics;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search;

/// <summary>The values of one facet in one segment, in memory: counting half a million records must not go through the file format.</summary>
internal sealed class FacetColumn
{
    private readonly int[] _starts;
    private readonly int[] _values;
    private readonly int _records;

    private FacetColumn(string[] names, int[] starts, int[] values, int records)
    {
        Names = names;
        _starts = starts;
        _values = values;
        _records = records;
    }

    /// <summary>The values that occur in the segment, in the order of their bytes.</summary>
    public string[] Names { get; }

    /// <summary>Reads the facet stored in <paramref name="field"/>.</summary>
    public static FacetColumn Read(AtomicReader segment, string field)
    {
        if (segment.GetSortedSetDocValues(field) is not { } stored) return new FacetColumn([], [], [], 0);
        var starts = new int[segment.MaxDoc + 1];
        var values = new List<int>(segment.MaxDoc);
        for (var record = 0; record < segment.MaxDoc; record++)
        {
            stored.SetDocument(record);
            for (var value = stored.NextOrd(); value != SortedSetDocValues.NO_MORE_ORDS; value = stored.NextOrd()) values.Add((int)value);
            starts[record + 1] = values.Count;
        }
        return new FacetColumn(ReadNames(stored), starts, [.. values], segment.MaxDoc);
    }

    /// <summary>Adds one to <paramref name="counts"/> for each value of each record in <paramref name="records"/>.</summary>
    public void Count(ulong[] records, int[] counts)
    {
        if (_records == 0) return;
        var (starts, values) = (_starts, _values);
        for (var i = 0; i < records.Length; i++)
        {
            for (var word = records[i]; word != 0; word &= word - 1)
            {
                var record = (i << 6) + BitOperations.TrailingZeroCount(word);
                for (var at = starts[record]; at < starts[record + 1]; at++) counts[values[at]]++;
            }
        }
    }

    /// <summary>Those of <paramref name="records"/> that have any of <paramref name="names"/>.</summary>
    public ulong[] Having(IEnumerable<string> names, ulong[] records)
    {
        var bits = new ulong[records.Length];
        var wanted = new bool[Names.Length];
        foreach (var name in names)
        {
            var value = Array.IndexOf(Names, name);
            if (value >= 0) wanted[value] = true;
        }
        if (!wanted.AsSpan().Contains(true)) return bits;
        for (var i = 0; i < records.Length; i++)
        {
            for (var word = records[i]; word != 0; word &= word - 1)
            {
                var record = (i << 6) + BitOperations.TrailingZeroCount(word);
                for (var at = _starts[record]; at < _starts[record + 1]; at++)
                {
                    if (wanted[_values[at]]) bits[i] |= 1UL << (record & 63);
                }
            }
        }
        return bits;
    }

    private static string[] ReadNames(SortedSetDocValues stored)
    {
        var names = new string[stored.ValueCount];
        var bytes = new BytesRef();
        for (var value = 0; value < names.Length; value++)
        {
            stored.LookupOrd(value, bytes);
            names[value] = bytes.Utf8ToString();
        }
        return names;
    }
}
