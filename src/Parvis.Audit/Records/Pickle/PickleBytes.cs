using System.Buffers;
using System.Runtime.InteropServices;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Pickle;

/// <summary>A forward read of a content through a window: a small content is in it whole, of a large one what was last read.</summary>
internal sealed class PickleBytes : IDisposable
{
    /// <summary>The most bytes that can be asked for at once.</summary>
    public const int Most = 64 << 10;
    private const int Whole = 4 << 20;
    private const int Window = 128 << 10;

    private readonly Content _content;
    private readonly byte[]? _rented;

    /// <summary>The window.</summary>
    public byte[] Buffer;

    /// <summary>The next byte in the window.</summary>
    public int Position;

    /// <summary>Where the window ends.</summary>
    public int End;

    /// <summary>Where in the content <see cref="Buffer"/>'s first byte is.</summary>
    public long Base;

    public PickleBytes(Content content)
    {
        _content = content;
        if (content.InMemory(out var bytes) && MemoryMarshal.TryGetArray(bytes, out var segment))
        {
            Buffer = segment.Array!;
            Position = segment.Offset;
            End = segment.Offset + segment.Count;
            Base = -segment.Offset;
            return;
        }
        Buffer = _rented = ArrayPool<byte>.Shared.Rent((int)Math.Max(16, content.Length <= Whole ? content.Length : Window));
        Windowed = content.Length > Whole;
        if (!Windowed) End = content.ReadFull(0, Buffer.AsSpan(0, (int)content.Length));
    }

    /// <summary>Whether the content is larger than the window, so that what was read may be gone from it.</summary>
    public bool Windowed { get; }

    /// <summary>Bytes of the content.</summary>
    public long Length => _content.Length;

    /// <summary>The content.</summary>
    public Content Content => _content;

    /// <summary>The next byte in the content.</summary>
    public long Offset => Base + Position;

    /// <summary>Gets <paramref name="count"/> bytes, at most <see cref="Most"/>, into the window.</summary>
    /// <exception cref="MalformedException">The content ends before.</exception>
    public void Need(int count)
    {
        if (End - Position >= count) return;
        if (!More(count)) throw new MalformedException(PickleRules.Broken, Offset, ("reason", "end"));
    }

    /// <summary>Gets more bytes into the window.</summary>
    /// <returns>Whether there are <paramref name="count"/>.</returns>
    public bool More(int count)
    {
        if (!Windowed) return End - Position >= count;
        var kept = End - Position;
        Buffer.AsSpan(Position, kept).CopyTo(Buffer);
        Base += Position;
        Position = 0;
        End = kept + _content.ReadFull(Base + kept, Buffer.AsSpan(kept));
        return End >= count;
    }

    /// <summary>Steps over bytes without reading them.</summary>
    /// <exception cref="MalformedException">The content ends before.</exception>
    public void Skip(long count)
    {
        if (count <= End - Position && count >= 0) { Position += (int)count; return; }
        var to = Offset + count;
        if (count < 0 || to < 0 || to > Length) throw new MalformedException(PickleRules.Length, Offset, ("length", unchecked((ulong)count).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Seek(to);
    }

    /// <summary>Goes on at another byte of the content.</summary>
    public void Seek(long to)
    {
        if (to >= Base && to <= Base + End && (Windowed || to - Base >= 0)) { Position = (int)(to - Base); return; }
        Base = to;
        Position = End = 0;
    }

    /// <summary>Steps over a line. One that the content ends loses its last byte, as in Python, which takes it for the end of line.</summary>
    /// <returns>Where it begins, and its bytes without the end of line.</returns>
    /// <exception cref="MalformedException">There is none.</exception>
    public (long Offset, long Length) Line()
    {
        var start = Offset;
        while (true)
        {
            var found = Buffer.AsSpan(Position, End - Position).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Position += found + 1;
                return (start, Offset - 1 - start);
            }
            Position = End;
            if (More(1)) continue;
            return Offset > start ? (start, Offset - 1 - start) : throw new MalformedException(PickleRules.Broken, start, ("reason", "end"));
        }
    }

    /// <summary>Bytes of the content, from the window where they are still in it.</summary>
    public ReadOnlySpan<byte> At(long offset, int length, Span<byte> space)
    {
        if (offset >= Base && offset + length <= Base + End) return Buffer.AsSpan((int)(offset - Base), length);
        return space[.._content.ReadFull(offset, space[..length])];
    }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
    }
}
