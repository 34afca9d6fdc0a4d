namespace Parvis.Kernel.Sources;

/// <summary>Reads another stream up to a length, and reports each sign of life.</summary>
/// <param name="inner">What is read; not disposed.</param>
/// <param name="limit">Most bytes.</param>
/// <param name="beforeRead">Called before each read.</param>
/// <param name="counted">Told the bytes so far after each read.</param>
internal sealed class BoundedStream(Stream inner, long limit, Action beforeRead, Action<long>? counted = null) : Stream
{
    private long _count;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _count; set => throw new NotSupportedException(); }

    /// <exception cref="BodyException">More than the limit came, or the stream could not be read to its end.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        beforeRead();
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (InvalidDataException failure)
        {
            throw new BodyException.BadEncoding(failure.Message);
        }
        catch (IOException failure) when (failure is not BodyException)
        {
            throw new BodyException.BrokenOff(failure.Message);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        _count += read;
        counted?.Invoke(_count);
        return _count <= limit ? read : throw new BodyException.TooLarge($"more than {limit} bytes");
    }
}

/// <summary>A body could not be read; set apart from failures of our own disk.</summary>
internal abstract class BodyException(string message) : IOException(message)
{
    internal sealed class TooLarge(string message) : BodyException(message);

    internal sealed class BadEncoding(string message) : BodyException(message);

    internal sealed class BrokenOff(string message) : BodyException(message);
}
