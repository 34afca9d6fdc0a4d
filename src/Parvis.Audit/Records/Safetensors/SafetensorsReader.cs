using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Safetensors;

/// <summary>Safetensors: the length of a JSON header, the header, the numbers.</summary>
/// <param name="anywhere">Also where the name says nothing, or only the name says it; otherwise name and frame must agree.</param>
internal sealed class SafetensorsReader(bool anywhere = false) : IFormatReader
{
    /// <summary>Bytes of a header, at most, as the reference implementation has it.</summary>
    public const long LongestHeader = 100_000_000;

    private const int MostMetadata = 1000;
    private const int LongestMetadata = 4096;
    private const int DeepestHeader = 8; // an honest one nests three deep
    private const int Prefix = 8;

    public string Format => "safetensors";

    public bool Recognises(Content content)
    {
        var (named, framed) = (content.Extension == ".safetensors", IsFramed(content));
        return anywhere ? named || framed : named && framed;
    }

    private static bool IsFramed(Content content)
    {
        var head = content.Head;
        return head.Length > Prefix + 1 && head[Prefix] == '{' && head[Prefix + 1] is (byte)'"' or (byte)'}' && BinaryPrimitives.ReadUInt64LittleEndian(head) is > 1 and <= LongestHeader;
    }

    public void Read(Content content, Examination examination)
    {
        var header = HeaderLength(content);
        var start = Prefix + header;
        ReadHeader(content, header, examination);
        CheckPlaces(content, start, examination);
        TensorFacts.Write(examination);
        if (TensorNames.Layout(examination.Tensors) is { } layout) examination.Facts[FactNames.Layout] = layout;
    }

    private static long HeaderLength(Content content)
    {
        if (content.Length < Prefix) throw new MalformedException(SafetensorsRules.Length, 0, ("length", $"{content.Length}"));
        var length = BinaryPrimitives.ReadUInt64LittleEndian(content.Head);
        if (length > LongestHeader || length > (ulong)(content.Length - Prefix)) throw new MalformedException(SafetensorsRules.Length, 0, ("length", $"{length}"));
        Span<byte> first = stackalloc byte[1];
        if (content.ReadFull(Prefix, first) == 0 || length == 0 || first[0] != '{') throw new MalformedException(SafetensorsRules.Header, Prefix, ("what", "{"));
        return (long)length;
    }

    private static void ReadHeader(Content content, long length, Examination examination)
    {
        var tokens = new JsonTokens(content, Prefix, length, DeepestHeader, examination.Budget, SafetensorsRules.Json);
        var names = new HashSet<string>(StringComparer.Ordinal);
        tokens.Read();
        while (tokens.Read() && tokens.Type == JsonTokenType.PropertyName)
        {
            var (name, at) = (tokens.Text(), tokens.Offset);
            if (!names.Add(name)) throw new MalformedException(SafetensorsRules.Duplicate, at, ("name", name));
            if (name.Contains('\0')) throw new MalformedException(SafetensorsRules.Name, at, ("name", name));
            tokens.Read();
            if (name == "__metadata__") ReadMetadata(ref tokens, examination);
            else TensorFacts.Add(examination, ReadTensor(ref tokens, name, at, Prefix + length));
        }
        if (tokens.Read()) throw new MalformedException(SafetensorsRules.Json, tokens.Offset, ("reason", "end"));
    }

    private static void ReadMetadata(ref JsonTokens tokens, Examination examination)
    {
        if (tokens.Type == JsonTokenType.Null) return; // the reference implementation takes it for none
        if (tokens.Type != JsonTokenType.StartObject) throw new MalformedException(SafetensorsRules.Metadata, tokens.Offset);
        var metadata = new JsonObject();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (tokens.Read() && tokens.Type == JsonTokenType.PropertyName)
        {
            var (key, at) = (tokens.Text(), tokens.Offset);
            if (!keys.Add(key)) throw new MalformedException(SafetensorsRules.Duplicate, at, ("name", key));
            tokens.Read();
            if (tokens.Type != JsonTokenType.String) throw new MalformedException(SafetensorsRules.Metadata, tokens.Offset);
            var value = tokens.Text();
            if (metadata.Count < MostMetadata) metadata[key] = value.Length > LongestMetadata ? value[..LongestMetadata] : value;
        }
        examination.Facts[FactNames.Metadata] = metadata;
    }

    private static Tensor ReadTensor(ref JsonTokens tokens, string name, long at, long origin)
    {
        if (tokens.Type != JsonTokenType.StartObject) throw new MalformedException(SafetensorsRules.Tensor, tokens.Offset, ("name", name), ("what", "{"));
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (tokens.Read() && tokens.Type == JsonTokenType.PropertyName)
        {
            var (field, where) = (tokens.Text(), tokens.Offset);
            tokens.Read();
            switch (field)
            {
                case "dtype" when type is null && tokens.Type == JsonTokenType.String: type = tokens.Text(); break;
                case "shape" when shape is null: shape = Counts(ref tokens, name, field, 256); break;
                case "data_offsets" when offsets is null: offsets = Counts(ref tokens, name, field, 2); break;
                case "dtype" or "shape" or "data_offsets": throw new MalformedException(SafetensorsRules.Tensor, where, ("name", name), ("what", field));
                default: tokens.Skip(); break; // the format lets others be
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw new MalformedException(SafetensorsRules.Tensor, at, ("name", name), ("what", type is null ? "dtype" : shape is null ? "shape" : "data_offsets"));
        if (!SafetensorsTypes.Bits.TryGetValue(type, out var bits)) throw new MalformedException(SafetensorsRules.Type, at, ("name", name), ("type", type));
        if (end < begin) throw new MalformedException(SafetensorsRules.Bounds, at, ("name", name));
        if (TensorFacts.Elements(shape) is not { } elements || (Int128)elements * bits != (Int128)(end - begin) * 8) throw new MalformedException(SafetensorsRules.Size, at, ("name", name));
        return new Tensor(name, type, shape, begin + origin, end - begin);
    }

    private static List<long> Counts(ref JsonTokens tokens, string name, string field, int most)
    {
        if (tokens.Type != JsonTokenType.StartArray) throw new MalformedException(SafetensorsRules.Tensor, tokens.Offset, ("name", name), ("what", field));
        var counts = new List<long>(4);
        while (tokens.Read() && tokens.Type != JsonTokenType.EndArray)
        {
            // Anything larger than a file can be would overflow when it is added to the offset of the numbers.
            if (counts.Count == most || !tokens.TryGetCount(out var count) || count > long.MaxValue - (1L << 32)) throw new MalformedException(SafetensorsRules.Tensor, tokens.Offset, ("name", name), ("what", field));
            counts.Add(count);
        }
        return counts;
    }

    /// <summary>Each byte after the header belongs to exactly one tensor.</summary>
    private static void CheckPlaces(Content content, long start, Examination examination)
    {
        var next = start;
        foreach (var tensor in examination.Tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length))
        {
            examination.Budget.Tick();
            var (begin, end) = (tensor.Offset!.Value, tensor.Offset.Value + tensor.Length);
            if (end > content.Length) throw new MalformedException(SafetensorsRules.Bounds, begin, ("name", tensor.Name));
            if (begin < next) throw new MalformedException(SafetensorsRules.Overlap, begin, ("name", tensor.Name));
            if (begin > next) throw new MalformedException(SafetensorsRules.Hole, next, ("name", tensor.Name), ("bytes", $"{begin - next}"));
            next = end;
        }
        if (next < content.Length) throw new MalformedException(SafetensorsRules.Trailing, next, ("bytes", $"{content.Length - next}"));
    }
}
