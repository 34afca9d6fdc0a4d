using System.Buffers.Binary;

namespace Parvis.Audit.Sources;

/// <summary>Small reads at any place of a content, through a few pages of it: for formats that are walked, not streamed. All numbers are little-endian.</summary>
internal sealed class Window(Content content)
{
    private const int PageBits = 15, PageBytes = 1 << PageBits, Pages = 8;

    private readonly bool _inMemory = content.InMemory(out _);
    private readonly ReadOnlyMemory<byte> _bytes = content.InMemory(out var bytes) ? bytes : default;
    private readonly byte[]?[] _pages = new byte[Pages][];
    private readonly long[] _numbers = new long[Pages];
    private readonly byte[] _joined = new byte[16];

    /// <summary>Bytes of the content.</summary>
    public long Length { get; } = content.Length;

    /// <summary>The byte at <paramref name="offset"/>, or -1 past the end.</summary>
    public int Byte(long offset)
    {
        if ((ulong)offset >= (ulong)Length) return -1;
        if (_inMemory) return _bytes.Span[(int)offset];
        var page = Page(offset >> PageBits);
        var at = (int)(offset & (PageBytes - 1));
        return at < page.Length ? page[at] : -1;
    }

    /// <summary>At most 16 bytes at <paramref name="offset"/>; fewer at the end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Span(long offset, int count)
    {
        if ((ulong)offset >= (ulong)Length) return [];
        count = (int)Math.Min(count, Length - offset);
        if (_inMemory) return _bytes.Span.Slice((int)offset, count);
        var at = (int)(offset & (PageBytes - 1));
        if (at + count <= PageBytes)
        {
            var page = Page(offset >> PageBits);
            return at >= page.Length ? [] : page.AsSpan(at, Math.Min(count, page.Length - at));
        }
        for (var i = 0; i < count; i++) _joined[i] = (byte)Math.Max(0, Byte(offset + i));
        return _joined.AsSpan(0, count);
    }

    /// <summary>The 16-bit number at <paramref name="offset"/>, or null past the end.</summary>
    public ushort? U16(long offset) => BinaryPrimitives.TryReadUInt16LittleEndian(Span(offset, 2), out var value) ? value : null;

    /// <summary>The 32-bit number at <paramref name="offset"/>, or null past the end.</summary>
    public uint? U32(long offset) => BinaryPrimitives.TryReadUInt32LittleEndian(Span(offset, 4), out var value) ? value : null;

    /// <summary>The 64-bit number at <paramref name="offset"/>, or null past the end.</summary>
    public ulong? U64(long offset) => BinaryPrimitives.TryReadUInt64LittleEndian(Span(offset, 8), out var value) ? value : null;

    /// <summary>The bytes from <paramref name="offset"/>, at most <paramref name="count"/>, as many as there are.</summary>
    public byte[] Bytes(long offset, int count)
    {
        if ((ulong)offset >= (ulong)Length || count <= 0) return [];
        var bytes = new byte[Math.Min(count, Length - offset)];
        var read = content.ReadFull(offset, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private byte[] Page(long number)
    {
        var slot = (int)(number & (Pages - 1));
        if (_pages[slot] is { } kept && _numbers[slot] == number) return kept;
        _numbers[slot] = number;
        return _pages[slot] = Bytes(number << PageBits, PageBytes);
    }
}
