using System.Numerics;
using System.Runtime.InteropServices;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search;

/// <summary>The first records in an order. Equal ones stand newest first, so that pages neither repeat nor skip any.</summary>
/// <param name="size">How many to keep.</param>
/// <param name="titleField">The field that orders titles, or null to order by score or change sequence.</param>
internal sealed class TopRecords(int size, string? titleField)
{
    private readonly List<Found> _found = [];

    /// <summary>Takes the first records of one segment.</summary>
    public void Add(Segment segment, ulong[] records, SegmentMatches? matches)
    {
        if (size == 0) return;
        var sequences = segment.Sequences();
        var places = titleField is null ? null : segment.Places(titleField);
        var heap = new Heap(Math.Min(size, RecordBits.Count(records)));
        for (var i = records.Length - 1; i >= 0; i--) // the newest are at the end: what is kept first is seldom replaced
        {
            for (var word = records[i]; word != 0;)
            {
                var bit = BitOperations.Log2(word);
                word ^= 1UL << bit;
                var record = (i << 6) + bit;
                heap.Offer(new Place(Key(record, places, matches), sequences[record], record));
            }
        }
        foreach (var place in heap.Kept) _found.Add(new Found(segment, place, Title(segment, place.Record)));
    }

    /// <summary>The ids of the records kept, in order, without the first <paramref name="skip"/>.</summary>
    public IReadOnlyList<string> Ids(int skip)
    {
        _found.Sort(Found.Compare);
        return [.. _found.Take(size).Skip(skip).Select(Id)];
    }

    private static long Key(int record, long[]? places, SegmentMatches? matches)
    {
        if (places is not null) return -places[record];
        return matches is null ? 0 : BitConverter.SingleToInt32Bits(matches.Score(record)); // positive floats order as their bits do
    }

    private static string Id(Found found)
    {
        var bytes = new BytesRef();
        found.Segment.Context.AtomicReader.GetBinaryDocValues(Fields.Id).Get(found.Place.Record, bytes);
        return bytes.Utf8ToString();
    }

    private BytesRef? Title(Segment segment, int record)
    {
        if (titleField is null) return null;
        var bytes = new BytesRef();
        segment.Context.AtomicReader.GetSortedDocValues(titleField).Get(record, bytes);
        return BytesRef.DeepCopyOf(bytes);
    }

    /// <summary>Where a record stands in its segment: a greater key first, then a greater sequence.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(long Key, long Sequence, int Record)
    {
        public bool Before(Place other) => Key != other.Key ? Key > other.Key : Sequence > other.Sequence;
    }

    private sealed record Found(Segment Segment, Place Place, BytesRef? Title)
    {
        public static int Compare(Found one, Found other)
        {
            var order = one.Title is null ? other.Place.Key.CompareTo(one.Place.Key) : one.Title.CompareTo(other.Title);
            return order != 0 ? order : other.Place.Sequence.CompareTo(one.Place.Sequence);
        }
    }

    /// <summary>Keeps the first few of many; the last of those kept is at the root.</summary>
    private sealed class Heap(int size)
    {
        private readonly Place[] _places = new Place[size];
        private int _count;

        public ReadOnlySpan<Place> Kept => _places.AsSpan(0, _count);

        public void Offer(Place place)
        {
            if (_count < size) Rise(place, _count++);
            else if (place.Before(_places[0])) Sink(place);
        }

        private void Rise(Place place, int at)
        {
            for (var parent = (at - 1) / 2; at > 0 && _places[parent].Before(place); parent = (at - 1) / 2)
            {
                _places[at] = _places[parent];
                at = parent;
            }
            _places[at] = place;
        }

        private void Sink(Place place)
        {
            var at = 0;
            for (var child = 1; child < _count; child = 2 * at + 1)
            {
                if (child + 1 < _count && _places[child].Before(_places[child + 1])) child++;
                if (!place.Before(_places[child])) break;
                _places[at] = _places[child];
                at = child;
            }
            _places[at] = place;
        }
    }
}
