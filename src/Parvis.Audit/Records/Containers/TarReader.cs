using System.Globalization;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Containers;

/// <summary>tar: ustar and pax (POSIX.1-2017, pax, "ustar Interchange Format") and what GNU added.</summary>
internal sealed class TarReader : IFormatReader
{
    private const int Block = 512;

    /// <summary>The longest pax header or long name that is read.</summary>
    private const int LongestHeader = 1 << 20;

    public string Format => "tar";

    public bool Recognises(Content content) =>
        content.Head.Length >= Block && (content.Head.Slice(257, 5).SequenceEqual("ustar"u8) || content.Head[0] is not 0) && HasSum(content.Head[..Block]);

    public void Read(Content content, Examination examination)
    {
        var header = new byte[Block];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var links = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<string, string> global = new(StringComparer.Ordinal), own = new(StringComparer.Ordinal);
        var members = 0;
        var at = 0L;
        while (at < content.Length)
        {
            examination.Budget.Tick();
            var head = at;
            if (content.ReadFull(at, header) < Block) throw new MalformedException(ContainerRules.TarHeader, head);
            at += Block;
            if (!header.AsSpan().ContainsAnyExcept((byte)0)) break;
            if (!HasSum(header)) throw new MalformedException(ContainerRules.TarHeader, head);
            var written = Number(header.AsSpan(124, 12), head);
            var type = (char)header[156];
            var size = written;
            if (type is not ('x' or 'g' or 'L' or 'K') && (own.GetValueOrDefault("size") ?? global.GetValueOrDefault("size")) is { } said)
            {
                if (!long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out size)) throw new MalformedException(ContainerRules.TarHeader, head);
                if (size != written && size < 8L << 30) examination.Find(ContainerRules.TarSizesDiffer, head, ("member", Name(header)));
            }
            if (type is '1' or '2' or '3' or '4' or '5' or '6') size = type == '1' && size > 0 && written > 0 ? size : 0;
            if (size < 0) throw new MalformedException(ContainerRules.TarHeader, head);
            if (type is 'x' or 'g' or 'L' or 'K')
            {
                if (size > LongestHeader || size > content.Length - at) throw new MalformedException(ContainerRules.TarHeader, head);
                var bytes = new byte[size];
                content.ReadFull(at, bytes);
                at += Padded(size);
                if (type == 'L') own["path"] = MemberNames.Text(UntilNul(bytes));
                else if (type == 'K') own["linkpath"] = MemberNames.Text(UntilNul(bytes));
                else Pax(bytes, type == 'g' ? global : own, head);
                continue;
            }
            var name = own.GetValueOrDefault("path") ?? global.GetValueOrDefault("path") ?? Name(header);
            var target = own.GetValueOrDefault("linkpath") ?? global.GetValueOrDefault("linkpath") ?? MemberNames.Text(UntilNul(header.AsSpan(157, 100)));
            var sparse = type == 'S' || own.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal));
            own.Clear();
            members++;
            Check(name, type, target, head, names, links, examination);
            if (type == 'S')
                for (var more = header[482]; more != 0; at += Block, more = header[504])
                    if (content.ReadFull(at, header) < Block) throw new MalformedException(ContainerRules.TarHeader, head);
            if (sparse) examination.Find(ContainerRules.TarSparse, head, ("member", name));
            if (size > 0)
            {
                examination.TryMember(content.Slice(MemberNames.InPath(name), at, size), head);
                if (size > content.Length - at) throw new MalformedException(ContainerRules.WrongSize, head, ("member", name));
            }
            at += Padded(size);
        }
        examination.Facts[FactNames.Members] = members;
        Rest(content, at, examination);
    }

    private static void Check(string name, char type, string target, long head, HashSet<string> names, HashSet<string> links, Examination examination)
    {
        if (MemberNames.Slips(name)) examination.Find(ContainerRules.Slip, head, ("member", name));
        if (name.Length == 0 || name.Contains('\0')) examination.Find(ContainerRules.BadName, head, ("member", name));
        var plain = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if (type != '5' && !names.Add(plain)) examination.Find(ContainerRules.Duplicate, head, ("member", name));
        if (type is '1' or '2')
        {
            var inside = MemberNames.Target(plain, target, fromRoot: type == '1', links);
            examination.Find(inside is null ? ContainerRules.LinkEscape : ContainerRules.Link, head, ("member", name), ("target", target));
            if (type == '2') links.Add(plain.TrimEnd('/'));
        }
        else if (type is '3' or '4' or '6') examination.Find(ContainerRules.Device, head, ("member", name));
    }

    /// <summary>After the two empty blocks at the end only empty ones may follow.</summary>
    private static void Rest(Content content, long at, Examination examination)
    {
        var part = new byte[1 << 14];
        while (at < content.Length)
        {
            examination.Budget.Tick();
            var bytes = part.AsSpan(0, content.ReadFull(at, part));
            if (bytes.IsEmpty) return;
            if (bytes.IndexOfAnyExcept((byte)0) is var found and >= 0)
            {
                at += found;
                examination.Find(ContainerRules.Trailing, at, ("bytes", (content.Length - at).ToString(CultureInfo.InvariantCulture)));
                examination.Apart(content, at, content.Length - at);
                return;
            }
            at += bytes.Length;
        }
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        var name = MemberNames.Text(UntilNul(header[..100]));
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? MemberNames.Text(UntilNul(header.Slice(345, 155))) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static ReadOnlySpan<byte> UntilNul(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field;

    private static long Padded(long size) => size > long.MaxValue - Block ? long.MaxValue - Block : (size + Block - 1) / Block * Block;

    /// <summary>The sum of the header's bytes, its own field counted as spaces; some writers took the bytes as signed.</summary>
    private static bool HasSum(ReadOnlySpan<byte> header)
    {
        int sum = 8 * ' ', signed = sum;
        for (var i = 0; i < Block; i++)
            if (i is < 148 or >= 156)
            {
                sum += header[i];
                signed += (sbyte)header[i];
            }
        var said = 0;
        foreach (var digit in header.Slice(148, 8))
            if (digit is >= (byte)'0' and <= (byte)'7') said = said * 8 + (digit - '0');
            else if (digit is not ((byte)' ' or 0)) return false;
        return sum > 8 * ' ' && (said == sum || said == signed);
    }

    private static long Number(ReadOnlySpan<byte> field, long head)
    {
        var value = 0L;
        if ((field[0] & 0x80) != 0) // base 256, as GNU writes what octal digits cannot hold
        {
            if (field[0] != 0x80 || field[1..^8].ContainsAnyExcept((byte)0) || field[^8] >= 0x80) throw new MalformedException(ContainerRules.TarHeader, head);
            foreach (var part in field[^8..]) value = (value << 8) | part;
            return value;
        }
        var digits = Encoding.Latin1.GetString(field).Trim(' ', '\0');
        foreach (var digit in digits)
            value = digit is >= '0' and <= '7' ? value * 8 + (digit - '0') : throw new MalformedException(ContainerRules.TarHeader, head);
        return value;
    }

    /// <summary>Records of a pax header: length, space, key, <c>=</c>, value, newline.</summary>
    private static void Pax(ReadOnlySpan<byte> bytes, Dictionary<string, string> into, long head)
    {
        while (!bytes.IsEmpty && bytes[0] != 0)
        {
            var space = bytes.IndexOf((byte)' ');
            if (space is < 1 or > 9 || !int.TryParse(bytes[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space + 1 || length > bytes.Length || bytes[length - 1] != '\n')
                throw new MalformedException(ContainerRules.TarHeader, head);
            var record = bytes[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1) throw new MalformedException(ContainerRules.TarHeader, head);
            into[MemberNames.Text(record[..equals])] = MemberNames.Text(record[(equals + 1)..]);
            bytes = bytes[length..];
        }
    }
}
