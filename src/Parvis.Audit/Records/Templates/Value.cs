namespace Parvis.Audit.Records.Templates;

/// <summary>What is known, without running a template, about a value in it.</summary>
internal abstract record Value
{
    /// <summary>Anything: what the program gives to the template, and what comes of it.</summary>
    public static readonly Value Unknown = new Any();

    public static readonly Value None = new Nothing();

    public static Value Truth(bool value) => new Boolean(value);

    internal sealed record Any : Value;

    internal sealed record Nothing : Value;

    internal sealed record Boolean(bool Is) : Value;

    internal sealed record Number(double Is) : Value;

    internal sealed record Text(string Is) : Value;

    /// <summary>A text put together of which only parts are known.</summary>
    /// <param name="Known">The known parts, a <see cref="Gap"/> for each other.</param>
    internal sealed record Mixed(string Known) : Value
    {
        public const char Gap = '\uFFFC';
    }

    /// <summary>A list or tuple; one object, because templates append to lists.</summary>
    internal sealed record Sequence(List<Value> Elements) : Value;

    internal sealed record Mapping(List<(Value Key, Value Value)> Pairs) : Value;

    /// <summary>What <c>namespace(…)</c> makes.</summary>
    internal sealed record Namespace(Dictionary<string, Value> Members) : Value;

    /// <summary>One of several, as an <c>if</c> decides.</summary>
    internal sealed record Choice(IReadOnlyList<Value> Values) : Value;

    /// <summary>A function that Jinja2 itself gives to each template.</summary>
    internal sealed record Global(string Name) : Value;

    internal sealed record MacroOf(Statement.Macro Macro) : Value;

    /// <summary>A method of a known value.</summary>
    internal sealed record Method(Value Of, string Name) : Value;

    private const int MostChoices = 8;

    /// <summary>Either of two.</summary>
    public static Value Either(Value one, Value other)
    {
        if (one == other || ReferenceEquals(one, other)) return one;
        List<Value> all = [.. Each(one)];
        foreach (var value in Each(other))
            if (!all.Contains(value)) all.Add(value);
        return all.Count == 1 ? all[0] : new Choice(all.Count > MostChoices ? [.. all[^MostChoices..]] : all);
    }

    /// <summary>The values it may have.</summary>
    public static IReadOnlyList<Value> Each(Value value) => value is Choice choice ? choice.Values : [value];
}
