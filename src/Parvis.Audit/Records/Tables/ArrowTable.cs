using System.Text.Json.Nodes;
using Parvis.Audit.Records.FlatBuffers;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tables;

/// <summary>The schema of an Arrow table and its batches of rows: each column must have the buffers its type needs, within the body of its message. Source: Columnar.rst, Schema.fbs, Message.fbs.</summary>
internal sealed class ArrowTable(Window window, Examination examination, short version)
{
    private const int MostDepth = 64, MostFields = 100_000, MostColumns = 10_000;

    /// <summary>Bytes of offsets and indices that are read, of all batches.</summary>
    private const long MostRead = 32 << 20;

    private readonly Window _window = window;
    private readonly short _version = version;
    private readonly List<ArrowField> _columns = [];
    private readonly List<long> _nulls = [];
    private readonly Dictionary<long, ArrowField> _dictionaries = [];
    private readonly Dictionary<long, long> _dictionaryLengths = [];
    private readonly SortedSet<string> _codecs = new(StringComparer.Ordinal);
    private readonly JsonObject _metadata = [];
    private long _rows, _batches, _read;
    private int _fields;
    private bool _foreign;

    /// <summary>Takes the schema.</summary>
    public void Schema(FlatTable schema)
    {
        _foreign = schema.I16(0) != 0;
        var fields = schema.Vector(1, 4);
        for (var i = 0L; i < fields.Count; i++)
        {
            _columns.Add(Field(fields.Table(i), 0));
            _nulls.Add(0);
        }
        var entries = schema.Vector(2, 4);
        for (var i = 0L; i < entries.Count; i++)
        {
            var entry = entries.Table(i);
            if (_metadata.Count < 1000) _metadata[entry.Text(0) ?? ""] = entry.Text(1) is { Length: > 1000 } long_ ? long_[..1000] : entry.Text(1);
        }
    }

    /// <summary>Takes a batch of rows or of a dictionary, whose body begins at <paramref name="body"/>.</summary>
    public void Batch(ArrowMessage message, long body)
    {
        if (message.Header == ArrowMessage.RecordBatch)
        {
            _batches++;
            var batch = new ArrowBatch(this, message.Content, body, message.Body);
            for (var i = 0; i < _columns.Count; i++) _nulls[i] += batch.Take(_columns[i], top: true);
            batch.End();
            _rows += Math.Min(batch.Length, long.MaxValue - _rows);
            return;
        }
        var id = message.Content.I64(0);
        if (!_dictionaries.TryGetValue(id, out var field) || message.Content.Table(1) is not { } values) throw new MalformedException(TableRules.ArrowSchema, message.Content.At);
        var dictionary = new ArrowBatch(this, values, body, message.Body);
        dictionary.Take(field with { Dictionary = null }, top: true);
        dictionary.End();
        var delta = message.Content.U8(2) != 0;
        _dictionaryLengths[id] = dictionary.Length + (delta ? _dictionaryLengths.GetValueOrDefault(id) : 0);
    }

    /// <summary>Puts the facts into the report.</summary>
    public void Report()
    {
        var facts = examination.Facts;
        facts[FactNames.Rows] = _rows;
        facts[FactNames.RowGroups] = _batches;
        facts[FactNames.Columns] = new JsonArray([.. _columns.Take(MostColumns).Select((column, i) => (JsonNode)new JsonObject { ["name"] = column.Name, ["type"] = column.TypeName, ["nulls"] = _nulls[i] })]);
        if (_dictionaries.Count > 0) facts[FactNames.Dictionaries] = _dictionaries.Count;
        if (_codecs.Count > 0) facts[FactNames.Codecs] = new JsonArray([.. _codecs.Select(codec => (JsonNode)codec)]);
        if (_metadata.Count > 0) facts[FactNames.Metadata] = _metadata;
    }

    private ArrowField Field(FlatTable field, int depth)
    {
        if (depth > MostDepth || ++_fields > MostFields) throw new MalformedException(TableRules.ArrowSchema, field.At);
        var children = field.Vector(5, 4);
        var inner = new List<ArrowField>();
        for (var i = 0L; i < children.Count; i++) inner.Add(Field(children.Table(i), depth + 1));
        var read = ArrowField.Read(field, inner);
        if (read.Dictionary is { } id) _dictionaries[id] = read;
        return read;
    }

    /// <summary>One batch while its buffers are dealt out to the columns.</summary>
    private sealed class ArrowBatch
    {
        private readonly ArrowTable _table;
        private readonly FlatVector _nodes, _buffers, _variadic;
        private readonly FlatTable _batch;
        private readonly long _body;
        private readonly bool _packed, _zstd;
        private long _node, _buffer, _view;

        public ArrowBatch(ArrowTable table, FlatTable batch, long body, long bodyLength)
        {
            (_table, _batch, _body) = (table, batch, body);
            Length = batch.I64(0);
            (_nodes, _buffers, _variadic) = (batch.Vector(1, 16), batch.Vector(2, 16), batch.Vector(4, 8));
            if (batch.Table(3) is { } compression)
            {
                _packed = true;
                _zstd = compression.U8(0) == 1;
                table._codecs.Add(compression.U8(0) switch { 0 => "LZ4_FRAME", 1 => "ZSTD", _ => throw Broken() });
            }
            if (Length < 0) throw Broken();
            for (var i = 0L; i < _buffers.Count; i++)
            {
                table.Tick();
                var (offset, length) = (_buffers.I64(i), _buffers.I64(i, 8));
                if (offset < 0 || length < 0 || offset > bodyLength || length > bodyLength - offset) throw new MalformedException(TableRules.ArrowLayout, _buffers.Place(i));
            }
        }

        /// <summary>Rows.</summary>
        public long Length { get; }

        /// <summary>Nothing may be left over.</summary>
        public void End()
        {
            if (_node != _nodes.Count || _buffer != _buffers.Count) throw Broken();
        }

        /// <summary>Takes the buffers of a column and of those within it.</summary>
        /// <returns>How many rows have no value.</returns>
        public long Take(ArrowField field, bool top = false, long least = 0)
        {
            _table.Tick();
            if (_node >= _nodes.Count) throw Broken();
            var (length, nulls) = (_nodes.I64(_node), _nodes.I64(_node, 8));
            _node++;
            if (length < least || length < 0 || nulls < 0 || nulls > length || (top && length != Length) || length > long.MaxValue / 64) throw Broken();
            if (field.Dictionary is { } id)
            {
                Validity(length, nulls);
                var indices = Buffer(length, field.IndexBytes * 8);
                Indices(indices, field, id, length, nulls);
                return nulls;
            }
            switch (field.Type)
            {
                case ArrowType.Null: return nulls;
                case ArrowType.RunEndEncoded:
                    if (field.Children.Count != 2) throw Broken();
                    foreach (var child in field.Children) Take(child);
                    return nulls;
                case ArrowType.Union:
                    if (_table._version < 4) Validity(length, nulls);
                    Buffer(length, 8);
                    if (field.Dense) Buffer(length, 32);
                    foreach (var child in field.Children) Take(child, least: field.Dense ? 0 : length);
                    return nulls;
            }
            Validity(length, nulls);
            switch (field.Type)
            {
                case ArrowType.Binary or ArrowType.Utf8 or ArrowType.LargeBinary or ArrowType.LargeUtf8:
                    var offsets = Offsets(length, field.OffsetBytes);
                    var bytes = Buffer(0, 0);
                    Check(offsets, length, field.OffsetBytes, bytes.Packed ? long.MaxValue : bytes.Length);
                    break;
                case ArrowType.List or ArrowType.LargeList or ArrowType.Map:
                    if (field.Children.Count != 1) throw Broken();
                    var lists = Offsets(length, field.OffsetBytes);
                    var values = _node < _nodes.Count ? _nodes.I64(_node) : 0;
                    Check(lists, length, field.OffsetBytes, values);
                    Take(field.Children[0]);
                    break;
                case ArrowType.ListView or ArrowType.LargeListView:
                    if (field.Children.Count != 1) throw Broken();
                    Buffer(length, field.OffsetBytes * 8);
                    Buffer(length, field.OffsetBytes * 8);
                    Take(field.Children[0]);
                    break;
                case ArrowType.BinaryView or ArrowType.Utf8View:
                    Buffer(length, 128);
                    if (_view >= _variadic.Count || _variadic.I64(_view) is < 0 or > int.MaxValue) throw Broken();
                    for (var left = _variadic.I64(_view++); left > 0; left--) Buffer(0, 0);
                    break;
                case ArrowType.Struct:
                    foreach (var child in field.Children) Take(child, least: length);
                    break;
                case ArrowType.FixedSizeList:
                    if (field.Children.Count != 1 || field.Width < 0 || (field.Width > 0 && length > long.MaxValue / 64 / field.Width)) throw Broken();
                    Take(field.Children[0], least: length * field.Width);
                    break;
                default:
                    Buffer(length, field.Width);
                    break;
            }
            return nulls;
        }

        private void Validity(long length, long nulls)
        {
            var bits = Buffer(0, 0);
            if (bits.Packed || nulls == 0) return;
            if (bits.Length < (length + 7) / 8) throw new MalformedException(TableRules.ArrowLayout, bits.At);
        }

        /// <summary>The next buffer, which must have room for <paramref name="count"/> elements of <paramref name="bits"/> bits.</summary>
        private (long At, long Length, bool Packed) Buffer(long count, long bits)
        {
            _table.Tick();
            if (_buffer >= _buffers.Count) throw Broken();
            var place = _buffers.Place(_buffer);
            var (at, length) = (_body + _buffers.I64(_buffer), _buffers.I64(_buffer, 8));
            _buffer++;
            var packed = _packed && length > 0;
            if (packed)
            {
                // A packed buffer begins with its length unpacked, -1 where it was left as it is.
                if (length < 8 || _table._window.U64(at) is not { } unpacked || unchecked((long)unpacked) < -1) throw new MalformedException(TableRules.ArrowLayout, place);
                (packed, at, length) = unchecked((long)unpacked) == -1 ? (false, at + 8, length - 8) : (true, at + 8, unchecked((long)unpacked));
            }
            if (packed && !IsFrame(at, length)) throw new MalformedException(TableRules.ArrowLayout, at);
            if (bits > 0 && (Int128)count * bits > (Int128)length * 8) throw new MalformedException(TableRules.ArrowLayout, place);
            return (at, length, packed);
        }

        /// <summary>Whether a packed buffer begins as its codec does and does not contradict its length. Source: LZ4 frame format; RFC 8878, 3.1.1.</summary>
        private bool IsFrame(long at, long unpacked)
        {
            var head = _table._window.Span(at, 14);
            if (!_zstd) return head is [0x04, 0x22, 0x4D, 0x18, ..];
            if (head is not [0x28, 0xB5, 0x2F, 0xFD, var descriptor, ..]) return false;
            var single = (descriptor & 0x20) != 0;
            var place = 5 + (single ? 0 : 1) + (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };
            var bytes = (descriptor >> 6) switch { 0 => single ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
            return bytes == 0 || _table.Number(at + place, bytes, signed: false) + (bytes == 2 ? 256 : 0) == unpacked;
        }

        private (long At, long Length, bool Packed) Offsets(long length, int bytes)
        {
            var offsets = Buffer(0, 0);
            if (length > 0 && (Int128)(length + 1) * bytes > offsets.Length) throw new MalformedException(TableRules.ArrowLayout, offsets.At);
            return offsets;
        }

        /// <summary>Offsets rise, and end within what they refer to.</summary>
        private void Check((long At, long Length, bool Packed) offsets, long length, int bytes, long most)
        {
            if (offsets.Packed || _table._foreign || length == 0 || !_table.MayRead((length + 1) * bytes)) return;
            var before = 0L;
            for (var i = 0L; i <= length; i++)
            {
                _table.Tick();
                var next = _table.Number(offsets.At + i * bytes, bytes, signed: true);
                if (next < before || next > most) throw new MalformedException(TableRules.ArrowOffsets, offsets.At + i * bytes);
                before = next;
            }
        }

        private void Indices((long At, long Length, bool Packed) indices, ArrowField field, long id, long length, long nulls)
        {
            if (indices.Packed || _table._foreign || nulls > 0 || length == 0 || !_table._dictionaryLengths.TryGetValue(id, out var entries) || !_table.MayRead(length * field.IndexBytes)) return;
            for (var i = 0L; i < length; i++)
            {
                _table.Tick();
                var at = indices.At + i * field.IndexBytes;
                if (_table.Number(at, field.IndexBytes, field.IndexSigned) is var index && (index < 0 || index >= entries)) throw new MalformedException(TableRules.ArrowOffsets, at);
            }
        }

        private MalformedException Broken() => new(TableRules.ArrowLayout, _batch.At);
    }

    private void Tick() => examination.Budget.Tick();

    private bool MayRead(long bytes)
    {
        if (bytes > MostRead - _read) return false;
        _read += bytes;
        return true;
    }

    private long Number(long at, int bytes, bool signed)
    {
        var value = 0UL;
        var span = _window.Span(at, bytes);
        for (var i = span.Length - 1; i >= 0; i--) value = value << 8 | span[i];
        return signed && bytes < 8 ? unchecked((long)(value << (64 - 8 * bytes)) >> (64 - 8 * bytes)) : unchecked((long)value);
    }
}
