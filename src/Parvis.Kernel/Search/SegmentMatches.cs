using System.Buffers;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Parvis.Kernel.Search;

/// <summary>The records of one segment that match the words, with their scores: one word after the other, so that long lists are read once, in order.</summary>
internal sealed class SegmentMatches : IDisposable
{
    private static readonly ArrayPool<float> Zeros = ArrayPool<float>.Create(1 << 22, 8); // given back as clean as they were taken
    private readonly int _records;
    private readonly float[] _scores;
    private readonly float[] _best;
    private readonly byte[] _words;
    private readonly int[] _touched;
    private int _touchedCount;

    private SegmentMatches(int records)
    {
        _records = records;
        _scores = ArrayPool<float>.Shared.Rent(records);
        _best = Zeros.Rent(records);
        _words = ArrayPool<byte>.Shared.Rent(records);
        Array.Clear(_words, 0, records);
        _touched = ArrayPool<int>.Shared.Rent(records);
    }

    /// <summary>One bit a record that matches.</summary>
    public ulong[] Bits { get; private set; } = [];

    /// <summary>The score of a record that matches; above 0.</summary>
    public float Score(int record) => _scores[record];

    /// <summary>Reads one segment.</summary>
    public static SegmentMatches Of(IReadOnlyList<WordClause> clauses, AtomicReaderContext segment)
    {
        var matches = new SegmentMatches(segment.AtomicReader.MaxDoc);
        var required = clauses.Count(clause => clause.Required);
        var needed = WordClause.Needed(required);
        for (var read = 0; read < clauses.Count; read++)
        {
            // a record that has missed too many words already is not scored any more
            var soFar = Math.Max(0, Math.Min(read, required) - (required - needed));
            matches.Read(clauses[read], segment, soFar, follow: soFar > 0 && needed == required && read < required);
            if (read == required - 1) matches.Bits = needed == required ? matches.Touched(needed) : matches.WithAtLeast(needed);
        }
        return matches;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_scores);
        Zeros.Return(_best);
        ArrayPool<byte>.Shared.Return(_words);
        ArrayPool<int>.Shared.Return(_touched);
    }

    private void Read(WordClause clause, AtomicReaderContext segment, int soFar, bool follow)
    {
        var candidates = follow ? Candidates() : [];
        _touchedCount = 0;
        foreach (var way in clause.Ways)
        {
            if (way.GetScorer(segment, segment.AtomicReader.LiveDocs) is not { } scorer) continue;
            if (follow && candidates.Length < scorer.GetCost() / 16) Follow(scorer, candidates, soFar);
            else ReadAll(scorer, soFar);
        }
        Settle(clause.Required);
    }

    private int[] Candidates()
    {
        var candidates = _touched[.._touchedCount];
        Array.Sort(candidates);
        return candidates;
    }

    private void ReadAll(Scorer scorer, int soFar)
    {
        for (var record = scorer.NextDoc(); record != DocIdSetIterator.NO_MORE_DOCS; record = scorer.NextDoc())
        {
            if (_words[record] >= soFar) Touch(record, scorer.GetScore());
        }
    }

    private void Follow(Scorer scorer, int[] candidates, int soFar)
    {
        var at = -1;
        foreach (var record in candidates)
        {
            if (at < record) at = scorer.Advance(record);
            if (at == record && _words[record] >= soFar) Touch(record, scorer.GetScore());
        }
    }

    private void Touch(int record, float score)
    {
        if (_best[record] == 0) _touched[_touchedCount++] = record;
        _best[record] = Math.Max(_best[record], Math.Max(score, float.Epsilon));
    }

    private void Settle(bool required)
    {
        foreach (var record in _touched.AsSpan(0, _touchedCount))
        {
            _scores[record] = _words[record] == 0 ? _best[record] : _scores[record] + _best[record];
            _best[record] = 0;
            if (required) _words[record]++;
        }
    }

    private ulong[] Touched(int needed)
    {
        var bits = new ulong[RecordBits.Length(_records)];
        foreach (var record in _touched.AsSpan(0, _touchedCount))
        {
            if (_words[record] >= needed) bits[record >> 6] |= 1UL << (record & 63);
        }
        return bits;
    }

    private ulong[] WithAtLeast(int needed)
    {
        var bits = new ulong[RecordBits.Length(_records)];
        for (var record = 0; record < _records; record++)
        {
            if (_words[record] >= needed) bits[record >> 6] |= 1UL << (record & 63);
        }
        return bits;
    }
}
