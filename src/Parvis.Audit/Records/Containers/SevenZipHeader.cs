using System.Buffers.Binary;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>One step of unpacking.</summary>
/// <param name="Id">Which method.</param>
/// <param name="Properties">Its settings.</param>
internal sealed record SevenZipCoder(ulong Id, byte[] Properties);

/// <summary>Files packed together. A chain of coders, the last undone first listed first.</summary>
/// <param name="Coders">In the order in which they are applied to the packed bytes; empty when they do not form a chain.</param>
/// <param name="Start">Where its packed bytes begin in the archive.</param>
/// <param name="Packed">How many they are.</param>
/// <param name="Unpacked">Bytes of all its files.</param>
internal sealed record SevenZipFolder(IReadOnlyList<SevenZipCoder> Coders, long Start, long Packed, long Unpacked);

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">The folder that holds it, or −1 when it is empty.</param>
/// <param name="Start">Where it begins in the unpacked folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Crc">Their CRC-32, where it is given.</param>
/// <param name="Mode">Type and rights as Unix has them, or 0.</param>
internal sealed record SevenZipFile(string Name, int Folder, long Start, long Length, uint? Crc, int Mode);

/// <summary>The table of contents of a 7z archive (7zFormat.txt of the LZMA SDK). Every count is checked against the bytes that are left before anything is allocated.</summary>
internal sealed class SevenZipHeader
{
    private const int End = 0, Header = 1, MainStreams = 4, Files = 5, PackInfo = 6, UnpackInfo = 7, SubStreams = 8, Size = 9, Crc = 10, Folder = 11,
        UnpackSize = 12, StreamCount = 13, EmptyStream = 14, Names = 17, Attributes = 21, Encoded = 23;

    private readonly byte[] _bytes;
    private int _at;

    private readonly long _most;

    private SevenZipHeader(byte[] bytes, long most) => (_bytes, _most) = (bytes, most);

    public List<SevenZipFolder> Folders { get; } = [];

    public List<SevenZipFile> FilesFound { get; } = [];

    /// <summary>The header is packed itself: it is the one folder.</summary>
    public bool IsPacked { get; private set; }

    private readonly List<(int Folder, long Start, long Length, uint? Crc)> _streams = [];

    /// <exception cref="InvalidDataException">It breaks the rules of the format.</exception>
    /// <exception cref="BudgetException">There are more than <paramref name="most"/> files.</exception>
    public static SevenZipHeader Parse(byte[] bytes, long most)
    {
        var header = new SevenZipHeader(bytes, most);
        switch (header.Byte())
        {
            case Encoded:
                header.IsPacked = true;
                header.Streams();
                break;
            case Header:
                header.Main();
                break;
            default:
                throw Wrong();
        }
        return header;
    }

    private void Main()
    {
        for (var id = Byte(); id != End; id = Byte())
        {
            if (id == MainStreams) Streams();
            else if (id == Files) ReadFiles();
            else if (id == 2) // archive properties
                for (var property = Byte(); property != End; property = Byte()) Bytes(Count());
            else throw Wrong();
        }
    }

    private void Streams()
    {
        var start = 32L;
        List<long> packed = [];
        List<Draft> drafts = [];
        var listed = false;
        for (var id = Byte(); id != End; id = Byte())
        {
            if (id == PackInfo)
            {
                start = checked(32 + Number());
                var count = Count();
                for (var part = Byte(); part != End; part = Byte())
                    if (part == Size)
                        for (var i = 0; i < count; i++) packed.Add(Number());
                    else if (part == Crc) Checksums(count);
                    else throw Wrong();
            }
            else if (id == UnpackInfo) drafts = ReadFolders();
            else if (id == SubStreams)
            {
                ReadSubStreams(drafts);
                listed = true;
            }
            else throw Wrong();
        }
        var next = 0;
        foreach (var draft in drafts)
        {
            if (draft.Packed > packed.Count - next) throw Wrong();
            Folders.Add(new(draft.Chain(), start, packed[next], draft.Unpacked));
            for (var i = 0; i < draft.Packed; i++) start = checked(start + packed[next++]);
        }
        if (!listed)
            for (var i = 0; i < drafts.Count; i++) _streams.Add((i, 0, drafts[i].Unpacked, drafts[i].Crc));
    }

    private List<Draft> ReadFolders()
    {
        if (Byte() != Folder) throw Wrong();
        var count = Things();
        if (Byte() != 0) throw Wrong(); // kept elsewhere: no writer does that
        var drafts = new List<Draft>();
        for (var i = 0; i < count; i++) drafts.Add(ReadFolder());
        if (Byte() != UnpackSize) throw Wrong();
        foreach (var draft in drafts)
            for (var i = 0; i < draft.Outputs; i++) draft.Sizes.Add(Number());
        for (var id = Byte(); id != End; id = Byte())
        {
            if (id != Crc) throw Wrong();
            var checksums = Checksums(count);
            for (var i = 0; i < count; i++) drafts[i].Crc = checksums[i];
        }
        return drafts;
    }

    private Draft ReadFolder()
    {
        var draft = new Draft();
        var coders = Count();
        if (coders is 0 or > 32) throw Wrong();
        int inputs = 0;
        for (var i = 0; i < coders; i++)
        {
            var flags = Byte();
            var id = 0ul;
            foreach (var part in Bytes(flags & 0xF)) id = (id << 8) | part;
            int ins = 1, outs = 1;
            if ((flags & 0x10) != 0) (ins, outs) = (Count(), Count());
            if (ins is 0 or > 32 || outs is 0 or > 32) throw Wrong();
            draft.Coders.Add((new(id, (flags & 0x20) != 0 ? Bytes(Count()).ToArray() : []), ins, outs));
            inputs += ins;
            draft.Outputs += outs;
        }
        for (var i = 1; i < draft.Outputs; i++) draft.Binds.Add((Count(), Count()));
        draft.Packed = inputs - draft.Binds.Count;
        if (draft.Packed < 1) throw Wrong();
        if (draft.Packed > 1)
            for (var i = 0; i < draft.Packed; i++) Count();
        return draft;
    }

    private void ReadSubStreams(List<Draft> drafts)
    {
        var counts = drafts.Select(_ => 1).ToArray();
        var id = Byte();
        if (id == StreamCount)
        {
            for (var i = 0; i < counts.Length; i++) counts[i] = Count();
            id = Byte();
        }
        for (var folder = 0; folder < counts.Length; folder++)
        {
            var at = 0L;
            for (var i = 0; i < counts[folder]; i++)
            {
                var last = i == counts[folder] - 1;
                var length = last ? drafts[folder].Unpacked - at : id == Size ? Number() : throw Wrong();
                if (length < 0) throw Wrong();
                _streams.Add((folder, at, length, last && i == 0 ? drafts[folder].Crc : null));
                at = checked(at + length);
            }
        }
        if (id == Size) id = Byte();
        for (; id != End; id = Byte())
        {
            if (id != Crc) throw Wrong();
            var open = Enumerable.Range(0, _streams.Count).Where(i => _streams[i].Crc is null).ToArray();
            var checksums = Checksums(open.Length);
            for (var i = 0; i < open.Length; i++) _streams[open[i]] = _streams[open[i]] with { Crc = checksums[i] };
        }
    }

    private void ReadFiles()
    {
        var count = Things();
        bool[] empty = [];
        string[] names = [];
        uint?[] attributes = [];
        for (var id = Byte(); id != End; id = Byte())
        {
            var length = Count();
            var after = _at + length;
            if (id == EmptyStream) empty = Bits(count);
            else if (id == Names)
            {
                if (Byte() != 0) throw Wrong();
                names = new string[count];
                for (var i = 0; i < count; i++) names[i] = Name();
            }
            else if (id == Attributes)
            {
                var given = AllOrBits(count);
                if (Byte() != 0) throw Wrong();
                attributes = [.. given.Select(has => has ? U32() : (uint?)null)];
            }
            _at = after;
        }
        var stream = 0;
        for (var i = 0; i < count; i++)
        {
            var name = i < names.Length ? names[i] : "";
            var attribute = i < attributes.Length ? attributes[i] ?? 0 : 0;
            var mode = (attribute & 0x8000) != 0 ? (int)(attribute >> 16) : 0;
            if (i < empty.Length && empty[i]) FilesFound.Add(new(name, -1, 0, 0, null, mode));
            else if (stream < _streams.Count) FilesFound.Add(new(name, _streams[stream].Folder, _streams[stream].Start, _streams[stream].Length, _streams[stream++].Crc, mode));
            else throw Wrong();
        }
    }

    private string Name()
    {
        var start = _at;
        for (; ; _at += 2)
        {
            if (_at + 2 > _bytes.Length) throw Wrong();
            if (_bytes[_at] == 0 && _bytes[_at + 1] == 0) break;
        }
        var name = Encoding.Unicode.GetString(_bytes, start, _at - start);
        _at += 2;
        return name;
    }

    private uint?[] Checksums(int count)
    {
        var given = AllOrBits(count);
        return [.. given.Select(has => has ? U32() : (uint?)null)];
    }

    private bool[] AllOrBits(int count)
    {
        if (Byte() == 0) return Bits(count);
        var all = new bool[count];
        all.AsSpan().Fill(true);
        return all;
    }

    private bool[] Bits(int count)
    {
        var bytes = Bytes((count + 7) / 8);
        var bits = new bool[count];
        for (var i = 0; i < count; i++) bits[i] = (bytes[i / 8] & (0x80 >> (i % 8))) != 0;
        return bits;
    }

    private byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Wrong();

    private uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - _at) throw Wrong();
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    /// <summary>A number of things that each take some of the header: more than it has bytes cannot be.</summary>
    private int Count() => Number() is var count && count <= _bytes.Length ? (int)count : throw Wrong();

    /// <summary>A number of files or folders.</summary>
    /// <exception cref="BudgetException">There are too many.</exception>
    private int Things() => Count() is var count && count <= _most ? count : throw new BudgetException(BudgetException.Members);

    /// <summary>Leading ones of the first byte tell how many bytes follow.</summary>
    private long Number()
    {
        var first = Byte();
        var value = 0ul;
        var mask = 0x80;
        for (var i = 0; i < 8; i++, mask >>= 1)
        {
            if ((first & mask) == 0) return Positive(value | ((ulong)(first & (mask - 1)) << (8 * i)));
            value |= (ulong)Byte() << (8 * i);
        }
        return Positive(value);

        static long Positive(ulong value) => value <= long.MaxValue ? (long)value : throw Wrong();
    }

    private static InvalidDataException Wrong() => new("7z header.");

    /// <summary>A folder while it is read.</summary>
    private sealed class Draft
    {
        public List<(SevenZipCoder Coder, int Inputs, int Outputs)> Coders { get; } = [];
        public List<(int Input, int Output)> Binds { get; } = [];
        public List<long> Sizes { get; } = [];
        public int Outputs { get; set; }
        public int Packed { get; set; }
        public uint? Crc { get; set; }

        private int Last => Enumerable.Range(0, Outputs).FirstOrDefault(output => !Binds.Exists(bind => bind.Output == output), -1);

        public long Unpacked => Last is var last and >= 0 ? Sizes[last] : throw Wrong();

        /// <summary>The coders from the packed bytes on, when each has one input and one output; otherwise none.</summary>
        public List<SevenZipCoder> Chain()
        {
            if (Coders.Exists(coder => coder.Inputs != 1 || coder.Outputs != 1)) return [];
            var chain = new List<SevenZipCoder>();
            for (var at = Last; at >= 0 && at < Coders.Count && chain.Count < Coders.Count;)
            {
                chain.Add(Coders[at].Coder);
                var bind = Binds.FindIndex(pair => pair.Input == at);
                at = bind < 0 ? -1 : Binds[bind].Output;
            }
            chain.Reverse();
            return chain.Count == Coders.Count ? chain : [];
        }
    }
}
