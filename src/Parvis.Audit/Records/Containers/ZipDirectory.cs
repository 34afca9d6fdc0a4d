using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>Table of contents of a zip (PKWARE APPNOTE 6.3), read strictly: whatever two programs could read differently is a finding, and what only one of them would see is a member too.</summary>
internal sealed class ZipDirectory
{
    private const int EndBytes = 22, CentralBytes = 46, LocalBytes = 30, LocatorBytes = 20, LongestComment = ushort.MaxValue;

    /// <summary>Stored members up to this many bytes have their checksum verified; larger ones are tensors, whose reading would cost as much as their digest.</summary>
    private const int LongestChecked = 4 << 20;

    private readonly Content _content;
    private readonly Examination _examination;
    private readonly List<ZipEntry> _entries = [];
    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<ZipEntry> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ZipEntry> _summed = new(ReferenceEqualityComparer.Instance);

    private int _located;
    private long _stored;

    private ZipDirectory(Content content, Examination examination) => (_content, _examination) = (content, examination);

    /// <summary>Its members in the order of the directory; those that only local headers tell of come last.</summary>
    public IReadOnlyList<ZipEntry> Entries => _entries;

    /// <summary>The zip itself.</summary>
    public Content Content => _content;

    /// <summary>The member of exactly this name, or null; of several the last, as most programs do.</summary>
    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a content begins as a zip does.</summary>
    public static bool Recognises(Content content) =>
        content.Head is [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 0x03, 0x04, ..] || (content.Head is [0x50, 0x4B, 0x05, 0x06, ..] && content.Length >= EndBytes);

    /// <summary>Where the members of a zip at the end of a content begin, whatever comes before them; null when it does not end as a zip.</summary>
    public static long? AtEnd(Content content)
    {
        foreach (var end in Ends(content))
        {
            if (end.Position + EndBytes + end.Comment != content.Length) continue;
            foreach (var start in end.Starts(content))
            {
                Span<byte> central = stackalloc byte[CentralBytes];
                if (content.ReadFull(start, central) < CentralBytes || !IsCentral(central)) continue;
                var header = BinaryPrimitives.ReadUInt32LittleEndian(central[42..]) + start - end.Declared;
                return header >= 0 && header < start && IsLocal(content, header) ? header : start;
            }
        }
        return null;
    }

    /// <summary>Reads the directory and reports what is wrong with it.</summary>
    public static ZipDirectory Read(Content content, Examination examination)
    {
        var zip = new ZipDirectory(content, examination);
        var covered = new List<(long Start, long End, bool Descriptor)>();
        var seen = new HashSet<(long Header, string Name)>();
        var first = true;
        foreach (var end in Ends(content))
        {
            if (!first && covered.Exists(part => end.Position >= part.Start && end.Position < part.End)) continue; // of a zip that is stored in this one
            var read = 0;
            foreach (var start in end.Starts(content))
            {
                if (read++ > 0 || !first) examination.Find(ContainerRules.SecondDirectory, start);
                zip.ReadCentral(start, end, seen, covered);
                zip.ReadLocals(covered);
            }
            if (read == 0 && end.Size == 0 && end.Count == 0) read = 1;
            if (read == 0) continue;
            if (first && end.Disagrees) examination.Find(ContainerRules.BadDirectory, end.Position);
            covered.Add((end.Position, end.Position + EndBytes + end.Comment, false));
            if (end.Wide >= 0) covered.Add((end.Wide, end.Position, false));
            first = false;
        }
        if (first) examination.Find(ContainerRules.Truncated, content.Length);
        zip.ReadGaps(covered);
        zip.CheckNames();
        return zip;
    }

    /// <summary>Marks a member as read by the format, so that it is not examined again.</summary>
    public void Take(ZipEntry entry) => _taken.Add(entry);

    /// <summary>The unpacked bytes of a member: a stored one is a slice, without copying. Reports what is wrong with it.</summary>
    /// <returns>Null when it cannot be unpacked; why is reported.</returns>
    public Content? Open(ZipEntry entry)
    {
        if (entry.Start < 0) return null;
        var path = $"{_content.Path}!{MemberNames.InPath(entry.Name)}";
        if (entry.Method == 0)
        {
            if (entry.SaysEncrypted && entry.Packed != entry.Unpacked) return Closed(ContainerRules.Encrypted, entry);
            if (entry.SaysEncrypted) Find(ContainerRules.FalseEncryption, entry);
            else if (entry.Packed != entry.Unpacked) Find(ContainerRules.WrongSize, entry);
            var slice = new SliceContent(path, _content, entry.Start, Math.Min(entry.Packed, _content.Length - entry.Start));
            // Without sharing bytes, stored members have no more of them than the zip; a format may read one before all are examined.
            if ((_stored += slice.Length) > 2 * _content.Length)
            {
                _examination.Find(Rules.OverBudget, entry.Header, ("limit", BudgetException.Expansion));
                return null;
            }
            if (slice.Length == entry.Unpacked && slice.Length <= LongestChecked && !entry.Hidden) CheckSum(entry, slice);
            return slice;
        }
        if (Decoder(entry) is not { } open) return Closed(ContainerRules.Method, entry, ("method", entry.Method.ToString(CultureInfo.InvariantCulture)));
        var unpacked = Containers.Unpacked.Of(path, open, entry.Hidden && entry.Unpacked == 0 ? null : entry.Unpacked, _examination, capacity: Math.Min(entry.Unpacked, 1032 * Math.Min(entry.Packed, _content.Length))); // deflate cannot grow more
        var whole = !unpacked.Broken && !unpacked.More && (unpacked.Content.Length == entry.Unpacked || entry.Hidden);
        if (entry.SaysEncrypted && !whole && unpacked.Limit is null) return Closed(ContainerRules.Encrypted, entry);
        if (entry.SaysEncrypted) Find(ContainerRules.FalseEncryption, entry);
        if (unpacked.Limit is { } limit) _examination.Find(Rules.OverBudget, entry.Header, ("limit", limit));
        else if (unpacked.Broken) Find(ContainerRules.BrokenStream, entry);
        else if (!whole) Find(ContainerRules.WrongSize, entry);
        else if (!entry.Hidden && unpacked.Crc != entry.Crc) Find(ContainerRules.Checksum, entry);
        return unpacked.Content;
    }

    /// <summary>Has a member examined by its own format, once.</summary>
    /// <returns>Its report, or null when it was examined already or cannot be unpacked.</returns>
    public FileReport? Examine(ZipEntry entry)
    {
        if (!_taken.Add(entry) || entry.IsFolder) return null;
        if (_examination.Budget.IsSpent)
        {
            _examination.Find(Rules.OverBudget, entry.Header, ("limit", BudgetException.Expansion));
            return null;
        }
        var member = Open(entry);
        using (member as IDisposable) return member is null ? null : _examination.TryMember(member, entry.Header);
    }

    /// <summary>Has every member examined that no format took, those that grow more than allowed last.</summary>
    public void ExamineRest()
    {
        foreach (var entry in _entries.OrderBy(entry => entry.Unpacked / Math.Max(1, entry.Packed) > _examination.Budget.Limits.Growth)) Examine(entry);
        if (_examination.Budget.Limits.CheckAllMembers) CheckRest();
    }

    /// <summary>Checks the stored members whose checksum was not checked while they were examined: long ones, and raw tensors. One that shares bytes with an earlier one is a finding already, and would have the same bytes read again and again.</summary>
    private void CheckRest()
    {
        var end = 0L;
        foreach (var entry in _entries.Where(entry => entry is { Method: 0, Hidden: false, Start: >= 0 } && !_summed.Contains(entry)).OrderBy(entry => entry.Start))
        {
            var slice = new SliceContent(entry.Name, _content, entry.Start, Math.Min(entry.Packed, _content.Length - entry.Start));
            if (slice.Length != entry.Unpacked || entry.Start < end) continue;
            end = entry.Start + slice.Length;
            if (_examination.Depth == 0) _examination.Report.Sums.Add(new(entry.Start, slice.Length, crc => Check(entry, crc)));
            else CheckSum(entry, slice);
        }
    }

    private Func<Stream>? Decoder(ZipEntry entry) => entry.Method switch
    {
        8 => () => new DeflateStream(_content.Open(entry.Start, entry.Packed), CompressionMode.Decompress),
        12 => () => new Bzip2Decoding(_content, entry.Start, entry.Packed),
        14 => () => LzmaDecoding.InZip(_content, entry.Start, entry.Packed, (entry.Flags & 2) != 0 ? -1 : entry.Unpacked),
        95 => () => new XzDecoding(new SliceContent(_content.Path, _content, entry.Start, Math.Min(entry.Packed, _content.Length - entry.Start))),
        _ => null,
    };

    private Content? Closed(Rule rule, ZipEntry entry, params ReadOnlySpan<(string Name, string Value)> more)
    {
        _examination.Find(rule, entry.Header, [("member", entry.Name), .. more]);
        return null;
    }

    private void Find(Rule rule, ZipEntry entry) => _examination.Find(rule, entry.Header, ("member", entry.Name));

    private void CheckSum(ZipEntry entry, Content bytes)
    {
        _summed.Add(entry);
        var crc = 0u;
        if (bytes.InMemory(out var memory)) crc = Crc32.Of(memory.Span);
        else
        {
            var part = new byte[(int)Math.Min(bytes.Length, 1 << 16)];
            for (var at = 0L; at < bytes.Length;)
            {
                _examination.Budget.Tick();
                var read = bytes.ReadFull(at, part);
                if (read == 0) break;
                crc = Crc32.Of(part.AsSpan(0, read), crc);
                at += read;
            }
        }
        Check(entry, crc);
    }

    private void Check(ZipEntry entry, uint crc)
    {
        if (crc != entry.Crc) Find(ContainerRules.Checksum, entry);
    }

    private void Add(ZipEntry entry)
    {
        _entries.Add(entry);
        if (!entry.Hidden) _byName[entry.Name] = entry;
    }

    private void ReadCentral(long start, End end, HashSet<(long, string)> seen, List<(long Start, long End, bool Descriptor)> covered)
    {
        var stop = end.Wide >= 0 ? end.Wide : end.Position;
        var before = start - end.Declared; // bytes put before the zip move everything
        using var central = new BufferedStream(_content.Open(start, stop - start), 1 << 16);
        var fixedPart = new byte[CentralBytes];
        var count = 0L;
        var at = start;
        while (at + CentralBytes <= stop && central.ReadAtLeast(fixedPart, CentralBytes, throwOnEndOfStream: false) == CentralBytes && IsCentral(fixedPart))
        {
            _examination.Budget.Tick();
            if (_entries.Count >= _examination.Budget.Limits.Members)
            {
                _examination.Find(Rules.OverBudget, at, ("limit", BudgetException.Members));
                break;
            }
            int U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(fixedPart.AsSpan(offset));
            uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(fixedPart.AsSpan(offset));
            var rest = new byte[U16(28) + U16(30) + U16(32)];
            if (central.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) break;
            var name = rest.AsMemory(0, U16(28));
            long unpacked = U32(24), packed = U32(20), header = U32(42);
            Wide(rest.AsSpan(U16(28), U16(30)), ref unpacked, ref packed, ref header);
            if (count == 0 && before != 0 && !IsLocal(_content, header + before) && IsLocal(_content, header)) before = 0;
            if (unpacked < 0 || packed < 0 || header < 0 || header > _content.Length || header + before < 0) _examination.Find(ContainerRules.BadDirectory, at);
            else if (seen.Add((header + before, Convert.ToHexString(name.Span))))
                Add(new()
                {
                    Name = MemberNames.Text(name.Span),
                    RawName = name,
                    Flags = U16(8),
                    Method = U16(10),
                    Crc = U32(16),
                    Packed = packed,
                    Unpacked = unpacked,
                    Header = header + before,
                    Mode = U16(4) >> 8 is 3 or 19 ? (int)(U32(38) >> 16) : 0,
                });
            count++;
            at += CentralBytes + rest.Length;
        }
        if (count != end.Count || at != start + end.Size) _examination.Find(ContainerRules.BadDirectory, at);
        covered.Add((start, at, false));
    }

    private void ReadLocals(List<(long Start, long End, bool Descriptor)> covered)
    {
        for (; _located < _entries.Count; _located++)
        {
            var entry = _entries[_located];
            _examination.Budget.Tick();
            if ((entry.Flags & ~0x80F) is var odd and not 0) _examination.Find(ContainerRules.UnusualFlags, entry.Header, ("member", entry.Name), ("flags", $"0x{odd:x4}"));
            var local = new byte[LocalBytes + entry.RawName.Length];
            var read = _content.ReadFull(entry.Header, local);
            if (read < LocalBytes || BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034B50)
            {
                Find(ContainerRules.NoLocalHeader, entry);
                continue;
            }
            int U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(offset));
            uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(local.AsSpan(offset));
            entry.Start = Math.Min(entry.Header + LocalBytes + U16(26) + U16(28), _content.Length);
            if (U16(26) != entry.RawName.Length || !local.AsSpan(LocalBytes, read - LocalBytes).SequenceEqual(entry.RawName.Span))
                _examination.Find(ContainerRules.NamesDiffer, entry.Header, ("member", entry.Name), ("local", LocalName(entry.Header, U16(26))));
            if (U16(8) != entry.Method) Find(ContainerRules.MethodsDiffer, entry);
            if (((U16(6) ^ entry.Flags) & ~0x806) is var differ and not 0)
                _examination.Find((differ & 1) != 0 ? ContainerRules.FalseEncryption : ContainerRules.FlagsDiffer, entry.Header, ("member", entry.Name));
            var later = (U16(6) & 8) != 0;
            if (Differs(U32(18), entry.Packed, later) || Differs(U32(22), entry.Unpacked, later)) Find(ContainerRules.SizesDiffer, entry);
            else if (U32(14) != entry.Crc && !(later && U32(14) == 0)) Find(ContainerRules.Checksum, entry);
            var cut = entry.Packed > _content.Length - entry.Start;
            if (cut) Find(ContainerRules.WrongSize, entry);
            covered.Add((entry.Header, cut ? _content.Length : entry.Start + entry.Packed, later || entry.HasDescriptor));
        }
    }

    /// <summary>A size in a local header may be left to what follows the member, or to its wide field.</summary>
    private static bool Differs(uint local, long central, bool later) => local != central && local != uint.MaxValue && !(later && local == 0);

    private string LocalName(long header, int length)
    {
        var name = new byte[length];
        return MemberNames.Text(name.AsSpan(0, _content.ReadFull(header + LocalBytes, name)));
    }

    /// <summary>What no member and no directory covers: bytes hidden before, between and after them.</summary>
    private void ReadGaps(List<(long Start, long End, bool Descriptor)> covered)
    {
        covered.Sort();
        var at = 0L;
        var descriptor = false;
        var overlaps = 0;
        foreach (var (start, end, later) in covered)
        {
            _examination.Budget.Tick();
            if (start > at) ReadGap(at, start, descriptor);
            else if (start < at && overlaps++ == 0) _examination.Find(ContainerRules.Overlap, start);
            if (end < at) continue;
            at = end;
            descriptor = later;
        }
        if (at < _content.Length) ReadGap(at, _content.Length, descriptor);
    }

    private void ReadGap(long start, long end, bool descriptor)
    {
        if (descriptor)
        {
            Span<byte> after = stackalloc byte[4];
            var marked = _content.ReadFull(start, after) == 4 && after is [0x50, 0x4B, 0x07, 0x08];
            var lengths = marked ? (16, 24) : (12, 20);
            if (end - start == lengths.Item1 || end - start == lengths.Item2) return;
            if (end - start > lengths.Item1 && marked) start += lengths.Item1;
        }
        var hidden = false;
        var something = false;
        var buffer = new byte[1 << 16];
        for (var at = start; at < end;)
        {
            _examination.Budget.Check();
            var read = _content.ReadFull(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
            if (read == 0) break;
            var part = buffer.AsSpan(0, read);
            something |= part.ContainsAnyExcept((byte)0);
            var next = at + read == end ? end : Math.Max(at + 1, at + read - 3);
            for (var from = 0; from < read && part[from..].IndexOf("PK\u0003\u0004"u8) is var found and >= 0;)
            {
                var here = at + from + found;
                var after = here + 4;
                if (Hidden(here, end) is { } entry)
                {
                    hidden = true;
                    after = Math.Max(after, Math.Min(end, entry.Start + entry.Packed));
                }
                next = Math.Max(next, after);
                from = (int)Math.Min(read, after - at);
            }
            at = next;
        }
        if (hidden || !something) return;
        _examination.Find(start == 0 ? ContainerRules.Prefix : end == _content.Length ? ContainerRules.Trailing : ContainerRules.HiddenBytes, start, ("bytes", (end - start).ToString(CultureInfo.InvariantCulture)));
        _examination.Apart(_content, start, end - start);
    }

    private ZipEntry? Hidden(long header, long end)
    {
        var local = new byte[LocalBytes];
        if (_entries.Count >= _examination.Budget.Limits.Members || _content.ReadFull(header, local) < LocalBytes) return null;
        int U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(offset));
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(local.AsSpan(18)), unpacked = BinaryPrimitives.ReadUInt32LittleEndian(local.AsSpan(22));
        var start = header + LocalBytes + U16(26) + U16(28);
        if (U16(26) == 0 || start > end) return null;
        var unknown = (U16(6) & 8) != 0 && packed == 0;
        var name = LocalName(header, U16(26));
        var entry = new ZipEntry
        {
            Name = name,
            RawName = ReadOnlyMemory<byte>.Empty,
            Flags = U16(6),
            Method = U16(8),
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(local.AsSpan(14)),
            Packed = unknown ? end - start : Math.Min(packed, end - start),
            Unpacked = unknown && U16(8) == 0 ? end - start : unknown ? 0 : unpacked,
            Header = header,
            Start = start,
            Hidden = true,
        };
        Find(ContainerRules.HiddenMember, entry);
        Add(entry);
        return entry;
    }

    private void CheckNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var folded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var links = _entries.Where(entry => entry.IsLink).Select(entry => entry.Name.Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            _examination.Budget.Tick();
            if (MemberNames.Slips(entry.Name)) Find(ContainerRules.Slip, entry);
            if (entry.Name.Length == 0 || entry.Name.Contains('\0')) Find(ContainerRules.BadName, entry);
            if (!names.Add(entry.Name) | !folded.Add(entry.Name)) Find(ContainerRules.Duplicate, entry);
            if (!entry.IsLink) continue;
            Take(entry);
            if (entry.Unpacked > 4096 || Open(entry) is not { } content) continue;
            var target = new byte[content.Length];
            var text = MemberNames.Text(target.AsSpan(0, content.ReadFull(0, target)));
            var inside = MemberNames.Target(entry.Name, text, fromRoot: false, links);
            _examination.Find(inside is null ? ContainerRules.LinkEscape : ContainerRules.Link, entry.Header, ("member", entry.Name), ("target", text));
        }
    }

    /// <summary>The zip64 field of a header (APPNOTE 4.5.3): it has, in this order, what did not fit into 32 bits.</summary>
    private static void Wide(ReadOnlySpan<byte> extra, ref long unpacked, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4) return;
            if (id == 1)
            {
                var field = extra.Slice(4, length);
                Take(ref field, ref unpacked);
                Take(ref field, ref packed);
                Take(ref field, ref header);
                return;
            }
            extra = extra[(4 + length)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8) return;
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    private static bool IsCentral(ReadOnlySpan<byte> bytes) => bytes is [0x50, 0x4B, 0x01, 0x02, ..];

    private static bool IsLocal(Content content, long at)
    {
        Span<byte> mark = stackalloc byte[4];
        return at >= 0 && content.ReadFull(at, mark) == 4 && mark is [0x50, 0x4B, 0x03, 0x04];
    }

    /// <summary>End records in the last bytes of a content, the last first.</summary>
    private static List<End> Ends(Content content)
    {
        var tail = new byte[(int)Math.Min(content.Length, EndBytes + LongestComment)];
        var from = content.Length - tail.Length;
        var bytes = tail.AsSpan(0, content.ReadFull(from, tail));
        var ends = new List<End>();
        for (var found = bytes.LastIndexOf("PK\u0005\u0006"u8); found >= 0 && ends.Count < 16; found = bytes[..found].LastIndexOf("PK\u0005\u0006"u8))
            if (bytes.Length - found >= EndBytes) ends.Add(End.Parse(content, from + found, bytes[found..]));
        return ends;
    }

    /// <summary>An end record, with its zip64 form where there is one.</summary>
    /// <param name="Position">Where it is.</param>
    /// <param name="Wide">Where its zip64 form is, or −1.</param>
    /// <param name="Count">Members.</param>
    /// <param name="Size">Bytes of the directory.</param>
    /// <param name="Declared">Where the directory is, counted from the beginning of the zip.</param>
    /// <param name="Comment">Bytes of the comment.</param>
    /// <param name="Disagrees">The two forms say different things.</param>
    private sealed record End(long Position, long Wide, long Count, long Size, long Declared, int Comment, bool Disagrees)
    {
        public static End Parse(Content content, long position, ReadOnlySpan<byte> end)
        {
            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), declared = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            var comment = BinaryPrimitives.ReadUInt16LittleEndian(end[20..]);
            var disks = BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) is not (0 or ushort.MaxValue) || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != count;
            var narrow = new End(position, -1, count, size, declared, comment, disks);
            Span<byte> locator = stackalloc byte[LocatorBytes];
            if (position < LocatorBytes || content.ReadFull(position - LocatorBytes, locator) < LocatorBytes || locator is not [0x50, 0x4B, 0x06, 0x07, ..]) return narrow;
            Span<byte> wide = stackalloc byte[56];
            foreach (var at in (ReadOnlySpan<long>)[position - LocatorBytes - wide.Length, BinaryPrimitives.ReadInt64LittleEndian(locator[8..])])
            {
                if (at < 0 || at > position - LocatorBytes - wide.Length || content.ReadFull(at, wide) < wide.Length || wide is not [0x50, 0x4B, 0x06, 0x06, ..]) continue;
                long wideCount = BinaryPrimitives.ReadInt64LittleEndian(wide[32..]), wideSize = BinaryPrimitives.ReadInt64LittleEndian(wide[40..]), wideDeclared = BinaryPrimitives.ReadInt64LittleEndian(wide[48..]);
                if (wideSize < 0 || wideDeclared < 0) continue;
                var differ = (count != ushort.MaxValue && count != wideCount) || (size != uint.MaxValue && size != wideSize) || (declared != uint.MaxValue && declared != wideDeclared);
                return new(position, at, wideCount, wideSize, wideDeclared, comment, differ);
            }
            return narrow;
        }

        /// <summary>Where the directory begins: right before this record as most programs read, and, where that is another place, where this record says.</summary>
        public IEnumerable<long> Starts(Content content)
        {
            var derived = (Wide >= 0 ? Wide : Position) - Size;
            if (IsAt(content, derived)) yield return derived;
            if (Declared != derived && Declared < Position && IsAt(content, Declared)) yield return Declared;
        }

        private static bool IsAt(Content content, long at)
        {
            Span<byte> mark = stackalloc byte[4];
            return at >= 0 && content.ReadFull(at, mark) == 4 && IsCentral(mark);
        }
    }
}
