using System.Globalization;

namespace Parvis.Audit.Records.Templates;

/// <summary>Jinja2's filters, as far as they can hide a name or reach one.</summary>
internal static class TemplateFilters
{
    private static readonly Value Gap = new Value.Mixed("\uFFFC");

    /// <summary>The names of attributes that a filter reaches by its arguments (<c>map(attribute='a.b')</c>).</summary>
    public static IEnumerable<Value> Reaches(string filter, IReadOnlyList<Value> arguments, IReadOnlyList<(string? Name, Value Value)> named)
    {
        foreach (var (name, value) in named)
            if (name is "attribute" or null) yield return value;
        var at = filter switch
        {
            "selectattr" or "rejectattr" or "groupby" or "sum" => 0,
            "unique" or "min" or "max" => 1,
            "sort" => 2,
            "join" => 1,
            _ => -1,
        };
        if (at >= 0 && at < arguments.Count) yield return arguments[at];
    }

    /// <summary>What comes out of a filter.</summary>
    public static Value Apply(string filter, Value of, IReadOnlyList<Value> arguments)
    {
        var first = arguments.Count > 0 ? arguments[0] : null;
        switch (filter)
        {
            case "safe" or "e" or "escape" or "forceescape": return of is Value.Text text && text.Is.AsSpan().IndexOfAny("&<>\"'") >= 0 && filter != "safe" ? Gap : of;
            case "string": return of is Value.Any ? of : TemplateText.ToText(of);
            case "default" or "d": return of is Value.Any ? first is null ? of : Value.Either(Value.Unknown, first) : first is null ? of : Value.Either(of, first);
            case "join": return of is Value.Any ? Value.Unknown : TemplateText.Join(first is null ? "" : TemplateText.Parts(first), of);
            case "reverse": return Reversed(of);
            case "first": return Element(of, 0);
            case "last": return Element(of, -1);
            case "random": return of is Value.Any ? of : Gap;
            case "list": return TemplateText.Elements(of) is { } elements ? new Value.Sequence([.. elements]) : of is Value.Mixed ? Gap : Value.Unknown;
            case "items" or "dictsort" when of is Value.Mapping mapping: return new Value.Sequence([.. mapping.Pairs.Select(pair => new Value.Sequence([pair.Key, pair.Value]))]);
            case "lower" or "upper" or "title" or "capitalize" or "trim" when of is Value.Text or Value.Mixed: return TemplateText.Method(TemplateText.Parts(of), filter, arguments) ?? Gap;
            case "replace" when of is Value.Text or Value.Mixed && arguments.Count >= 2: return TemplateText.Replaced(TemplateText.Parts(of), arguments[0], arguments[1]);
            case "format": return of is Value.Text format ? TemplateText.Percent(format.Is, arguments, null) : of is Value.Any ? Value.Unknown : Gap;
            case "sum" when of is Value.Sequence sequence: return TemplateText.Concatenate(sequence.Elements);
            case "int" or "float" or "length" or "count" or "wordcount" or "abs" or "round" or "filesizeformat": return of is Value.Number ? of : Value.Unknown;
            case "sort" or "unique" or "select" or "reject" or "map" or "batch" or "slice" when of is Value.Sequence: return new Value.Sequence([Gap]);
            case "tojson" or "pprint": return of is Value.Any ? Value.Unknown : Gap;
            default: return of is Value.Text or Value.Mixed ? Gap : Value.Unknown;
        }
    }

    public static Value Element(Value of, double index)
    {
        switch (of)
        {
            case Value.Text text:
                var place = index < 0 ? index + text.Is.Length : index;
                return place >= 0 && place < text.Is.Length ? new Value.Text(text.Is[(int)place].ToString()) : Gap;
            case Value.Sequence sequence:
                place = index < 0 ? index + sequence.Elements.Count : index;
                return place >= 0 && place < sequence.Elements.Count ? sequence.Elements[(int)place] : Value.Unknown;
            case Value.Mapping mapping: return mapping.Pairs.Count > 0 ? mapping.Pairs[index < 0 ? ^1 : 0].Key : Value.Unknown;
            case Value.Mixed: return Gap;
            default: return Value.Unknown;
        }
    }

    private static Value Reversed(Value of) => of switch
    {
        Value.Text text => new Value.Text(string.Concat(text.Is.Reverse())),
        Value.Mixed mixed => new Value.Mixed(string.Concat(mixed.Known.Reverse())),
        Value.Sequence sequence => new Value.Sequence([.. Enumerable.Reverse(sequence.Elements)]),
        _ => Value.Unknown,
    };

    /// <summary>The number of a constant, or null.</summary>
    public static double? Number(Value? value) => value switch
    {
        Value.Number number => number.Is,
        Value.Boolean boolean => boolean.Is ? 1 : 0,
        Value.Text text when double.TryParse(text.Is, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => null,
        _ => null,
    };
}
