using System.Globalization;

namespace Parvis.Audit.Records.Numpy;

/// <summary>An element type of an npy file, as its <c>descr</c> says it.</summary>
/// <param name="Description">In the words of the file, e.g. <c>&lt;f8</c>; of a structure, its fields.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="HasObjects">Whether there are Python objects in it.</param>
internal sealed record NpyType(string Description, Int128 Size, bool HasObjects)
{
    private const int Deepest = 16;

    /// <summary>In the words of safetensors, or the file's own where it has none.</summary>
    public string Name => (Description.Length > 0 && Description[0] == '>' ? "" : Description.TrimStart('<', '|', '=')) switch
    {
        "f2" => "F16",
        "f4" => "F32",
        "f8" => "F64",
        "c8" => "C64",
        "i1" => "I8",
        "i2" => "I16",
        "i4" => "I32",
        "i8" => "I64",
        "u1" => "U8",
        "u2" => "U16",
        "u4" => "U32",
        "u8" => "U64",
        "b1" => "BOOL",
        _ => Description,
    };

    /// <summary>Reads a <c>descr</c>: text, a list of fields, or a sub-array (type, shape).</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static NpyType Parse(object? description, int depth = 0)
    {
        if (depth > Deepest) throw Wrong();
        switch (description)
        {
            case string text: return Simple(text);
            case object?[] { Length: 2 } pair when pair[0] is string && IsShape(pair[1]):
                var inner = Parse(pair[0], depth + 1);
                return inner with { Size = inner.Size * Count(pair[1]) };
            case object?[] { Length: > 0 } fields:
                var all = fields.Select(field => Field(field, depth)).ToArray();
                Int128 size = 0;
                foreach (var one in all) size += one.Type.Size;
                return new($"{{{string.Join(", ", all.Take(50).Select(one => $"{one.Name}: {one.Type.Description}"))}}}", size, all.Any(one => one.Type.HasObjects));
            default: throw Wrong();
        }
    }

    private static (string Name, NpyType Type) Field(object? field, int depth)
    {
        if (field is not object?[] { Length: 2 or 3 } parts) throw Wrong();
        var name = parts[0] switch { string text => text, object?[] { Length: 2 } titled when titled[1] is string text => text, _ => throw Wrong() };
        var type = Parse(parts[1], depth + 1);
        return (name, parts.Length == 2 ? type : IsShape(parts[2]) ? type with { Size = type.Size * Count(parts[2]) } : throw Wrong());
    }

    private static bool IsShape(object? shape) => shape is long and >= 0 || (shape as object?[])?.All(size => size is long and >= 0) == true;

    /// <summary>How many elements a shape has, at most 2⁹⁶.</summary>
    public static Int128 Count(object? shape)
    {
        Int128 count = 1;
        foreach (var size in shape as object?[] ?? [shape]) count = Int128.Min(count * (long)size!, Int128.One << 63);
        return count;
    }

    private static NpyType Simple(string text)
    {
        var code = text.AsSpan();
        if (code.Length > 0 && code[0] is '<' or '>' or '|' or '=') code = code[1..];
        if (code.Length == 0) throw Wrong();
        var kind = code[0];
        var rest = code[1..];
        if (kind is 'M' or 'm' && rest.IndexOf('[') is > 0 and var unit)
        {
            if (!rest.EndsWith("]")) throw Wrong();
            rest = rest[..unit];
        }
        if (kind == '?' && rest.IsEmpty) return new(text, 1, false);
        if (kind == 'O') return new(text, 8, true);
        if (!"biufcmMSaUVT".Contains(kind) || !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw Wrong();
        if ("biufcmM".Contains(kind) && size is not (1 or 2 or 4 or 8 or 10 or 12 or 16 or 32)) throw Wrong();
        return new(text, kind == 'U' ? 4L * size : size, false);
    }

    private static FormatException Wrong() => new("Not an element type of NumPy.");
}
