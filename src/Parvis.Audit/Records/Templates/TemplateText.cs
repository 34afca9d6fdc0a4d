using System.Globalization;
using System.Text;

namespace Parvis.Audit.Records.Templates;

/// <summary>Python's operations on texts, as far as they can hide a name.</summary>
internal static class TemplateText
{
    /// <summary>Longer texts are no names; of them nothing more is known.</summary>
    public const int Longest = 16_384;

    private static readonly Value Gap = new Value.Mixed("\uFFFC");

    /// <summary>What a value is as text.</summary>
    public static Value ToText(Value value) => value switch
    {
        Value.Text or Value.Mixed => value,
        Value.Number number => new Value.Text(number.Is.ToString("R", CultureInfo.InvariantCulture)),
        Value.Boolean boolean => new Value.Text(boolean.Is ? "True" : "False"),
        Value.Nothing => new Value.Text("None"),
        _ => Gap,
    };

    /// <summary>The text or its known parts; a gap for anything else.</summary>
    public static string Parts(Value value) => ToText(value) switch
    {
        Value.Text text => text.Is,
        Value.Mixed mixed => mixed.Known,
        _ => "\uFFFC",
    };

    /// <summary>A value from parts with gaps.</summary>
    public static Value Of(string parts)
    {
        if (parts.Length > Longest) return Gap;
        return parts.Contains(Value.Mixed.Gap) ? new Value.Mixed(parts) : new Value.Text(parts);
    }

    public static Value Concatenate(IEnumerable<Value> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            text.Append(Parts(value));
            if (text.Length > Longest) return Gap;
        }
        return Of(text.ToString());
    }

    /// <summary>A slice or an element; <paramref name="known"/> is false where the bounds are not.</summary>
    public static Value Slice(string text, double? from, double? to, double? step, bool known)
    {
        if (!known || text.Contains(Value.Mixed.Gap) || step is 0) return Gap;
        return new Value.Text(string.Concat(Indices(text.Length, from, to, step ?? 1).Select(index => text[index])));
    }

    /// <summary>The indices that Python's slice takes of a length.</summary>
    public static IEnumerable<int> Indices(int length, double? from, double? to, double step)
    {
        var by = (int)Math.Clamp(step, -length - 1d, length + 1d);
        if (by == 0) yield break;
        int Bound(double? bound, int otherwise)
        {
            if (bound is not { } value || double.IsNaN(value)) return otherwise;
            var place = value < 0 ? value + length : value;
            return (int)(by > 0 ? Math.Clamp(place, 0, length) : Math.Clamp(place, -1, length - 1));
        }
        var end = Bound(to, by > 0 ? length : -1);
        for (var index = Bound(from, by > 0 ? 0 : length - 1); by > 0 ? index < end : index > end; index += by) yield return index;
    }

    /// <summary><c>format % values</c></summary>
    public static Value Percent(string format, IReadOnlyList<Value> values, Value? mapping)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%') { text.Append(format[at]); continue; }
            Value? chosen = null;
            if (++at < format.Length && format[at] == '(')
            {
                var end = format.IndexOf(')', at);
                if (end < 0) return Gap;
                chosen = mapping is null ? Value.Unknown : Member(mapping, format[(at + 1)..end]);
                at = end + 1;
            }
            while (at < format.Length && format[at] is '-' or '+' or ' ' or '#' or '.' or (>= '0' and <= '9')) at++;
            if (at >= format.Length) return Gap;
            if (format[at] == '%') { text.Append('%'); continue; }
            chosen ??= next < values.Count ? values[next++] : Value.Unknown;
            text.Append(format[at] == 'c' ? Character(chosen) : Parts(chosen));
            if (text.Length > Longest) return Gap;
        }
        return Of(text.ToString());
    }

    /// <summary><c>format.format(values)</c>, and the names its fields reach.</summary>
    public static Value Format(string format, IReadOnlyList<Value> values, IReadOnlyList<(string? Name, Value Value)> named, Action<string> reaches)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] is '{' or '}' && at + 1 < format.Length && format[at + 1] == format[at]) { text.Append(format[at++]); continue; }
            if (format[at] != '{') { text.Append(format[at]); continue; }
            var end = format.IndexOf('}', at);
            if (end < 0) return Gap;
            var field = format[(at + 1)..end];
            at = end;
            var colon = field.IndexOfAny([':', '!']);
            var (path, how) = colon < 0 ? (field, "") : (field[..colon], field[colon..]);
            var steps = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
            foreach (var step in steps.Skip(path.StartsWith('.') || path.StartsWith('[') ? 0 : 1)) reaches(step);
            var first = steps.Length == 0 || path[0] is '.' or '[' ? "" : steps[0];
            Value value;
            if (first.Length == 0) value = next < values.Count ? values[next++] : Value.Unknown;
            else if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) value = index < values.Count ? values[index] : Value.Unknown;
            else value = named.FirstOrDefault(one => one.Name == first).Value ?? Value.Unknown;
            if (steps.Length > 1) value = Value.Unknown;
            text.Append(how.EndsWith('c') ? Character(value) : Parts(value));
            if (text.Length > Longest) return Gap;
        }
        return Of(text.ToString());
    }

    private static string Character(Value value) => value switch
    {
        Value.Number { Is: >= 0 and < 0xD800 } number => ((char)number.Is).ToString(),
        Value.Text text => text.Is,
        _ => "\uFFFC",
    };

    private static Value Member(Value mapping, string name) =>
        mapping is Value.Mapping known ? known.Pairs.LastOrDefault(pair => pair.Key is Value.Text key && key.Is == name).Value ?? Value.Unknown : Value.Unknown;

    /// <summary>A method of a text; null where it is none that is known here.</summary>
    public static Value? Method(string text, string name, IReadOnlyList<Value> arguments)
    {
        var first = arguments.Count > 0 ? arguments[0] : null;
        if (text.Contains(Value.Mixed.Gap) && name is not ("join" or "split" or "startswith" or "endswith" or "find" or "index" or "count")) return Gap;
        switch (name)
        {
            case "lower" or "casefold": return new Value.Text(text.ToLowerInvariant());
            case "upper": return new Value.Text(text.ToUpperInvariant());
            case "swapcase": return new Value.Text(string.Concat(text.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter))));
            case "capitalize": return new Value.Text(text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant());
            case "title": return new Value.Text(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()));
            case "strip" or "trim": return Stripped(text, first, start: true, end: true);
            case "lstrip": return Stripped(text, first, start: true, end: false);
            case "rstrip": return Stripped(text, first, start: false, end: true);
            case "replace" when arguments.Count >= 2: return Replaced(text, arguments[0], arguments[1]);
            case "removeprefix" when first is Value.Text prefix: return new Value.Text(prefix.Is.Length > 0 && text.StartsWith(prefix.Is, StringComparison.Ordinal) ? text[prefix.Is.Length..] : text);
            case "removesuffix" when first is Value.Text suffix: return new Value.Text(suffix.Is.Length > 0 && text.EndsWith(suffix.Is, StringComparison.Ordinal) ? text[..^suffix.Is.Length] : text);
            case "encode" or "decode" or "expandtabs" or "format_map" when first is null or Value.Text { Is: "utf-8" or "utf8" or "ascii" or "latin-1" }: return new Value.Text(text);
            case "split" or "rsplit": return Split(text, first);
            case "splitlines": return List(text.ReplaceLineEndings("\n").Split('\n'));
            case "startswith" or "endswith" or "isdigit" or "isalpha" or "isalnum" or "isspace" or "isupper" or "islower" or "find" or "rfind" or "index" or "rindex" or "count" or "isnumeric" or "isdecimal" or "isidentifier": return Value.Unknown;
            case "join": return first is null ? Gap : Join(text, first);
            case "zfill" or "center" or "ljust" or "rjust" or "translate" or "partition" or "rpartition" or "format" or "decode" or "encode" or "hex" or "expandtabs" or "strip" or "replace": return Gap;
            default: return null;
        }
    }

    public static Value Join(string between, Value over)
    {
        var elements = Elements(over);
        return elements is null ? Gap : Concatenate(elements.SelectMany((element, index) => index == 0 ? new[] { element } : [new Value.Text(between), element]));
    }

    /// <summary>What a loop over the value goes through; null where it is not known.</summary>
    public static IReadOnlyList<Value>? Elements(Value over) => over switch
    {
        Value.Sequence sequence => [.. sequence.Elements],
        Value.Mapping mapping => [.. mapping.Pairs.Select(pair => pair.Key)],
        Value.Text text when text.Is.Length <= 1024 => [.. text.Is.Select(letter => new Value.Text(letter.ToString()))],
        _ => null,
    };

    public static Value List(IEnumerable<string> texts) => new Value.Sequence([.. texts.Take(4096).Select(text => new Value.Text(text))]);

    public static Value Replaced(string text, Value what, Value by)
    {
        if (what is not Value.Text { Is.Length: > 0 } old || text.Contains(Value.Mixed.Gap)) return Gap;
        var parts = Parts(by);
        return (long)text.Length / old.Is.Length * (parts.Length + 1) > Longest * 4L ? Gap : Of(text.Replace(old.Is, parts, StringComparison.Ordinal));
    }

    private static Value Stripped(string text, Value? letters, bool start, bool end)
    {
        if (letters is not (null or Value.Nothing or Value.Text)) return Gap;
        var set = letters is Value.Text given ? given.Is.ToCharArray() : null;
        if (start) text = set is null ? text.TrimStart() : text.TrimStart(set);
        if (end) text = set is null ? text.TrimEnd() : text.TrimEnd(set);
        return new Value.Text(text);
    }

    private static Value Split(string text, Value? at) => at switch
    {
        null or Value.Nothing => List(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        Value.Text { Is.Length: > 0 } separator => new Value.Sequence([.. text.Split(separator.Is).Take(4096).Select(Of)]),
        _ => Gap,
    };
}
