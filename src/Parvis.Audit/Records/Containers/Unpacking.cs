using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>A decoder's stream that spends the budget, ends after <paramref name="most"/> bytes, and ends where the decoder fails: what came before is examined all the same.</summary>
internal sealed class UnpackedStream(Func<Stream> open, Budget budget, long most, Action<Exception>? failed = null) : Stream
{
    /// <summary>Bytes of each member that are not counted against its growth, so that the head of every member is seen even after a bomb.</summary>
    public const int Free = 1 << 16;

    private Stream? _decoder;
    private long _done;

    /// <summary>The decoder failed: the packed bytes are cut off or wrong.</summary>
    public bool Broken { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _done; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (Broken || _done >= most || buffer.Length == 0) return 0;
        int read;
        try
        {
            _decoder ??= open();
            read = _decoder.Read(buffer[..(int)Math.Min(buffer.Length, most - _done)]);
        }
        catch (Exception failure) when (failure is not (BudgetException or OperationCanceledException or OutOfMemoryException))
        {
            Broken = true; // decoders throw what they like at broken bytes
            failed?.Invoke(failure);
            return 0;
        }
        _done += read;
        if (_done > Free) budget.Unpack(read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _decoder?.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>What unpacking gave.</summary>
/// <param name="Content">The bytes that came out.</param>
/// <param name="Broken">The packed bytes end early or are wrong.</param>
/// <param name="More">More bytes would have come than were declared.</param>
/// <param name="Limit">The limit of the budget that ended it, or null.</param>
/// <param name="Crc">CRC-32 of <paramref name="Content"/>.</param>
internal sealed record Unpacked(Content Content, bool Broken, bool More, string? Limit, uint Crc)
{
    /// <summary>Unpacks a member into memory, or, when it is large, finds how long it is so that it can be unpacked while it is read.</summary>
    /// <param name="path">The member's path.</param>
    /// <param name="open">Opens the decoder at the beginning.</param>
    /// <param name="declared">How many bytes the container says, or null when it does not.</param>
    /// <param name="examination">Of the container.</param>
    /// <param name="failed">Is told why the decoder failed.</param>
    /// <param name="capacity">How many bytes it can well become.</param>
    public static Unpacked Of(string path, Func<Stream> open, long? declared, Examination examination, Action<Exception>? failed = null, long capacity = 0)
    {
        var budget = examination.Budget;
        var memory = budget.Limits.InMemory >> Math.Min(examination.Depth, 8); // containers around it hold theirs
        if (declared > memory) return Long(path, open, declared.Value, budget, failed);
        var most = declared ?? memory;
        var bytes = new byte[Math.Min(most, Math.Max(capacity, 4096))];
        var length = 0;
        try
        {
            using var stream = new UnpackedStream(open, budget, most + 1, failed);
            for (; ; )
            {
                if (length == bytes.Length)
                {
                    if (length >= most) break;
                    Array.Resize(ref bytes, (int)Math.Min(most, 2L * length));
                }
                var read = stream.Read(bytes.AsSpan(length));
                if (read == 0) break;
                length += read;
            }
            var more = length == most && !stream.Broken && stream.Read(stackalloc byte[1]) == 1;
            if (more && declared is null) return Long(path, open, long.MaxValue - 1, budget, failed);
            if (stream.Broken && length < most) length = Rest(open, budget, ref bytes, length, (int)most);
            return new(new MemoryContent(path, bytes.AsMemory(0, length)), stream.Broken, more, null, Crc32.Of(bytes.AsSpan(0, length)));
        }
        catch (BudgetException spent) when (spent.Limit is BudgetException.Expansion or BudgetException.Size)
        {
            return new(new MemoryContent(path, bytes.AsMemory(0, length)), false, false, spent.Limit, Crc32.Of(bytes.AsSpan(0, length)));
        }
    }

    /// <summary>Unpacks once to know the length for certain: readers trust it before they allocate.</summary>
    private static Unpacked Long(string path, Func<Stream> open, long most, Budget budget, Action<Exception>? failed)
    {
        using var stream = new UnpackedStream(open, budget, most + 1, failed);
        var length = 0L;
        var crc = 0u;
        var part = new byte[1 << 16];
        try
        {
            for (int read; (read = stream.Read(part)) > 0;)
            {
                if (length + read > most) read = (int)(most - length);
                if (read == 0) return Known(more: true, null);
                crc = Crc32.Of(part.AsSpan(0, read), crc);
                length += read;
            }
            return Known(more: false, null);
        }
        catch (BudgetException spent) when (spent.Limit is BudgetException.Expansion or BudgetException.Size)
        {
            return Known(more: false, spent.Limit);
        }

        Unpacked Known(bool more, string? limit) => new(new UnpackedContent(path, length, () => new UnpackedStream(open, budget, length)), stream.Broken, more, limit, crc);
    }

    /// <summary>A decoder that fails loses what it unpacked in the same call; asked byte by byte it gives all.</summary>
    private static int Rest(Func<Stream> open, Budget budget, ref byte[] bytes, int length, int most)
    {
        using var stream = new UnpackedStream(open, budget, most);
        var again = 0;
        for (int read; again < length && (read = stream.Read(bytes.AsSpan(again, length - again))) > 0;) again += read;
        while (again < most)
        {
            if (again == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(most, 2L * again));
            if (stream.Read(bytes.AsSpan(again, 1)) == 0) break;
            again++;
        }
        return Math.Max(again, length);
    }
}
