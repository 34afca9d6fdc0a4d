using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>The index of a TensorFlow checkpoint: a sorted table of names, each with the type, shape and place of its numbers. Source: tensor_bundle.proto; the table is LevelDB's (doc/table_format.md).</summary>
internal sealed class CheckpointIndexReader : IFormatReader
{
    private const int FooterBytes = 48, TrailerBytes = 5, MostBlock = 64 << 20, MostKey = 1 << 16;

    private static readonly string[] Types =
    [
        "", "F32", "F64", "I32", "U8", "I16", "I8", "STRING", "C64", "I64", "BOOL", "QI8", "QU8", "QI32", "BF16", "QI16", "QU16", "U16", "C128", "F16",
        "RESOURCE", "VARIANT", "U32", "U64", "F8_E5M2", "F8_E4M3", "F8_E4M3FNUZ", "F8_E4M3B11FNUZ", "F8_E5M2FNUZ", "I4", "U4", "I2", "U2",
    ];

    public string Format => "tf-variables-index";

    public bool Recognises(Content content) => content.Extension == ".index" && content.Length >= FooterBytes && new Window(content).U64(content.Length - 8) == 0xDB47_7524_8B80_FB57;

    public void Read(Content content, Examination examination)
    {
        var window = new Window(content);
        var at = content.Length - FooterBytes;
        Number(window, ref at, content.Length); // the place of a block that is never used …
        Number(window, ref at, content.Length); // … and its length
        var (tensors, parameters, types, shapes) = (0L, 0L, new SortedDictionary<string, long>(StringComparer.Ordinal), new JsonObject());
        foreach (var (_, handles, place, length) in Block(window, Number(window, ref at, content.Length), Number(window, ref at, content.Length), examination))
        {
            var handle = place;
            var (offset, size) = (Number(handles, ref handle, place + length), Number(handles, ref handle, place + length));
            foreach (var (name, entries, entry, bytes) in Block(window, offset, size, examination))
            {
                if (name.Length == 0) continue; // the header of the bundle
                var (type, shape, numbers) = Entry(new WireMessage(entries, examination.Budget, entry, entry + bytes), entry);
                tensors++;
                var elements = Elements(shape, entry);
                parameters += Math.Min(elements, long.MaxValue - parameters);
                types[type] = types.GetValueOrDefault(type) + 1;
                if (shapes.Count < 10_000) shapes[name] = new JsonArray([.. shape.Select(dimension => (JsonNode)dimension)]);
                examination.Tensors.Add(new(name, type, shape, null, numbers));
            }
        }
        examination.Facts[FactNames.Tensors] = tensors;
        examination.Facts[FactNames.Parameters] = parameters;
        examination.Facts[FactNames.Types] = new JsonObject(types.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));
        examination.Facts[FactNames.Shapes] = shapes;
    }

    /// <summary>The entries of a block: each key shares its beginning with the one before.</summary>
    private static IEnumerable<(string Key, Window Block, long Value, long Length)> Block(Window window, long start, long length, Examination examination)
    {
        if (start < 0 || length is < 4 or > MostBlock || start > window.Length - TrailerBytes || length > window.Length - TrailerBytes - start) throw new MalformedException(SavedModelRules.Index, Math.Clamp(start, 0, window.Length));
        var kind = window.Byte(start + length);
        if (kind > 1)
        {
            examination.Find(SavedModelRules.IndexPacked, start);
            yield break;
        }
        var bytes = window.Bytes(start, (int)length);
        if (kind == 1) bytes = Snappy.Unpack(bytes, MostBlock) ?? throw new MalformedException(SavedModelRules.Index, start);
        examination.Budget.Unpack(bytes.Length);
        var block = new Window(new MemoryContent("", bytes));
        var end = block.Length - 4 - 4L * (block.U32(block.Length - 4) ?? 0); // after the entries come the places to start reading
        if (end < 0) throw new MalformedException(SavedModelRules.Index, start);
        var key = Array.Empty<byte>();
        for (var at = 0L; at < end;)
        {
            examination.Budget.Tick();
            var (shared, own, value) = (Number(block, ref at, end), Number(block, ref at, end), Number(block, ref at, end));
            if (shared > key.Length || own > MostKey - shared || own > end - at || value > end - at - own) throw new MalformedException(SavedModelRules.Index, start);
            key = [.. key.AsSpan(0, (int)shared), .. block.Bytes(at, (int)own)];
            at += own;
            yield return (Encoding.UTF8.GetString(key), block, at, value);
            at += value;
        }
    }

    private static (string Type, List<long> Shape, long Bytes) Entry(WireMessage entry, long at)
    {
        var (type, bytes, shape) = ("", 0L, new List<long>());
        while (entry.Next())
            switch (entry.Field, entry.Type)
            {
                case (1, Wire.Varint): type = entry.Value < (ulong)Types.Length ? Types[entry.Value] : $"TYPE_{entry.Value}"; break;
                case (2, Wire.Bytes):
                    var dimensions = entry.Inner();
                    while (dimensions.Next())
                        if (dimensions is { Field: 2, Type: Wire.Bytes })
                        {
                            var (dimension, size) = (dimensions.Inner(), 0L);
                            while (dimension.Next())
                                if (dimension is { Field: 1, Type: Wire.Varint }) size = dimension.Signed;
                            if (shape.Count == 256) throw new MalformedException(SavedModelRules.Index, at);
                            shape.Add(size);
                        }
                    break;
                case (5, Wire.Varint): bytes = entry.Signed; break;
                default: break;
            }
        return bytes < 0 ? throw new MalformedException(SavedModelRules.Index, at) : (type, shape, bytes);
    }

    private static long Elements(List<long> shape, long at)
    {
        var elements = 1L;
        foreach (var size in shape) elements = size < 0 || (size > 0 && elements > long.MaxValue / size) ? throw new MalformedException(SavedModelRules.Index, at) : elements * size;
        return elements;
    }

    private static long Number(Window window, ref long at, long end)
    {
        var (value, from) = (0L, at);
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = at < end ? window.Byte(at) : -1;
            if (part < 0) break;
            at++;
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new MalformedException(SavedModelRules.Index, from);
    }
}
