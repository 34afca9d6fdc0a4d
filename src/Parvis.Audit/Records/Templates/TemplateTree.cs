namespace Parvis.Audit.Records.Templates;

/// <summary>An expression of a template.</summary>
/// <param name="At">Index of its first character.</param>
internal abstract record Expression(int At)
{
    /// <summary>A text, a number, true, false or none.</summary>
    internal sealed record Constant(Value Value, int At) : Expression(At);

    internal sealed record Variable(string Name, int At) : Expression(At);

    /// <summary>A list or a tuple.</summary>
    internal sealed record Sequence(IReadOnlyList<Expression> Elements, int At) : Expression(At);

    internal sealed record Mapping(IReadOnlyList<(Expression Key, Expression Value)> Pairs, int At) : Expression(At);

    /// <summary><c>of.name</c></summary>
    internal sealed record Attribute(Expression Of, string Name, int At) : Expression(At);

    /// <summary><c>of[index]</c></summary>
    internal sealed record Subscript(Expression Of, Expression Index, int At) : Expression(At);

    /// <summary><c>of[from:to:step]</c></summary>
    internal sealed record Slice(Expression Of, Expression? From, Expression? To, Expression? Step, int At) : Expression(At);

    internal sealed record Call(Expression Of, Arguments Arguments, int At) : Expression(At);

    /// <summary><c>of|name(arguments)</c>; in a filter block it has nothing before it.</summary>
    internal sealed record Filter(Expression? Of, string Name, Arguments Arguments, int At) : Expression(At);

    /// <summary><c>of is name arguments</c></summary>
    internal sealed record Test(Expression Of, string Name, Arguments Arguments, int At) : Expression(At);

    internal sealed record Unary(string Sign, Expression Of, int At) : Expression(At);

    internal sealed record Binary(string Sign, Expression Left, Expression Right, int At) : Expression(At);

    /// <summary><c>a ~ b ~ c</c></summary>
    internal sealed record Concatenation(IReadOnlyList<Expression> Parts, int At) : Expression(At);

    /// <summary><c>then if test else otherwise</c></summary>
    internal sealed record Condition(Expression Asked, Expression Then, Expression? Otherwise, int At) : Expression(At);
}

/// <summary>Arguments of a call, a filter or a test.</summary>
/// <param name="Positional">Those without a name, and those given as <c>*list</c>.</param>
/// <param name="Named">Those with a name; no name for <c>**mapping</c>.</param>
internal sealed record Arguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string? Name, Expression Value)> Named)
{
    public static readonly Arguments None = new([], []);
}

/// <summary>A statement of a template.</summary>
internal abstract record Statement(int At)
{
    /// <summary>Characters that stand for themselves.</summary>
    internal sealed record Data(string Text, int At) : Statement(At);

    internal sealed record Output(Expression Value, int At) : Statement(At);

    internal sealed record If(IReadOnlyList<(Expression Test, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Otherwise, int At) : Statement(At);

    internal sealed record For(Expression Target, Expression Over, Expression? Test, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Otherwise, int At) : Statement(At);

    internal sealed record Set(Expression Target, Expression Value, int At) : Statement(At);

    /// <summary><c>{% set target | filter %} … {% endset %}</c></summary>
    internal sealed record SetBlock(Expression Target, IReadOnlyList<Expression.Filter> Filters, IReadOnlyList<Statement> Body, int At) : Statement(At);

    internal sealed record Macro(string Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body, int At) : Statement(At);

    /// <summary><c>{% call(parameters) call %} … {% endcall %}</c></summary>
    internal sealed record CallBlock(Expression Call, IReadOnlyList<(string Name, Expression? Default)> Parameters, IReadOnlyList<Statement> Body, int At) : Statement(At);

    internal sealed record FilterBlock(IReadOnlyList<Expression.Filter> Filters, IReadOnlyList<Statement> Body, int At) : Statement(At);

    internal sealed record With(IReadOnlyList<(Expression Target, Expression Value)> Assignments, IReadOnlyList<Statement> Body, int At) : Statement(At);

    /// <summary>A part with a name, or one that only marks its inside (autoescape, generation).</summary>
    internal sealed record Block(IReadOnlyList<Statement> Body, int At) : Statement(At);

    /// <summary>include, import, from … import, extends: another template is loaded.</summary>
    internal sealed record Load(string Verb, Expression Source, IReadOnlyList<string> Names, int At) : Statement(At);

    /// <summary>An expression evaluated for what it does.</summary>
    internal sealed record Do(Expression Value, int At) : Statement(At);

    /// <summary>break, continue, debug.</summary>
    internal sealed record Word(string Name, int At) : Statement(At);
}
