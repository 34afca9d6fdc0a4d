using System.Buffers.Binary;
using System.Text;

namespace Parvis.Audit.Tests.FlatBuffers;

/// <summary>Writes FlatBuffers by hand: a table is its fields by number, a list is its elements; numbers are written as wide as their type.</summary>
internal static class Flat
{
    /// <summary>A table.</summary>
    public static Dictionary<int, object> Table(params (int Field, object Value)[] fields) => fields.ToDictionary(field => field.Field, field => field.Value);

    /// <summary>A buffer with this root and mark.</summary>
    public static byte[] Buffer(Dictionary<int, object> root, string mark = "")
    {
        var bytes = new List<byte>(new byte[4]);
        bytes.AddRange(Encoding.ASCII.GetBytes(mark));
        Refer(bytes, 0, Write(bytes, root));
        return [.. bytes];
    }

    private static int Write(List<byte> bytes, object value) => value switch
    {
        Dictionary<int, object> table => WriteTable(bytes, table),
        string text => Bytes(bytes, Encoding.UTF8.GetBytes(text)),
        byte[] list => Bytes(bytes, list),
        int[] list => Numbers(bytes, list.Length, list.SelectMany(BitConverter.GetBytes)),
        long[] list => Numbers(bytes, list.Length, list.SelectMany(BitConverter.GetBytes)),
        object[] list => References(bytes, list),
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    private static int WriteTable(List<byte> bytes, Dictionary<int, object> table)
    {
        Align(bytes);
        var fields = bytes.Count;
        var count = table.Count == 0 ? 0 : table.Keys.Max() + 1;
        var places = new int[count];
        var size = 4;
        foreach (var (field, value) in table)
        {
            places[field] = size;
            size += value switch { byte => 1, short => 2, long or ulong => 8, _ => 4 };
        }
        foreach (var number in (int[])[4 + 2 * count, size, .. places]) bytes.AddRange(BitConverter.GetBytes((ushort)number));
        Align(bytes);
        var at = bytes.Count;
        bytes.AddRange(BitConverter.GetBytes(at - fields));
        bytes.AddRange(new byte[size - 4]);
        foreach (var (field, value) in table)
        {
            var place = at + places[field];
            byte[]? number = value switch
            {
                byte own => [own],
                short own => BitConverter.GetBytes(own),
                int own => BitConverter.GetBytes(own),
                uint own => BitConverter.GetBytes(own),
                long own => BitConverter.GetBytes(own),
                ulong own => BitConverter.GetBytes(own),
                _ => null,
            };
            if (number is null) Refer(bytes, place, Write(bytes, value));
            else for (var i = 0; i < number.Length; i++) bytes[place + i] = number[i];
        }
        return at;
    }

    private static int Bytes(List<byte> bytes, byte[] list) => Numbers(bytes, list.Length, [.. list, 0]);

    private static int Numbers(List<byte> bytes, int count, IEnumerable<byte> numbers)
    {
        Align(bytes);
        var at = bytes.Count;
        bytes.AddRange(BitConverter.GetBytes(count));
        bytes.AddRange(numbers);
        return at;
    }

    private static int References(List<byte> bytes, object[] list)
    {
        var at = Numbers(bytes, list.Length, new byte[4 * list.Length]);
        for (var i = 0; i < list.Length; i++) Refer(bytes, at + 4 + 4 * i, Write(bytes, list[i]));
        return at;
    }

    private static void Refer(List<byte> bytes, int from, int to)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, to - from);
        for (var i = 0; i < 4; i++) bytes[from + i] = number[i];
    }

    private static void Align(List<byte> bytes)
    {
        while (bytes.Count % 8 != 0) bytes.Add(0);
    }
}
