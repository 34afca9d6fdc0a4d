using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>The pages of the columns of a Parquet file: headers of all, and of the first ones whether there is a level for each value.</summary>
internal sealed class ParquetPages(Content content, Examination examination)
{
    /// <summary>Bytes of pages whose levels are read.</summary>
    private const long MostBytes = 16 << 20;

    private const int HeaderBytes = 4096, LongestHeader = 16 << 20;

    private readonly Window _window = new(content);
    private long _read;

    /// <summary>Walks the pages of one column of one group of rows.</summary>
    /// <exception cref="MalformedException">They do not agree with what describes them.</exception>
    public void Check(ParquetChunk chunk, ParquetLeaf leaf, ParquetGroup group, long from)
    {
        var (at, end, values, rows, first) = (from, from + chunk.Bytes, 0L, (long?)0, true);
        long? dictionary = null;
        while (at < end && values < chunk.Values)
        {
            examination.Budget.Tick();
            var page = Header(at, end);
            var place = at + page.HeaderBytes;
            if (page.Packed < 0 || page.Unpacked < 0 || page.Packed > end - place || page.Values is < 0 or > int.MaxValue || page.RepetitionBytes < 0 || page.DefinitionBytes < 0) throw Broken(at);
            if (page.Type == 2)
            {
                dictionary = page.Values;
                Dictionary(page, leaf, chunk, place);
            }
            else if (page.Type is 0 or 3)
            {
                values += page.Values;
                if (values > chunk.Values) throw new MalformedException(TableRules.ParquetCounts, at);
                rows = Levels(page, leaf, chunk, place, ref first, dictionary) is { } starts && rows is { } before ? before + starts : null;
            }
            at = place + page.Packed;
        }
        if (values != chunk.Values || (rows is { } counted && leaf.Repetition > 0 && counted != group.Rows)) throw new MalformedException(TableRules.ParquetCounts, chunk.At);
    }

    private void Dictionary(Page page, ParquetLeaf leaf, ParquetChunk chunk, long place)
    {
        if (!MayRead(page) || !IsRead(chunk.Codec)) return;
        Plain(Unpack(_window.Bytes(place, (int)page.Packed), chunk.Codec, page.Unpacked, place), leaf.Element, page.Values, place);
    }

    private bool MayRead(Page page)
    {
        var cost = Math.Max(page.Unpacked, page.Packed) + 64;
        if (_read + cost > MostBytes) return false;
        _read += cost;
        return true;
    }

    private static bool IsRead(long codec) => codec is 0 or 1 or 2 or 4;

    /// <summary>Values as they are, one after the other: all must be there.</summary>
    private static void Plain(ReadOnlySpan<byte> bytes, ParquetElement element, long count, long place)
    {
        Int128 needed = element.Type switch
        {
            0 => (count + 7) / 8,
            1 or 4 => (Int128)count * 4,
            2 or 5 => (Int128)count * 8,
            3 => (Int128)count * 12,
            7 => (Int128)count * element.Bytes,
            _ => 0,
        };
        if (bytes.Length < needed) throw Broken(place);
        if (element.Type != 6) return;
        for (var at = 0; count > 0; count--)
        {
            if (bytes.Length - at < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) > bytes.Length - at - 4) throw Broken(place);
            at += 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        }
    }

    /// <returns>How many rows begin in the page, or null where that was not read.</returns>
    private long? Levels(Page page, ParquetLeaf leaf, ParquetChunk chunk, long place, ref bool first, long? dictionary)
    {
        if (!MayRead(page) || (page.Type == 0 && !IsRead(chunk.Codec))) return null;
        var bytes = _window.Bytes(place, (int)page.Packed);
        ReadOnlySpan<byte> repetition, definition, rest;
        if (page.Type == 3)
        {
            if (page.RepetitionBytes + page.DefinitionBytes > bytes.Length) throw Broken(place);
            repetition = bytes.AsSpan(0, (int)page.RepetitionBytes);
            definition = bytes.AsSpan((int)page.RepetitionBytes, (int)page.DefinitionBytes);
            var packed = bytes.AsSpan((int)(page.RepetitionBytes + page.DefinitionBytes));
            var size = page.Unpacked - page.RepetitionBytes - page.DefinitionBytes;
            if (size < 0) throw Broken(place);
            rest = page.Packs && packed.Length > 0 && IsRead(chunk.Codec) ? Unpack(packed.ToArray(), chunk.Codec, size, place) : packed;
        }
        else
        {
            rest = Unpack(bytes, chunk.Codec, page.Unpacked, place);
            repetition = Take(ref rest, page.RepetitionEncoding, leaf.Repetition, page.Values, place);
            definition = Take(ref rest, page.DefinitionEncoding, leaf.Definition, page.Values, place);
        }
        long rows = page.Values;
        if (leaf.Repetition > 0)
        {
            var counted = Count(repetition, leaf.Repetition, page.Values, page.RepetitionEncoding, place);
            if (first && page.Values > 0 && counted.First != 0) throw new MalformedException(TableRules.ParquetLevels, place);
            rows = counted.Zeros;
        }
        var present = page.Values;
        if (leaf.Definition > 0) present = Count(definition, leaf.Definition, page.Values, page.DefinitionEncoding, place).Most;
        first = first && page.Values == 0;
        if (present == 0 || !(IsRead(chunk.Codec) || !page.Packs)) return rows;
        if (page.Encoding is 2 or 8) Indices(rest, present, dictionary, place);
        else if (page.Encoding is 0 || (page.Encoding is 9 && leaf.Element.Type != 6)) Plain(rest, leaf.Element, present, place);
        return rows;
    }

    /// <summary>Values as numbers of entries of a dictionary: all must be there, and in it.</summary>
    private static void Indices(ReadOnlySpan<byte> rest, long count, long? dictionary, long place)
    {
        var bits = rest.IsEmpty ? byte.MaxValue : rest[0];
        if (bits > 32 || dictionary is null) throw Broken(place);
        var hybrid = new Hybrid(rest[1..], bits);
        for (var left = count; left > 0;)
        {
            if (!hybrid.Next(out var run, out var most) || most >= (ulong)dictionary) throw Broken(place);
            left -= run;
        }
    }

    private static (long Zeros, long Most, long First) Count(ReadOnlySpan<byte> bytes, int most, long values, long encoding, long place)
    {
        var bits = Bits(most);
        var (zeros, full, first, at) = (0L, 0L, -1L, 0L);
        if (encoding == 4) // packed without runs, the highest bit first: of old files
        {
            for (; at < values; at++)
            {
                var level = 0;
                for (var bit = 0; bit < bits; bit++)
                {
                    var number = at * bits + bit;
                    level = level << 1 | (bytes[(int)(number >> 3)] >> (7 - (int)(number & 7)) & 1);
                }
                Add(level);
            }
            return (zeros, full, first);
        }
        var hybrid = new Hybrid(bytes, bits);
        while (at < values)
        {
            if (!hybrid.Run(out var run, out var packed)) throw new MalformedException(TableRules.ParquetLevels, place);
            for (var i = 0; i < run && at < values; i++, at++)
            {
                if (!packed) { var same = Math.Min(run, values - at); Add((long)hybrid.Value(0), same); at += same; break; }
                Add((long)hybrid.Value(i));
            }
        }
        return (zeros, full, first);

        void Add(long level, long times = 1)
        {
            if (level > most) throw new MalformedException(TableRules.ParquetLevels, place);
            if (first < 0) first = level;
            if (level == 0) zeros += times;
            if (level == most) full += times;
        }
    }

    /// <summary>Takes the levels from the beginning of a page of the first version.</summary>
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, long encoding, int most, long values, long place)
    {
        if (most == 0) return [];
        long length;
        if (encoding == 4) length = (values * Bits(most) + 7) / 8;
        else
        {
            if (rest.Length < 4) throw new MalformedException(TableRules.ParquetLevels, place);
            length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            rest = rest[4..];
        }
        if (length > rest.Length) throw new MalformedException(TableRules.ParquetLevels, place);
        var levels = rest[..(int)length];
        rest = rest[(int)length..];
        return levels;
    }

    private ReadOnlySpan<byte> Unpack(byte[] packed, long codec, long size, long place)
    {
        if (codec == 0) return packed.Length == size ? packed : throw Broken(place);
        examination.Budget.Unpack(size);
        if (size == 0) return [];
        if (codec == 1) return Snappy.Unpack(packed, (int)size) is { } plain && plain.Length == size ? plain : throw Broken(place);
        try
        {
            using var source = new MemoryStream(packed);
            using Stream unpack = codec == 2 ? new GZipStream(source, CompressionMode.Decompress) : new BrotliStream(source, CompressionMode.Decompress);
            var bytes = new byte[size];
            return unpack.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == size ? bytes : throw Broken(place);
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            throw Broken(place);
        }
    }

    private Page Header(long at, long end)
    {
        var bytes = _window.Bytes(at, (int)Math.Min(HeaderBytes, end - at));
        try { return Page.Read(bytes, at, examination.Budget); }
        catch (MalformedException) when (bytes.Length == HeaderBytes)
        {
            return Page.Read(_window.Bytes(at, (int)Math.Min(LongestHeader, end - at)), at, examination.Budget); // statistics may be long
        }
    }

    private static int Bits(int most) => 32 - BitOperations.LeadingZeroCount((uint)most);

    private static MalformedException Broken(long at) => new(TableRules.ParquetPage, at);

    /// <summary>Runs of equal numbers between numbers packed in bits. Source: parquet-format Encodings.md, RLE.</summary>
    private ref struct Hybrid(ReadOnlySpan<byte> bytes, int bits)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;
        private int _run;

        /// <summary>Goes to the next run.</summary>
        public bool Run(out long count, out bool packed)
        {
            (count, packed) = (0, false);
            ulong head = 0;
            for (var shift = 0; ; shift += 7)
            {
                if (_at >= _bytes.Length || shift > 35) return false;
                head |= (ulong)(_bytes[_at] & 0x7F) << shift;
                if (_bytes[_at++] < 0x80) break;
            }
            _run = _at;
            packed = (head & 1) == 1;
            if (packed)
            {
                var size = Math.Min((long)(head >> 1) * bits, _bytes.Length - _at); // the last may be cut short
                count = bits == 0 ? (long)(head >> 1) * 8 : size * 8 / bits;
                _at += (int)size;
            }
            else
            {
                count = (long)(head >> 1);
                if ((bits + 7) / 8 > _bytes.Length - _at) return false;
                _at += (bits + 7) / 8;
            }
            return count > 0;
        }

        /// <summary>Goes to the next run and finds its greatest number.</summary>
        public bool Next(out long count, out ulong most)
        {
            most = 0;
            if (!Run(out count, out var packed)) return false;
            if (!packed) most = Value(0);
            // What fills up the last group is not looked at: it may be anything.
            else for (var i = 0L; i + 8 <= count; i++) most = Math.Max(most, Value(i));
            return true;
        }

        /// <summary>The number at <paramref name="index"/> of the run, where a run of equal ones has the first only.</summary>
        public readonly ulong Value(long index)
        {
            ulong value = 0;
            var from = index * bits;
            for (var bit = 0; bit < bits; bit++)
            {
                var number = from + bit;
                value |= (ulong)(_bytes[_run + (int)(number >> 3)] >> (int)(number & 7) & 1) << bit;
            }
            return value;
        }
    }

    /// <summary>The header of a page.</summary>
    private sealed class Page
    {
        public int HeaderBytes { get; private set; }
        public long Type { get; private set; } = -1;
        public long Unpacked { get; private set; } = -1;
        public long Packed { get; private set; } = -1;
        public long Values { get; private set; }
        public long Encoding { get; private set; }
        public long RepetitionEncoding { get; private set; } = 3;
        public long DefinitionEncoding { get; private set; } = 3;
        public long RepetitionBytes { get; private set; }
        public long DefinitionBytes { get; private set; }
        public bool Packs { get; private set; } = true;

        public static Page Read(ReadOnlySpan<byte> bytes, long at, Budget budget)
        {
            var thrift = new ThriftReader(bytes, at, budget);
            var (page, field) = (new Page(), 0);
            while (thrift.Next(ref field, out var type))
                switch (field)
                {
                    case 1: page.Type = thrift.Integer(type); break;
                    case 2: page.Unpacked = thrift.Integer(type); break;
                    case 3: page.Packed = thrift.Integer(type); break;
                    case 5 or 7 or 8 when type == ThriftType.Struct: page.Inner(ref thrift, field); break;
                    default: thrift.Skip(type); break;
                }
            page.HeaderBytes = thrift.Position;
            return page.Type is >= 0 and <= 3 && page.Unpacked is >= 0 and <= int.MaxValue && page.Packed is >= 0 and <= int.MaxValue ? page : throw Broken(at);
        }

        private void Inner(ref ThriftReader thrift, int kind)
        {
            var field = 0;
            while (thrift.Next(ref field, out var type))
                switch (kind, field)
                {
                    case (_, 1): Values = thrift.Integer(type); break;
                    case (5 or 7, 2) or (8, 4): Encoding = thrift.Integer(type); break;
                    case (5, 3): DefinitionEncoding = thrift.Integer(type); break;
                    case (5, 4): RepetitionEncoding = thrift.Integer(type); break;
                    case (8, 5): DefinitionBytes = thrift.Integer(type); break;
                    case (8, 6): RepetitionBytes = thrift.Integer(type); break;
                    case (8, 7): Packs = type == ThriftType.True; break;
                    default: thrift.Skip(type); break;
                }
        }
    }
}
