namespace Parvis.Audit.Records.Hdf5;

/// <summary>A message of an object's header.</summary>
/// <param name="Type">Which.</param>
/// <param name="Flags">Bit 1: it is shared, its bytes only say where it is.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Address">Where they are.</param>
internal readonly record struct Hdf5Message(int Type, int Flags, ReadOnlyMemory<byte> Bytes, long Address)
{
    public const int Dataspace = 1, LinksApart = 2, Datatype = 3, Link = 6, ExternalFiles = 7, Layout = 8, Filters = 11, Attribute = 12, Continuation = 16, Symbols = 17, AttributesApart = 21;

    public bool IsShared => (Flags & 2) != 0;
}

/// <summary>Type of the elements of a dataset or attribute.</summary>
/// <param name="Class">0 whole numbers, 1 floating-point ones, 3 text, 5 opaque, 6 compound, 8 enumeration, 9 of no fixed length.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Bits">Settings of the class.</param>
internal sealed record Hdf5Type(int Class, uint Size, int Bits)
{
    public static Hdf5Type Parse(Hdf5Cursor at)
    {
        var first = at.U8();
        var bits = at.U8() | (at.U8() << 8) | (at.U8() << 16);
        return new(first & 0xF, at.U32(), bits);
    }

    public bool IsText => Class == 3 || (Class == 9 && (Bits & 0xF) == 1);

    /// <summary>In the words of safetensors; null when the elements are not numbers.</summary>
    public string? Name => (Class, Size) switch
    {
        (0, 1 or 2 or 4 or 8) => $"{((Bits & 8) != 0 ? 'I' : 'U')}{Size * 8}",
        (1, 2 or 4 or 8 or 16) => $"F{Size * 8}",
        (6, 8) when (Bits & 0xFFFF) == 2 => "C64",
        (6, 16) when (Bits & 0xFFFF) == 2 => "C128",
        (8, 1) => "BOOL",
        _ => null,
    };
}

/// <summary>Header of an object: a group or a dataset, with what it says about itself.</summary>
internal static class Hdf5Object
{
    /// <summary>Messages of one header, at most: each is an attribute or a link.</summary>
    private const int MostMessages = 100_000;

    /// <summary>The messages of the header at an address, of both versions of headers, in all its parts.</summary>
    public static List<Hdf5Message> Messages(Hdf5File file, long address)
    {
        var messages = new List<Hdf5Message>();
        var parts = new Queue<(long Address, long Length)>();
        var seen = new HashSet<long> { address };
        var marked = file.UpTo(address, 4).Span.SequenceEqual("OHDR"u8);
        var order = false;
        if (marked)
        {
            var at = new Hdf5Cursor(file, address + 4, 32);
            if (at.U8() != 2) throw file.Broken(address, "header");
            var flags = at.U8();
            order = (flags & 4) != 0;
            at.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
            var size = (flags & 3) switch { 0 => at.U8(), 1 => at.U16(), 2 => at.U32(), _ => Hdf5File.Number(at.Take(8).Span, 8) };
            parts.Enqueue((address + 4 + at.At, size));
        }
        else
        {
            var at = new Hdf5Cursor(file, address, 12);
            if (at.U8() != 1) throw file.Broken(address, "header");
            at.Skip(7);
            parts.Enqueue((address + 16, at.U32()));
        }
        while (parts.TryDequeue(out var part))
        {
            var at = new Hdf5Cursor(file, file.Bytes(part.Address, part.Length), part.Address);
            while (at.Left >= (marked ? order ? 6 : 4 : 8))
            {
                var type = marked ? at.U8() : at.U16();
                var size = at.U16();
                var flags = at.U8();
                at.Skip(marked ? order ? 2 : 0 : 3);
                if (size > at.Left) throw file.Broken(part.Address + at.At, "message");
                var where = part.Address + at.At;
                var message = new Hdf5Message(type, flags, at.Take(size), where);
                if (messages.Count >= MostMessages) throw file.Broken(where, "messages");
                messages.Add(message);
                if (type != Hdf5Message.Continuation) continue;
                var next = new Hdf5Cursor(file, message.Bytes, where);
                var (start, length) = (next.Address(), next.Length());
                if (!seen.Add(start)) throw file.Broken(where, "continuation");
                if (!marked) parts.Enqueue((start, length));
                else if (length >= 8 && file.Bytes(start, 4).Span.SequenceEqual("OCHK"u8)) parts.Enqueue((start + 4, length - 8));
                else throw file.Broken(where, "continuation");
            }
        }
        return messages;
    }

    /// <summary>The dimensions of a dataspace; of a single value none, of nothing at all null.</summary>
    public static long[]? Shape(Hdf5File file, Hdf5Cursor at)
    {
        var version = at.U8();
        var rank = at.U8();
        var flags = at.U8();
        if (version == 2 && at.U8() == 2) return null;
        if (version == 1) at.Skip(5);
        else if (version != 2) throw file.Broken(0, "dataspace");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = at.Length() is var size and >= 0 ? size : throw file.Broken(0, "dataspace");
        _ = flags;
        return shape;
    }

    /// <summary>A link that is in the header itself.</summary>
    public static Hdf5Link Link(Hdf5File file, Hdf5Message message)
    {
        var at = new Hdf5Cursor(file, message.Bytes, message.Address);
        if (at.U8() != 1) throw file.Broken(message.Address, "link");
        var flags = at.U8();
        var type = (flags & 8) != 0 ? at.U8() : 0;
        at.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0));
        var length = (flags & 3) switch { 0 => at.U8(), 1 => at.U16(), 2 => at.U32(), _ => Hdf5File.Number(at.Take(8).Span, 8) };
        var name = file.Text(at.Take(length), 0, message.Address);
        if (type == 0) return new(name, at.Address(), null, null);
        var value = at.Take(at.U16());
        if (type == 1) return new(name, -1, null, file.Text(value, 0, message.Address));
        if (type != 64) return new(name, -1, "?", null); // a kind of link that only a plug-in follows
        if (value.Length < 2) throw file.Broken(message.Address, "link");
        return new(name, -1, file.Text(value[1..], 0, message.Address), null);
    }
}
