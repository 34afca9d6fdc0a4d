using System.Text;

namespace Parvis.Commons.Records.Formats;

/// <summary>Passes bytes on and stops at the first that is not UTF-8.</summary>
internal sealed class Utf8Guard(Stream stream) : Stream
{
    private readonly byte[] _tail = new byte[4]; // a character cut by the end of the last read
    private int _tailLength;
    private long _position;
    private int _line = 1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="MalformedTextException">A byte is not UTF-8.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer);
        var bytes = buffer[..read];
        var from = CompleteTail(bytes);
        Check(bytes[from..], _position + from, ends: read == 0);
        _line += bytes.Count((byte)'\n');
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Ends the character begun in the last read; gives the bytes used for it.</summary>
    private int CompleteTail(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (_tailLength > 0 && used < bytes.Length)
        {
            _tail[_tailLength++] = bytes[used++];
            var status = Rune.DecodeFromUtf8(_tail.AsSpan(0, _tailLength), out _, out _);
            if (status == System.Buffers.OperationStatus.Done) _tailLength = 0;
            else if (status == System.Buffers.OperationStatus.InvalidData) throw Bad(_tail[0], _position + used - _tailLength);
        }
        return used;
    }

    private void Check(ReadOnlySpan<byte> bytes, long position, bool ends)
    {
        if (ends && _tailLength > 0) throw Bad(_tail[0], position - _tailLength);
        var bad = Utf8Text.FirstBadByte(bytes);
        if (bad < 0) return;
        var rest = bytes[bad..];
        if (rest.Length >= 4 || Rune.DecodeFromUtf8(rest, out _, out _) != System.Buffers.OperationStatus.NeedMoreData)
        {
            _line += bytes[..bad].Count((byte)'\n');
            throw Bad(bytes[bad], position + bad);
        }
        rest.CopyTo(_tail);
        _tailLength = rest.Length;
    }

    private MalformedTextException Bad(byte value, long at) => new("utf8", $"byte 0x{value:X2} is not UTF-8", _line, at);
}
