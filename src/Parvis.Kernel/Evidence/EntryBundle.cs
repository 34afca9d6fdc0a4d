using System.Buffers;
using System.Buffers.Binary;

namespace Parvis.Kernel.Evidence;

/// <summary>An entry bundle: up to 256 entries, each behind its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries").</summary>
internal sealed class EntryBundle
{
    /// <summary>Bytes that the length before an entry can express.</summary>
    public const int LongestEntry = ushort.MaxValue;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Entries so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the next entry.</summary>
    /// <param name="entry">At most <see cref="LongestEntry"/> bytes.</param>
    public void Add(ReadOnlySpan<byte> entry)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
        _bytes.Write(length);
        _bytes.Write(entry);
        Count++;
    }

    /// <summary>The bytes of the bundle.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>The bytes of the bundle, which is then empty again.</summary>
    public byte[] Take()
    {
        var bytes = ToArray();
        _bytes.ResetWrittenCount();
        Count = 0;
        return bytes;
    }

    /// <summary>The encoding of <paramref name="entries"/>.</summary>
    public static byte[] Of(IEnumerable<byte[]> entries)
    {
        var bundle = new EntryBundle();
        foreach (var entry in entries) bundle.Add(entry);
        return bundle.ToArray();
    }

    /// <summary>Where each entry of <paramref name="bundle"/> lies; stops early where the bytes end in the middle of one.</summary>
    public static IEnumerable<Range> Entries(ReadOnlyMemory<byte> bundle)
    {
        var at = 0;
        while (at + sizeof(ushort) <= bundle.Length)
        {
            var start = at + sizeof(ushort);
            var end = start + BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]);
            if (end > bundle.Length) yield break;
            yield return start..end;
            at = end;
        }
    }
}
