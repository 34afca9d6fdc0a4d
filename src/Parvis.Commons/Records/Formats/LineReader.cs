namespace Parvis.Commons.Records.Formats;

/// <summary>Lines of bytes from a stream, each within <see cref="Limits.RecordBytes"/>.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _final;
    private int _number;

    /// <summary>Place in the stream of the line to come.</summary>
    public long Position { get; private set; }

    /// <summary>The next line without its break; valid until the next call; null at the end.</summary>
    /// <exception cref="MalformedTextException">The line is longer than a record may be.</exception>
    public ReadOnlyMemory<byte>? Next()
    {
        var searched = 0;
        _number++;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0) return Take(searched + found, searched + found + 1);
            searched = _end - _start;
            if (_final && searched == 0) return null;
            if (_final) return Take(searched, searched);
            if (searched > Limits.RecordBytes)
            {
                throw new MalformedTextException("size", $"a line of more than {Limits.RecordBytes} bytes", _number, Position);
            }
            Fill();
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int consumed)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += consumed;
        Position += consumed;
        return line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _final = read == 0;
        _end += read;
    }
}
