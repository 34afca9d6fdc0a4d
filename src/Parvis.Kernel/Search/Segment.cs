using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lucene.Net.Index;

namespace Parvis.Kernel.Search;

/// <summary>One segment of the index: what never changes in it is read once, whatever is withdrawn from it later.</summary>
internal sealed class Segment
{
    private static readonly ConditionalWeakTable<object, Columns> Kept = [];
    private readonly Columns _columns;
    private readonly ConcurrentDictionary<string, ulong[]> _modules = new(StringComparer.Ordinal);
    private readonly Lazy<ulong[]> _live;

    public Segment(AtomicReaderContext context)
    {
        Context = context;
        _columns = Kept.GetValue(context.AtomicReader.CoreCacheKey, _ => new Columns());
        _live = new Lazy<ulong[]>(ReadLive);
    }

    /// <summary>Where Lucene reads it.</summary>
    public AtomicReaderContext Context { get; }

    /// <summary>How many records it has, withdrawn ones included.</summary>
    public int Records => Context.AtomicReader.MaxDoc;

    /// <summary>Which of its records are not withdrawn or replaced.</summary>
    public ulong[] Live => _live.Value;

    /// <summary>The facet stored in <paramref name="field"/>.</summary>
    public FacetColumn Facet(string field) =>
        _columns.Facets.GetOrAdd(field, name => new Lazy<FacetColumn>(() => FacetColumn.Read(Context.AtomicReader, name))).Value;

    /// <summary>The live records of a module; of all modules when it is null. Not to be changed.</summary>
    public ulong[] OfModule(string? module) => module is null ? Live : _modules.GetOrAdd(module, ReadModule);

    /// <summary>Records with any of <paramref name="values"/> in the facet stored in <paramref name="field"/>; at least those that are in <paramref name="records"/>.</summary>
    public ulong[] Having(string field, IReadOnlyList<string> values, ulong[] records)
    {
        if (RecordBits.Count(records) < Records / 16) return Facet(field).Having(values, records);
        var bits = new ulong[records.Length];
        foreach (var value in values) RecordBits.Unite(bits, Value(field, value));
        return bits;
    }

    /// <summary>The change sequence of each record.</summary>
    public long[] Sequences() => _columns.Numbers.GetOrAdd(Fields.Sequence, _ => new Lazy<long[]>(ReadSequences)).Value;

    /// <summary>The place of each record when the titles of this segment are ordered by <paramref name="field"/>.</summary>
    public long[] Places(string field) => _columns.Numbers.GetOrAdd(field, name => new Lazy<long[]>(() => ReadPlaces(name))).Value;

    private ulong[] ReadLive()
    {
        var bits = new ulong[RecordBits.Length(Records)];
        var live = Context.AtomicReader.LiveDocs;
        for (var record = 0; record < Records; record++)
        {
            if (live is null || live.Get(record)) bits[record >> 6] |= 1UL << (record & 63);
        }
        return bits;
    }

    private ulong[] ReadModule(string module) => Facet(Fields.Module).Having([module], Live);

    private ulong[] Value(string field, string value)
    {
        if (_columns.Values.TryGetValue((field, value), out var kept)) return kept;
        var all = new ulong[RecordBits.Length(Records)];
        for (var record = 0; record < Records; record++) all[record >> 6] |= 1UL << (record & 63);
        var bits = Facet(field).Having([value], all);
        // only values of many records are kept: a facet cannot have many of those
        if (RecordBits.Count(bits) > Records / 128) _columns.Values[(field, value)] = bits;
        return bits;
    }

    private long[] ReadSequences()
    {
        var stored = Context.AtomicReader.GetNumericDocValues(Fields.Sequence);
        var sequences = new long[Records];
        for (var record = 0; record < Records; record++) sequences[record] = stored.Get(record);
        return sequences;
    }

    private long[] ReadPlaces(string field)
    {
        var stored = Context.AtomicReader.GetSortedDocValues(field);
        var places = new long[Records];
        for (var record = 0; record < Records; record++) places[record] = stored.GetOrd(record);
        return places;
    }

    private sealed class Columns
    {
        public ConcurrentDictionary<string, Lazy<FacetColumn>> Facets { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<(string Field, string Value), ulong[]> Values { get; } = new();

        public ConcurrentDictionary<string, Lazy<long[]>> Numbers { get; } = new(StringComparer.Ordinal);
    }
}
