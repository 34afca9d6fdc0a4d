using System.Text;

namespace Parvis.Audit.Tests.Gguf;

/// <summary>Builds GGUF files by hand.</summary>
internal sealed class GgufFile(uint version = 3, bool bigEndian = false)
{
    private readonly List<byte> _values = [];
    private readonly List<byte> _tensors = [];
    private readonly List<byte> _numbers = [];
    private ulong _valueCount;
    private ulong _tensorCount;

    public GgufFile With(string key, string value)
    {
        _valueCount++;
        Text(_values, key);
        Number(_values, 8, 4);
        Text(_values, value);
        return this;
    }

    public GgufFile With(string key, uint type, params byte[] value)
    {
        _valueCount++;
        Text(_values, key);
        Number(_values, type, 4);
        _values.AddRange(value);
        return this;
    }

    public GgufFile With(string key, params string[] values)
    {
        _valueCount++;
        Text(_values, key);
        Number(_values, 9, 4);
        Number(_values, 8, 4);
        Number(_values, (ulong)values.Length, LengthBytes);
        foreach (var value in values) Text(_values, value);
        return this;
    }

    /// <param name="innermostFirst">As the file has it.</param>
    public GgufFile Tensor(string name, uint type, int bytes, long[] innermostFirst, long? offset = null)
    {
        _tensorCount++;
        Text(_tensors, name);
        Number(_tensors, (ulong)innermostFirst.Length, 4);
        foreach (var size in innermostFirst) Number(_tensors, (ulong)size, LengthBytes);
        Number(_tensors, type, 4);
        Number(_tensors, (ulong)(offset ?? _numbers.Count), 8);
        _numbers.AddRange(new byte[bytes]);
        while (_numbers.Count % 32 != 0) _numbers.Add(0);
        return this;
    }

    public byte[] Bytes()
    {
        List<byte> file = [.. "GGUF"u8];
        Number(file, version, 4);
        Number(file, _tensorCount, LengthBytes);
        Number(file, _valueCount, LengthBytes);
        file.AddRange(_values);
        file.AddRange(_tensors);
        while (file.Count % 32 != 0) file.Add(0);
        file.AddRange(_numbers);
        return [.. file];
    }

    private int LengthBytes => version == 1 ? 4 : 8;

    private void Text(List<byte> into, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(into, (ulong)bytes.Length, LengthBytes);
        into.AddRange(bytes);
    }

    private void Number(List<byte> into, ulong number, int bytes)
    {
        for (var i = 0; i < bytes; i++) into.Add((byte)(number >> 8 * (bigEndian ? bytes - 1 - i : i)));
    }
}
