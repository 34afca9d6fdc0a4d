using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Containers;
using Parvis.Audit.Records.Pickle;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Numpy;

/// <summary>Reads arrays of NumPy, npy format 1 to 3 (NEP 1): the header is a literal of Python, then come the numbers, or, of Python objects, a pickle.</summary>
internal sealed class NpyReader : IFormatReader
{
    /// <summary>NumPy refuses longer headers, which could exhaust its parser.</summary>
    private const int LongestHeader = 10_000;

    public string Format => "npy";

    public bool Recognises(Content content) => content.Head.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']);

    public void Read(Content content, Examination examination)
    {
        var (header, start) = Header(content);
        object? parsed;
        NpyType type;
        try
        {
            parsed = PythonLiteral.Parse(header);
            if (parsed is not Dictionary<string, object?> { Count: 3 } fields || fields.GetValueOrDefault("shape") is not object?[] sizes || fields.GetValueOrDefault("fortran_order") is not bool || !sizes.All(size => size is long and >= 0)) throw new FormatException("fields");
            type = NpyType.Parse(fields.GetValueOrDefault("descr"));
            Describe(content, examination, content.Head[6], start, type, [.. sizes.Cast<long>()]);
        }
        catch (FormatException)
        {
            throw new MalformedException(NpyRules.Header, 10, ("header", header));
        }
    }

    private static (string Text, long End) Header(Content content)
    {
        Span<byte> mark = stackalloc byte[12];
        var read = content.ReadFull(0, mark);
        if (read < 10 || mark[6] is not (1 or 2 or 3)) throw new MalformedException(NpyRules.Header, 6, ("header", $"{(read > 6 ? mark[6] : 0)}"));
        var wide = mark[6] > 1;
        if (wide && read < 12) throw new MalformedException(NpyRules.Header, 8, ("header", ""));
        long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(mark[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(mark[8..]);
        var start = wide ? 12 : 10;
        if (length > content.Length - start || length > LongestHeader) throw new MalformedException(NpyRules.Header, 8, ("header", length.ToString(CultureInfo.InvariantCulture)));
        var bytes = new byte[length];
        if (content.ReadFull(start, bytes) < length) throw new MalformedException(NpyRules.Header, 8, ("header", length.ToString(CultureInfo.InvariantCulture)));
        return ((mark[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes), start + length);
    }

    private static void Describe(Content content, Examination examination, int version, long start, NpyType type, long[] shape)
    {
        var elements = NpyType.Count(shape.Cast<object?>().ToArray());
        var name = Path.GetFileNameWithoutExtension(content.Name);
        if (!type.HasObjects && (elements > long.MaxValue || elements * type.Size > content.Length - start))
            throw new MalformedException(NpyRules.Length, start, ("shape", string.Join(" × ", shape)), ("type", type.Description));
        var facts = examination.Facts;
        if (type.HasObjects)
        {
            var structures = PickleReader.Examine(content, examination, start);
            if (structures > 0 && !IsJoblibPart(content.Name)) examination.Find(NpyRules.Objects, start);
        }
        else
        {
            var length = (long)(elements * type.Size);
            examination.Tensors.Add(new(name, type.Name, shape, start, length));
            PickleReader.Trailing(content, start + length, new(examination.Report.Findings), examination);
        }
        facts[FactNames.FormatVersion] = version;
        facts[FactNames.Tensors] = 1;
        facts[FactNames.Parameters] = (long)Int128.Min(elements, long.MaxValue);
        facts[FactNames.Types] = new JsonObject { [type.Name] = 1 };
        facts[FactNames.Shapes] = new JsonObject { [name] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]) };
        facts[FactNames.ElementType] = type.Description;
    }

    /// <summary>joblib before 0.10 kept each array beside its pickle; there, objects are usual.</summary>
    private static bool IsJoblibPart(string name) => name.Length > 7 && name.EndsWith(".npy", StringComparison.Ordinal) && name[^7] == '_' && char.IsAsciiDigit(name[^6]) && char.IsAsciiDigit(name[^5]);
}

/// <summary>Zips of npy files, as <c>numpy.savez</c> writes them.</summary>
internal sealed class NpzFormat : IZipFormat
{
    public string Format => "npz";

    public bool Recognises(ZipDirectory zip) => zip.Entries.Count > 0 && zip.Entries.All(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal));

    public void Read(ZipDirectory zip, Examination examination)
    {
        var types = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var shapes = new JsonObject();
        Int128 parameters = 0;
        foreach (var entry in zip.Entries)
        {
            if (zip.Examine(entry) is not { Format: "npy" } report || !report.Facts.ContainsKey(FactNames.Parameters)) continue;
            parameters += (long)report.Facts[FactNames.Parameters]!;
            foreach (var type in report.Facts[FactNames.Types]!.AsObject()) types[type.Key] = types.GetValueOrDefault(type.Key) + 1;
            if (shapes.Count < 10_000) shapes[Path.GetFileNameWithoutExtension(entry.Name)] = report.Facts[FactNames.Shapes]!.AsObject().First().Value!.DeepClone();
        }
        examination.Facts[FactNames.Tensors] = types.Values.Sum();
        examination.Facts[FactNames.Parameters] = (long)Int128.Min(parameters, long.MaxValue);
        examination.Facts[FactNames.Types] = new JsonObject(types.Select(type => KeyValuePair.Create(type.Key, (JsonNode?)type.Value)));
        examination.Facts[FactNames.Shapes] = shapes;
    }
}
