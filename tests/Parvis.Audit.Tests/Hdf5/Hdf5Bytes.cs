using System.Buffers.Binary;
using System.Text;

namespace Parvis.Audit.Tests.Hdf5;

/// <summary>HDF5 files of the second kind (superblock 2), byte by byte after the specification: only headers with messages.</summary>
internal static class Hdf5Bytes
{
    private const int SuperblockBytes = 48;

    /// <summary>A file whose root group has these messages.</summary>
    public static byte[] File(params byte[][] messages) => FileOf(SuperblockBytes + Header(messages).Length, Header(messages));

    /// <summary>A file whose root group links to one dataset with these messages, followed by <paramref name="data"/>.</summary>
    public static byte[] WithDataset(string name, Func<long, byte[][]> dataset, byte[] data)
    {
        var link = (long at) => Message(6, [1, 0, (byte)name.Length, .. Encoding.UTF8.GetBytes(name), .. Long(at)]);
        var second = SuperblockBytes + Header([link(0)]).Length;
        var start = second + Header(dataset(0)).Length;
        return FileOf(start + data.Length, [.. Header([link(second)]), .. Header(dataset(start)), .. data]);
    }

    public static byte[] Message(byte type, byte[] bytes, byte flags = 0) => [type, .. Short(bytes.Length), flags, .. bytes];

    /// <summary>An attribute that is a text of fixed length.</summary>
    public static byte[] Text(string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        byte[] type = [0x13, 0, 0, 0, .. Int(bytes.Length)], space = [2, 0, 0, 0];
        return Message(12, [3, 0, .. Short(name.Length + 1), .. Short(type.Length), .. Short(space.Length), 0, .. Encoding.UTF8.GetBytes(name), 0, .. type, .. space, .. bytes]);
    }

    public static byte[] ExternalLink(string file) => Message(6, [1, 8, 64, 1, (byte)'x', .. Short(file.Length + 4), 0, .. Encoding.UTF8.GetBytes(file), 0, (byte)'/', (byte)'x', 0]);

    /// <summary>Numbers of 32 bits in two dimensions, in one piece.</summary>
    public static byte[][] Floats(long rows, long columns, long start, long length) =>
    [
        Message(1, [2, 2, 0, 1, .. Long(rows), .. Long(columns)]),
        Message(3, [0x11, 0x20, 0x1F, 0, .. Int(4), 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]),
        Message(8, [3, 1, .. Long(start), .. Long(length)]),
    ];

    public static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Int(int value) => Long(value)[..4];

    public static byte[] Short(int value) => Long(value)[..2];

    private static byte[] Header(byte[][] messages)
    {
        byte[] all = [.. messages.SelectMany(message => message)];
        return [.. "OHDR"u8, 2, 2, .. Int(all.Length), .. all, 0, 0, 0, 0];
    }

    private static byte[] FileOf(long end, byte[] rest) => [0x89, .. "HDF"u8, 0x0D, 0x0A, 0x1A, 0x0A, 2, 8, 8, 0, .. Long(0), .. Long(-1), .. Long(end), .. Long(SuperblockBytes), 0, 0, 0, 0, .. rest];
}
