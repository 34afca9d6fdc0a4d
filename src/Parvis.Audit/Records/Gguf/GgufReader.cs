using System.Text.Json.Nodes;
using Parvis.Audit.Records.Templates;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Gguf;

/// <summary>GGUF, the format of llama.cpp: keys and values, a table of tensors, their numbers.</summary>
internal sealed class GgufReader : IFormatReader
{
    private const int LongestKey = 65_535;
    private const int LongestTensorName = 64;
    private const int MostDimensions = 4;

    public string Format => "gguf";

    public bool Recognises(Content content) => content.Head.StartsWith("GGUF"u8);

    public void Read(Content content, Examination examination)
    {
        var cursor = new GgufCursor(content, examination.Budget);
        cursor.Skip(4);
        var version = ReadVersion(cursor);
        var tensors = cursor.Count(4 + cursor.SizeBytes * 2); // a name of no letters, a number of dimensions, a type and an offset
        var values = cursor.Count(cursor.SizeBytes + 4 + 1);
        examination.Facts[FactNames.FormatVersion] = version;
        examination.Facts[FactNames.ByteOrder] = cursor.BigEndian ? "big" : "little";
        var described = new GgufValues(cursor, examination.Budget);
        for (var i = 0L; i < values; i++) described.Read(cursor.Name(LongestKey));
        GgufFacts.Write(described, examination);
        TemplateAudit.Run(described.Templates, examination);
        var alignment = Alignment(described);
        var infos = new List<Place>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0L; i < tensors; i++)
        {
            if (i >= examination.Budget.Limits.Tensors) throw new BudgetException(BudgetException.Tensors);
            var place = ReadTensor(cursor);
            if (!names.Add(place.Name)) throw new MalformedException(GgufRules.Tensor, place.At, ("name", place.Name));
            infos.Add(place);
        }
        CheckPlaces(content, cursor.Position, alignment, infos, examination);
        TensorFacts.Write(examination);
        var most = examination.Tensors.GroupBy(tensor => tensor.Type, StringComparer.Ordinal).OrderByDescending(type => type.Sum(tensor => tensor.Length)).ThenBy(type => type.Key, StringComparer.Ordinal).FirstOrDefault();
        if (most is not null) examination.Facts[FactNames.MeasuredQuantisation] = most.Key;
    }

    private static int ReadVersion(GgufCursor cursor)
    {
        var version = cursor.U32();
        if (version is not 0 && (version & 0xFFFF) == 0)
        {
            cursor.BigEndian = true;
            version = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(version);
        }
        if (version is < 1 or > 3) throw new MalformedException(GgufRules.Version, 4, ("version", $"{version}"));
        cursor.ShortLengths = version == 1;
        return (int)version;
    }

    private static long Alignment(GgufValues values)
    {
        if (values.Alignment is not { } stated) return 32;
        if (stated.Value is <= 0 or > uint.MaxValue || (stated.Value & (stated.Value - 1)) != 0) throw new MalformedException(GgufRules.Alignment, stated.At, ("alignment", $"{stated.Value}"));
        return stated.Value;
    }

    private static Place ReadTensor(GgufCursor cursor)
    {
        var at = cursor.Position;
        var name = cursor.Name(LongestTensorName);
        var dimensions = cursor.U32();
        if (dimensions > MostDimensions) throw new MalformedException(GgufRules.Tensor, at, ("name", name));
        var shape = new long[dimensions];
        for (var i = shape.Length - 1; i >= 0; i--) // the file has the innermost first
        {
            var size = cursor.Size();
            if (size > long.MaxValue) throw new MalformedException(GgufRules.Size, at, ("name", name));
            shape[i] = (long)size;
        }
        var number = cursor.U32();
        if (!GgmlType.All.TryGetValue(number, out var type)) throw new MalformedException(GgufRules.Type, at, ("name", name), ("type", $"{number}"));
        var offset = cursor.U64();
        var row = shape.Length == 0 ? 1 : shape[^1];
        if (TensorFacts.Elements(shape) is not { } elements || row % type.Elements != 0) throw new MalformedException(GgufRules.Size, at, ("name", name));
        var bytes = (Int128)(elements / type.Elements) * type.Bytes;
        if (bytes > long.MaxValue || offset > long.MaxValue) throw new MalformedException(GgufRules.Bounds, at, ("name", name));
        return new(name, type.Name, shape, (long)offset, (long)bytes, at);
    }

    private static void CheckPlaces(Content content, long headerEnd, long alignment, List<Place> places, Examination examination)
    {
        var start = Align(headerEnd, alignment);
        foreach (var place in places)
        {
            if (place.Offset % alignment != 0) throw new MalformedException(GgufRules.Alignment, place.At, ("alignment", $"{place.Offset}"));
            if ((Int128)start + place.Offset + place.Bytes > content.Length) throw new MalformedException(GgufRules.Bounds, place.At, ("name", place.Name));
            TensorFacts.Add(examination, new Tensor(place.Name, place.Type, place.Shape, start + place.Offset, place.Bytes));
        }
        var (end, next) = (places.Count == 0 ? headerEnd : start, 0L);
        foreach (var place in places.OrderBy(place => place.Offset).ThenBy(place => place.Bytes))
        {
            examination.Budget.Tick();
            if (place.Offset < next && place.Bytes > 0) throw new MalformedException(GgufRules.Overlap, start + place.Offset, ("name", place.Name));
            if (place.Offset > Align(next, alignment)) examination.Find(GgufRules.Hole, start + next, ("name", place.Name), ("bytes", $"{place.Offset - next}"));
            next = Math.Max(next, place.Offset + place.Bytes);
            end = start + next;
        }
        if (content.Length > Align(end, alignment)) examination.Find(GgufRules.Trailing, end, ("bytes", $"{content.Length - end}"));
    }

    private static long Align(long position, long alignment) => (long)Int128.Min(((Int128)position + alignment - 1) / alignment * alignment, long.MaxValue);

    private sealed record Place(string Name, string Type, long[] Shape, long Offset, long Bytes, long At);
}
