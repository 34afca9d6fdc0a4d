using System.Buffers;
using System.Text.Json;

namespace Parvis.Commons.Records.Formats;

/// <summary>Which containers of a document are read part by part.</summary>
/// <param name="pointer">The container.</param>
/// <param name="container">StartObject or StartArray.</param>
/// <param name="first">First token of its first part.</param>
internal delegate bool SplitRule(string pointer, JsonTokenType container, JsonTokenType first);

/// <summary>Reads JSON (RFC 8259) as a stream: the parts of some containers one by one, then the document around them.</summary>
/// <remarks>Never holds more than one part and the surrounding document, each within <see cref="Limits.RecordBytes"/>.</remarks>
internal sealed class JsonPieces : IDisposable
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.Depth };

    private readonly Stream _stream;
    private readonly string _file;
    private readonly SplitRule _split;
    private readonly Stack<Frame> _frames = new();
    private readonly ArrayBufferWriter<byte> _around = new();
    private readonly Utf8JsonWriter _aroundWriter;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start; // of the token to come
    private int _end; // of the bytes read
    private long _base; // place in the file of _buffer[0]
    private int _lines; // line breaks before _counted
    private int _counted;
    private JsonReaderState _state = new(Options);
    private bool _final;
    private bool _done;
    private int _partStart = -1; // of the part being gathered
    private int _partDepth; // of the container the part stands in; -1 outside a part
    private bool _skipping; // the part is too large: read past it

    private JsonPieces(Stream stream, string file, SplitRule split)
    {
        (_stream, _file, _split) = (stream, file, split);
        _aroundWriter = new Utf8JsonWriter(_around, new JsonWriterOptions { SkipValidation = true, MaxDepth = Limits.Depth });
        _partDepth = -1;
    }

    public static IEnumerable<Piece> Read(Stream stream, string file, SplitRule split)
    {
        using var pieces = new JsonPieces(stream, file, split);
        while (pieces.Next() is { } piece) yield return piece;
    }

    /// <summary>The whole file as one document.</summary>
    public static Piece ReadWhole(Stream stream, string file) => Read(stream, file, (_, _, _) => false).First();

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _aroundWriter.Dispose();
    }

    private Piece? Next()
    {
        if (_done) return null;
        try
        {
            return Advance();
        }
        catch (JsonException broken)
        {
            _done = true;
            return Broken(broken);
        }
        catch (MalformedTextException broken)
        {
            _done = true;
            return broken.In(_file);
        }
        catch (InvalidDataException broken)
        {
            _done = true;
            return new Piece.Broken(new Place(_file, Pointer: null, Line: null, _base + _start), "gzip", broken.Message);
        }
    }

    private Piece? Advance()
    {
        while (true)
        {
            if (Tokens(out var piece)) return piece;
            if (_final)
            {
                _done = true;
                return Around();
            }
            Fill();
            if (_skipping && _partStart >= 0)
            {
                var place = PlaceAt(_partStart);
                _partStart = -1;
                return TooLarge(place);
            }
        }
    }

    /// <summary>Reads tokens until a part is whole (true) or more bytes are needed (false).</summary>
    private bool Tokens(out Piece? piece)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        while (reader.Read())
        {
            var tokenStart = _start + (int)reader.TokenStartIndex;
            var tokenEnd = _start + (int)reader.BytesConsumed;
            if (!(_partDepth >= 0 ? PartEnds(ref reader) : Walk(ref reader, tokenStart))) continue;
            _state = reader.CurrentState;
            piece = _skipping ? null : TakePart(tokenEnd);
            _partDepth = -1;
            _start = tokenEnd;
            if (_skipping)
            {
                _skipping = false;
                return Tokens(out piece);
            }
            return true;
        }
        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
        piece = null;
        return false;
    }

    private bool PartEnds(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray && reader.CurrentDepth == _partDepth;

    /// <summary>Takes one token outside any part; true when it is a whole part itself.</summary>
    private bool Walk(ref Utf8JsonReader reader, int tokenStart)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _frames.Peek().Name = NameOf(ref reader, tokenStart);
                return false;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _frames.Pop();
                if (reader.TokenType == JsonTokenType.EndObject) _aroundWriter.WriteEndObject();
                else _aroundWriter.WriteEndArray();
                return false;
            default:
                return Value(ref reader, tokenStart);
        }
    }

    private bool Value(ref Utf8JsonReader reader, int tokenStart)
    {
        var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (_frames.TryPeek(out var frame))
        {
            frame.Split ??= _split(frame.Pointer, frame.Container, reader.TokenType);
            frame.Index++;
            if (frame.Split.Value)
            {
                (_partStart, _partDepth) = (tokenStart, reader.CurrentDepth);
                return !opens;
            }
            if (frame.Container == JsonTokenType.StartObject) _aroundWriter.WritePropertyName(frame.Name);
        }
        Copy(ref reader);
        if (opens) _frames.Push(new Frame(frame?.ChildPointer ?? "", reader.TokenType));
        return false;
    }

    private void Copy(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: _aroundWriter.WriteStartObject(); break;
            case JsonTokenType.StartArray: _aroundWriter.WriteStartArray(); break;
            case JsonTokenType.String: _aroundWriter.WriteStringValue(TextOf(ref reader)); break;
            default: _aroundWriter.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
        }
        if (_around.WrittenCount + _aroundWriter.BytesPending > Limits.RecordBytes)
        {
            throw new MalformedTextException("size", $"a document of more than {Limits.RecordBytes} bytes around its records", line: null, _base + _start);
        }
    }

    private Piece TakePart(int end)
    {
        var frame = _frames.Peek();
        var place = PlaceAt(_partStart) with { Pointer = frame.ChildPointer };
        var name = frame.Container == JsonTokenType.StartObject ? frame.Name : null;
        var bytes = _buffer.AsMemory(_partStart, end - _partStart);
        _partStart = -1;
        if (bytes.Length > Limits.RecordBytes) return TooLarge(place);
        var bad = Utf8Text.FirstBadByte(bytes.Span);
        if (bad >= 0)
        {
            var broken = Utf8Text.BadByte(bytes.Span, bad, place.Line!.Value - 1, place.Byte!.Value).In(_file);
            return broken with { Place = broken.Place with { Pointer = place.Pointer } };
        }
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Limits.Depth });
        return HasLoneSurrogate(bytes.Span)
            ? new Piece.Broken(place, "json.surrogate", "an escape \\uD800 to \\uDFFF that stands alone is not a character")
            : new Piece.Part(place, name, document.RootElement.Clone());
    }

    private static Piece.Broken TooLarge(Place place) => new(place, "size", $"a record of more than {Limits.RecordBytes} bytes");

    private Piece.Whole? Around()
    {
        _aroundWriter.Flush();
        if (_around.WrittenCount == 0) return null;
        using var document = JsonDocument.Parse(_around.WrittenMemory, new JsonDocumentOptions { MaxDepth = Limits.Depth });
        return new Piece.Whole(new Place(_file, "", 1, 0), document.RootElement.Clone());
    }

    /// <summary>Makes room, keeps what is still needed and reads on.</summary>
    private void Fill()
    {
        var keep = _partStart >= 0 ? _partStart : _start;
        if (_partStart >= 0 && _end - _partStart > Limits.RecordBytes)
        {
            _skipping = true;
            return;
        }
        if (_end - _start > Limits.RecordBytes)
        {
            throw new MalformedTextException("size", $"one value of more than {Limits.RecordBytes} bytes", LineOf(_start), _base + _start);
        }
        Shift(keep);
        if (_end == _buffer.Length) Grow();
        var first = _base == 0 && _end == 0;
        // Filled to the brim: a long value is scanned anew for each filling, so fillings must double.
        var read = _stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _end += read;
        _final = _end < _buffer.Length;
        if (first) SkipMark();
    }

    private void SkipMark()
    {
        if (_end == 0) throw new MalformedTextException("json.empty", "an empty file", line: 1, at: 0);
        _start = Utf8Text.MarkLength(_buffer.AsSpan(0, _end));
    }

    private void Shift(int keep)
    {
        if (keep == 0) return;
        LineOf(keep);
        _buffer.AsSpan(keep, _end - keep).CopyTo(_buffer);
        _base += keep;
        _start -= keep;
        _end -= keep;
        _counted -= keep;
        if (_partStart >= 0) _partStart -= keep;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private Place PlaceAt(int index) => new(_file, _frames.TryPeek(out var frame) ? frame.ChildPointer : "", LineOf(index), _base + index);

    private int LineOf(int index)
    {
        if (index > _counted)
        {
            _lines += _buffer.AsSpan(_counted, index - _counted).Count((byte)'\n');
            _counted = index;
        }
        return _lines + 1;
    }

    private Piece.Broken Broken(JsonException broken)
    {
        var line = (int)(broken.LineNumber ?? 0) + 1;
        var at = ByteOf(line, (int)(broken.BytePositionInLine ?? 0));
        var rule = broken.Message.Contains("maximum configured depth", StringComparison.OrdinalIgnoreCase) ? "json.depth"
            : _final && at >= _base + _end ? "json.truncated"
            : "json.syntax";
        var pointer = _frames.TryPeek(out var frame) ? frame.ChildPointer : "";
        return new Piece.Broken(new Place(_file, pointer, line, at), rule, Sentence(broken.Message));
    }

    /// <summary>The exception counts lines; the byte is found from the line that is still in the buffer.</summary>
    private long ByteOf(int line, int byteInLine)
    {
        var index = Math.Min(_counted, _end);
        for (var at = LineOf(index); at < line; at++)
        {
            var next = _buffer.AsSpan(index, _end - index).IndexOf((byte)'\n');
            if (next < 0) break;
            index += next + 1;
        }
        var lineStart = index > 0 ? _buffer.AsSpan(0, index).LastIndexOf((byte)'\n') + 1 : 0;
        return _base + Math.Min(_end, lineStart + byteInLine);
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }

    private string NameOf(ref Utf8JsonReader reader, int tokenStart)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw BadText(ref reader, tokenStart);
        }
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw BadText(ref reader, _start + (int)reader.TokenStartIndex);
        }
    }

    private MalformedTextException BadText(ref Utf8JsonReader reader, int tokenStart)
    {
        var bad = Utf8Text.FirstBadByte(reader.ValueSpan);
        return bad >= 0
            ? new MalformedTextException("utf8", $"byte 0x{reader.ValueSpan[bad]:X2} is not UTF-8", LineOf(tokenStart), _base + tokenStart + 1 + bad)
            : new MalformedTextException("json.surrogate", "an escape \\uD800 to \\uDFFF that stands alone is not a character", LineOf(tokenStart), _base + tokenStart);
    }

    /// <summary>Text with such an escape cannot be a string; it is found here so that no field need fear it.</summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0) return false;
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        return false;
    }

    /// <summary>A container on the way to the token at hand.</summary>
    private sealed class Frame(string pointer, JsonTokenType container)
    {
        public string Pointer => pointer;

        public JsonTokenType Container => container;

        public bool? Split { get; set; }

        public string Name { get; set; } = "";

        public int Index { get; set; } = -1;

        public string ChildPointer => container == JsonTokenType.StartObject
            ? JsonPointer.Child(pointer, Name)
            : JsonPointer.Child(pointer, Math.Max(0, Index));
    }
}
