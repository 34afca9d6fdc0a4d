using System.Buffers.Binary;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Hdf5;

/// <summary>The lowest level of HDF5 (HDF5 File Format Specification 3.0): addresses, heaps and trees. Nothing is read twice as often as the file is long, so that structures that overlap cannot cost more than the file.</summary>
internal sealed class Hdf5File
{
    /// <summary>The longest structure that is read at once.</summary>
    public const int Longest = 16 << 20;

    private static ReadOnlySpan<byte> Mark => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly Content _content;
    private readonly Budget _budget;
    private readonly Dictionary<long, byte[]> _heaps = [];
    private long _read, _cached;

    private Hdf5File(Content content, Budget budget) => (_content, _budget) = (content, budget);

    /// <summary>Bytes before the file proper, which all addresses are counted from.</summary>
    public long Base { get; private set; }

    /// <summary>Bytes of an address.</summary>
    public int AddressBytes { get; private set; }

    /// <summary>Bytes of a length.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>Version of the superblock.</summary>
    public int Version { get; private set; }

    /// <summary>Header of the root group.</summary>
    public long Root { get; private set; }

    /// <summary>Where the file says it ends, in the content.</summary>
    public long End { get; private set; }

    /// <summary>Where the mark is: at the beginning, or after a block of the user's of 512 bytes, 1024, 2048 …; −1 when nowhere.</summary>
    public static long Start(Content content)
    {
        if (content.Head.StartsWith(Mark)) return 0;
        for (var at = 512; at + Mark.Length <= content.Head.Length; at *= 2)
            if (content.Head[at..].StartsWith(Mark)) return at;
        if (content.Extension is not (".h5" or ".hdf5" or ".keras" or ".he5" or ".hdf")) return -1;
        Span<byte> bytes = stackalloc byte[8];
        for (var at = 4096L; at < content.Length; at *= 2)
            if (content.ReadFull(at, bytes) == 8 && bytes.SequenceEqual(Mark)) return at;
        return -1;
    }

    /// <summary>Reads the superblock.</summary>
    public static Hdf5File Open(Content content, Budget budget)
    {
        var file = new Hdf5File(content, budget) { Base = Start(content) };
        var start = file.Base;
        var first = file.Bytes(8, 8).Span;
        file.Version = first[0];
        var old = file.Version is 0 or 1;
        if (!old && file.Version is not (2 or 3)) throw file.Broken(8, "superblock");
        (file.AddressBytes, file.LengthBytes) = old ? (first[5], first[6]) : (first[1], first[2]);
        if (file.AddressBytes is not (2 or 4 or 8) || file.LengthBytes is not (2 or 4 or 8)) throw file.Broken(9, "superblock");
        var at = new Hdf5Cursor(file, old ? file.Version == 0 ? 24 : 28 : 12, 8 * file.AddressBytes + 8);
        var from = at.Address();
        at.Skip(file.AddressBytes);
        var end = at.Address();
        if (old) at.Skip(2 * file.AddressBytes);
        file.Root = at.Address();
        file.End = end < 0 ? -1 : start + end - (from == start ? start : 0);
        if (end < 0 || file.End > content.Length) throw new MalformedException(Hdf5Rules.Truncated, start);
        return file;
    }

    /// <summary>Bytes at an address.</summary>
    /// <exception cref="MalformedException">They are not in the file.</exception>
    public ReadOnlyMemory<byte> Bytes(long address, long count)
    {
        _budget.Tick();
        if (address < 0 || count < 0 || count > Longest || Base + address > _content.Length - count) throw Broken(Math.Max(0, address), "address");
        _read += count;
        if (_read > 2 * _content.Length + (1 << 20)) throw Broken(address, "overlap");
        var bytes = new byte[count];
        _content.ReadFull(Base + address, bytes);
        return bytes;
    }

    /// <summary>The bytes that follow an address, at most so many.</summary>
    public ReadOnlyMemory<byte> UpTo(long address, long count) => Bytes(address, Math.Min(count, Math.Max(0, _content.Length - Base - Math.Max(0, address))));

    /// <summary>Whether all of these bytes are in the content.</summary>
    public bool Has(long address, long count) => address >= 0 && count >= 0 && count <= _content.Length - Base && address <= _content.Length - Base - count;

    public MalformedException Broken(long address, string what) => new(Hdf5Rules.Broken, Math.Min(Base + address, _content.Length), ("part", what));

    /// <summary>Members of a group of the old kind, by its tree (version 1) and its heap of names.</summary>
    public IEnumerable<Hdf5Link> Symbols(long tree, long heap)
    {
        var names = LocalHeap(heap);
        var nodes = new Stack<long>([tree]);
        var seen = new HashSet<long>();
        while (nodes.TryPop(out var node))
        {
            if (!seen.Add(node)) throw Broken(node, "tree");
            var mark = Bytes(node, 4).Span;
            if (mark.SequenceEqual("SNOD"u8))
            {
                foreach (var link in SymbolNode(node, names)) yield return link;
                continue;
            }
            if (!mark.SequenceEqual("TREE"u8)) throw Broken(node, "tree");
            var at = new Hdf5Cursor(this, node + 4, 4);
            if (at.U8() != 0) throw Broken(node, "tree");
            at.Skip(1);
            var count = at.U16();
            at = new(this, node + 8 + 2 * AddressBytes, count * (AddressBytes + LengthBytes));
            for (var i = 0; i < count; i++)
            {
                at.Skip(LengthBytes);
                nodes.Push(at.Address());
            }
        }
    }

    private List<Hdf5Link> SymbolNode(long node, ReadOnlyMemory<byte> names)
    {
        var at = new Hdf5Cursor(this, node + 4, 4);
        at.Skip(2);
        var count = at.U16();
        at = new(this, node + 8, count * (2 * AddressBytes + 24));
        var links = new List<Hdf5Link>();
        for (var i = 0; i < count; i++)
        {
            var name = at.Address();
            var header = at.Address();
            var kind = at.U32();
            at.Skip(4);
            var link = at.U32();
            at.Skip(12);
            links.Add(kind == 2 ? new(Text(names, name, node), -1, null, Text(names, link, node)) : new(Text(names, name, node), header, null, null));
        }
        return links;
    }

    /// <summary>The bytes of a heap of names.</summary>
    public ReadOnlyMemory<byte> LocalHeap(long heap)
    {
        var at = new Hdf5Cursor(this, heap, 8 + 2 * LengthBytes + AddressBytes);
        if (!at.Take(4).Span.SequenceEqual("HEAP"u8)) throw Broken(heap, "heap");
        at.Skip(4);
        var size = at.Length();
        at.Skip(LengthBytes);
        return Bytes(at.Address(), size);
    }

    /// <summary>A text in a heap of names.</summary>
    public string Text(ReadOnlyMemory<byte> heap, long offset, long where)
    {
        if (offset < 0 || offset > heap.Length) throw Broken(where, "name");
        var rest = heap.Span[(int)offset..];
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    /// <summary>An object of a global heap: what has no fixed length is there.</summary>
    public ReadOnlyMemory<byte> Global(long collection, uint index)
    {
        if (!_heaps.TryGetValue(collection, out var bytes))
        {
            var head = new Hdf5Cursor(this, collection, 8 + LengthBytes);
            if (!head.Take(4).Span.SequenceEqual("GCOL"u8)) throw Broken(collection, "heap");
            head.Skip(4);
            bytes = Bytes(collection, head.Length()).ToArray();
            if (_cached + bytes.Length <= Longest && _heaps.TryAdd(collection, bytes)) _cached += bytes.Length;
        }
        for (long at = 8 + LengthBytes; at + 8 + LengthBytes <= bytes.Length;)
        {
            _budget.Tick();
            var span = bytes.AsSpan((int)at);
            var size = Number(span[8..], LengthBytes);
            if (size < 0 || size > bytes.Length - at - 8 - LengthBytes) throw Broken(collection + at, "heap");
            if (BinaryPrimitives.ReadUInt16LittleEndian(span) is var found && found == index) return bytes.AsMemory((int)at + 8 + LengthBytes, (int)size);
            if (found == 0) break;
            at += 8 + LengthBytes + (size + 7) / 8 * 8;
        }
        throw Broken(collection, "heap");
    }

    /// <summary>A number of 2, 4 or 8 bytes; −1 when all bits are set, which means none, or when it is too large.</summary>
    public static long Number(ReadOnlySpan<byte> bytes, int size) => size switch
    {
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes) is var small and not ushort.MaxValue ? small : -1,
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var middle and not uint.MaxValue ? middle : -1,
        _ => Math.Max(-1, BinaryPrimitives.ReadInt64LittleEndian(bytes)),
    };
}

/// <summary>A member of a group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Header">Its header, or −1.</param>
/// <param name="File">The other file it is in, or null.</param>
/// <param name="Path">Where a symbolic link leads, or null.</param>
internal sealed record Hdf5Link(string Name, long Header, string? File, string? Path);

/// <summary>Reads the fields of a structure one after the other.</summary>
internal struct Hdf5Cursor
{
    private readonly Hdf5File _file;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _start;

    public Hdf5Cursor(Hdf5File file, long address, int count) : this(file, file.UpTo(address, count), address)
    {
    }

    public Hdf5Cursor(Hdf5File file, ReadOnlyMemory<byte> bytes, long address) => (_file, _bytes, _start) = (file, bytes, address);

    /// <summary>Bytes read so far.</summary>
    public int At { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly int Left => _bytes.Length - At;

    public void Skip(int count) => Take(count);

    public ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw _file.Broken(_start + At, "length");
        At += (int)count;
        return _bytes.Slice(At - (int)count, (int)count);
    }

    public byte U8() => Take(1).Span[0];

    public int U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    /// <summary>An address, or −1 for none.</summary>
    public long Address() => Hdf5File.Number(Take(_file.AddressBytes).Span, _file.AddressBytes);

    /// <summary>A length, or −1 for none.</summary>
    public long Length() => Hdf5File.Number(Take(_file.LengthBytes).Span, _file.LengthBytes);
}
