using System.Buffers.Binary;

namespace Parvis.Dialogue.Indicators.Opinion;

/// <summary>Writes whole numbers at variable length (LEB128) and doubles as their eight bytes, least first.</summary>
internal sealed class StateWriter(int capacity)
{
    private byte[] _bytes = new byte[Math.Max(64, capacity)];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Number(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _bytes[_length++] = (byte)value;
    }

    public void Number(int value) => Number(checked((ulong)value));

    public void Numbers(ReadOnlySpan<int> values)
    {
        Number(values.Length);
        foreach (var value in values) Number(value);
    }

    public void Real(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), value);
        _length += 8;
    }

    public void Reals(ReadOnlySpan<double> values)
    {
        Number(values.Length);
        foreach (var value in values) Real(value);
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote, and nothing else.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_rest.IsEmpty) break;
            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("a number is cut off or too long");
    }

    /// <summary>A number below <paramref name="limit"/>.</summary>
    public int Below(long limit)
    {
        var value = Number();
        return value < (ulong)limit && value <= int.MaxValue ? (int)value : throw new FormatException($"{value} is not below {limit}");
    }

    /// <summary>How many things follow, of which each takes at least a byte.</summary>
    public int Count() => Below(_rest.Length + 1L);

    public int[] Numbers(long limit)
    {
        var values = new int[Count()];
        for (var i = 0; i < values.Length; i++) values[i] = Below(limit);
        return values;
    }

    public double Real()
    {
        if (_rest.Length < 8) throw new FormatException("a real number is cut off");
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[8..];
        return double.IsFinite(value) ? value : throw new FormatException("a real number is not finite");
    }

    public double[] Reals()
    {
        var values = new double[Below((_rest.Length / 8) + 1L)];
        for (var i = 0; i < values.Length; i++) values[i] = Real();
        return values;
    }

    public void Expect(ReadOnlySpan<byte> bytes)
    {
        if (!_rest.StartsWith(bytes)) throw new FormatException("the bytes are not a state of this version");
        _rest = _rest[bytes.Length..];
    }
}
