using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>A decoder over a content: reads unpacked bytes, throws <see cref="InvalidDataException"/> where the packed ones are cut off or wrong, and knows at its end where they ended.</summary>
internal abstract class Decoding : Stream
{
    /// <summary>The byte after the packed ones, once all were read; otherwise −1.</summary>
    public long End { get; protected set; } = -1;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public abstract override int Read(Span<byte> buffer);

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The bytes at a place, all of them.</summary>
    /// <exception cref="InvalidDataException">The content ends before.</exception>
    protected static byte[] Take(Content content, long at, int count)
    {
        var bytes = new byte[count];
        if (at < 0 || content.ReadFull(at, bytes) < count) throw new InvalidDataException("Cut off.");
        return bytes;
    }
}

/// <summary>A content byte by byte, buffered: decoders of bit streams ask for no more than they use, so that <see cref="Stream.Position"/> tells where they ended.</summary>
internal sealed class ByteStream(Content content, long start, long length) : Stream
{
    private readonly byte[] _buffer = new byte[(int)Math.Clamp(length, 1, 1 << 14)];
    private int _have, _used;
    private long _next;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;

    /// <summary>Bytes taken so far.</summary>
    public override long Position { get => _next - _have + _used; set => throw new NotSupportedException(); }

    public override int ReadByte() => _used < _have || Fill() ? _buffer[_used++] : -1;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0 || (_used == _have && !Fill())) return 0;
        var count = Math.Min(buffer.Length, _have - _used);
        _buffer.AsSpan(_used, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private bool Fill()
    {
        _used = 0;
        _have = _next >= length ? 0 : content.Read(start + _next, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, length - _next)));
        _next += _have;
        return _have > 0;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
