using System.Globalization;
using System.Text;

namespace Parvis.Audit.Records.Templates;

/// <summary>Reads the tokens of a template as Jinja2 3.1 reads them, with its own extensions (do, loop controls, i18n, debug) and the <c>generation</c> blocks of transformers.</summary>
internal sealed class TemplateParser(IReadOnlyList<TemplateToken> tokens)
{
    private const int Deepest = 100; // Python itself gives up not far beyond
    private const int LongestChain = 400;
    private int _next;
    private int _depth;

    /// <exception cref="TemplateException">It is not Jinja2.</exception>
    public IReadOnlyList<Statement> Run()
    {
        var body = Body();
        if (Now.Kind != TokenKind.End) throw Unexpected();
        return body;
    }

    private TemplateToken Now => tokens[_next];

    private TemplateToken Take() => Now.Kind == TokenKind.End ? Now : tokens[_next++];

    private bool Is(string sign) => Now.Kind == TokenKind.Operator && Now.Value == sign;

    private bool IsWord(string word) => Now.Kind == TokenKind.Name && Now.Value == word;

    private bool TakeIf(string sign)
    {
        if (!Is(sign)) return false;
        _next++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (!IsWord(word)) return false;
        _next++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!TakeIf(sign)) throw Unexpected();
    }

    private string Name() => Now.Kind == TokenKind.Name ? Take().Value : throw Unexpected();

    private TemplateException Unexpected() => new(Now.Kind is TokenKind.Name or TokenKind.Operator or TokenKind.Number or TokenKind.Text ? Now.Value : Now.Kind.ToString(), Now.At);

    private T Nested<T>(Func<T> read)
    {
        if (++_depth > Deepest) throw new TemplateException("depth", Now.At);
        var value = read();
        _depth--;
        return value;
    }

    /// <summary>Statements until a tag that begins with one of <paramref name="ends"/>, which stays.</summary>
    private List<Statement> Body(params ReadOnlySpan<string> ends)
    {
        var body = new List<Statement>();
        while (Now.Kind != TokenKind.End)
        {
            switch (Now.Kind)
            {
                case TokenKind.Data: body.Add(new Statement.Data(Now.Value, Now.At)); _next++; break;
                case TokenKind.VariableBegin:
                    var at = Take().At;
                    body.Add(new Statement.Output(Tuple(withCondition: true), at));
                    if (Take().Kind != TokenKind.VariableEnd) { _next--; throw Unexpected(); }
                    break;
                case TokenKind.BlockBegin:
                    if (tokens[_next + 1] is { Kind: TokenKind.Name } word && ends.Contains(word.Value)) return body;
                    _next++;
                    body.Add(Nested(Tag));
                    break;
                default: throw Unexpected();
            }
        }
        if (ends.Length > 0) throw new TemplateException(ends[^1], Now.At);
        return body;
    }

    /// <summary>The end of a tag, before which Jinja2 lets a colon stand as Python has it.</summary>
    private void EndTag()
    {
        TakeIf(":");
        if (Now.Kind != TokenKind.BlockEnd) throw Unexpected();
        _next++;
    }

    /// <summary>A body and the tag that ends it.</summary>
    private List<Statement> Inside(string end)
    {
        EndTag();
        var body = Body(end);
        Close(end);
        return body;
    }

    private void Close(string end)
    {
        _next++;
        if (!TakeWord(end)) throw Unexpected();
    }

    private Statement Tag()
    {
        var at = Now.At;
        var word = Name();
        switch (word)
        {
            case "if": return If(at);
            case "for": return For(at);
            case "set": return Set(at);
            case "macro":
                var name = Name();
                var parameters = Parameters();
                return Closed(new Statement.Macro(name, parameters, Inside("endmacro"), at), optionalName: true);
            case "call":
                var inner = Is("(") ? Parameters() : [];
                var call = Whole();
                return Closed(new Statement.CallBlock(call, inner, Inside("endcall"), at));
            case "filter":
                var filters = FilterChain();
                return Closed(new Statement.FilterBlock(filters, Inside("endfilter"), at));
            case "with":
                var assignments = new List<(Expression, Expression)>();
                while (Now.Kind != TokenKind.BlockEnd)
                {
                    if (assignments.Count > 0) Expect(",");
                    var target = Target();
                    Expect("=");
                    assignments.Add((target, Whole()));
                }
                return Closed(new Statement.With(assignments, Inside("endwith"), at));
            case "block":
                Name();
                while (TakeWord("scoped") || TakeWord("required")) { }
                return Closed(new Statement.Block(Inside("endblock"), at), optionalName: true);
            case "autoescape":
                Whole();
                return Closed(new Statement.Block(Inside("endautoescape"), at));
            case "generation": return Closed(new Statement.Block(Inside("endgeneration"), at));
            case "trans": return Closed(Translation(at));
            case "include" or "extends":
                var source = Whole();
                if (TakeWord("ignore") && !TakeWord("missing")) throw Unexpected();
                Context();
                return Closed(new Statement.Load(word, source, [], at));
            case "import":
                var module = Whole();
                if (!TakeWord("as")) throw Unexpected();
                var alias = Name();
                Context();
                return Closed(new Statement.Load(word, module, [alias], at));
            case "from": return Closed(From(at));
            case "do":
                return Closed(new Statement.Do(Tuple(withCondition: true), at));
            case "break" or "continue" or "debug": return Closed(new Statement.Word(word, at));
            default: throw new TemplateException(word, at);
        }
    }

    private Statement Closed(Statement statement, bool optionalName = false)
    {
        if (optionalName && Now.Kind == TokenKind.Name) _next++;
        EndTag();
        return statement;
    }

    private void Context()
    {
        if ((IsWord("with") || IsWord("without")) && tokens[_next + 1] is { Kind: TokenKind.Name, Value: "context" }) _next += 2;
    }

    private Statement.Load From(int at)
    {
        var source = Whole();
        if (!TakeWord("import")) throw Unexpected();
        var names = new List<string>();
        while (Now.Kind == TokenKind.Name && !((IsWord("with") || IsWord("without")) && tokens[_next + 1] is { Kind: TokenKind.Name, Value: "context" }))
        {
            var name = Name();
            names.Add(TakeWord("as") ? Name() : name);
            if (!TakeIf(",")) break;
        }
        Context();
        return new("from", source, names, at);
    }

    private Statement.With Translation(int at)
    {
        var assignments = new List<(Expression, Expression)>();
        while (Now.Kind == TokenKind.Name)
        {
            var target = new Expression.Variable(Name(), Now.At);
            if (TakeIf("=")) assignments.Add((target, Whole()));
            TakeIf(",");
        }
        EndTag();
        var body = Body("pluralize", "endtrans");
        if (tokens[_next + 1].Value == "pluralize")
        {
            _next += 2;
            if (Now.Kind == TokenKind.Name) _next++;
            EndTag();
            body.AddRange(Body("endtrans"));
        }
        Close("endtrans");
        return new(assignments, body, at);
    }

    private Statement.If If(int at)
    {
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        IReadOnlyList<Statement> otherwise = [];
        var test = Tuple(withCondition: false);
        while (true)
        {
            EndTag();
            branches.Add((test, Body("elif", "else", "endif")));
            _next++;
            if (TakeWord("elif")) { test = Tuple(withCondition: false); continue; }
            if (TakeWord("else"))
            {
                EndTag();
                otherwise = Body("endif");
                _next++;
            }
            if (!TakeWord("endif")) throw Unexpected();
            EndTag();
            return new(branches, otherwise, at);
        }
    }

    private Statement.For For(int at)
    {
        var target = Targets();
        if (!TakeWord("in")) throw Unexpected();
        var over = Tuple(withCondition: false, "recursive");
        var test = TakeWord("if") ? Whole() : null;
        TakeWord("recursive");
        EndTag();
        var body = Body("else", "endfor");
        IReadOnlyList<Statement> otherwise = [];
        _next++;
        if (TakeWord("else"))
        {
            EndTag();
            otherwise = Body("endfor");
            _next++;
        }
        if (!TakeWord("endfor")) throw Unexpected();
        EndTag();
        return new(target, over, test, body, otherwise, at);
    }

    private Statement Set(int at)
    {
        var target = Targets();
        if (TakeIf("=")) return Closed(new Statement.Set(target, Tuple(withCondition: true), at));
        var filters = TakeIf("|") ? FilterChain() : [];
        return Closed(new Statement.SetBlock(target, filters, Inside("endset"), at));
    }

    /// <summary>What is assigned to: a name, an attribute of a namespace, or several.</summary>
    private Expression Targets()
    {
        var first = Target();
        if (!Is(",")) return first;
        var all = new List<Expression> { first };
        while (TakeIf(","))
        {
            if (Now.Kind != TokenKind.Name && !Is("(")) break;
            all.Add(Target());
        }
        return new Expression.Sequence(all, first.At);
    }

    private Expression Target()
    {
        if (TakeIf("("))
        {
            var inside = Nested(Targets);
            Expect(")");
            return inside;
        }
        var at = Now.At;
        Expression target = new Expression.Variable(Name(), at);
        return TakeIf(".") ? new Expression.Attribute(target, Name(), at) : target;
    }

    private List<(string Name, Expression? Default)> Parameters()
    {
        Expect("(");
        var parameters = new List<(string, Expression?)>();
        while (!Is(")"))
        {
            if (parameters.Count > 0) Expect(",");
            if (Is(")")) break;
            var name = Name();
            parameters.Add((name, TakeIf("=") ? Whole() : null));
        }
        Expect(")");
        return parameters;
    }

    private List<Expression.Filter> FilterChain()
    {
        var filters = new List<Expression.Filter>();
        do filters.Add(FilterOf(null));
        while (TakeIf("|"));
        return filters;
    }

    private Expression Tuple(bool withCondition, string? end = null, bool inBrackets = false)
    {
        var at = Now.At;
        var elements = new List<Expression>();
        var comma = false;
        while (true)
        {
            if (elements.Count > 0)
            {
                if (!TakeIf(",")) break;
                comma = true;
            }
            if (Now.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || Is(")") || end is not null && IsWord(end)) break;
            elements.Add(withCondition ? Whole() : Nested(Or));
        }
        if (elements.Count == 0 && !inBrackets) throw Unexpected();
        return elements.Count == 1 && !comma ? elements[0] : new Expression.Sequence(elements, at);
    }

    private Expression Whole() => Nested(Conditional);

    private Expression Conditional()
    {
        var value = Or();
        for (var links = 0; IsWord("if"); Link(ref links))
        {
            var at = Take().At;
            var test = Or();
            value = new Expression.Condition(test, value, TakeWord("else") ? Whole() : null, at);
        }
        return value;
    }

    private Expression Or()
    {
        var left = And();
        for (var links = 0; IsWord("or"); Link(ref links)) left = new Expression.Binary("or", left, Right(And), left.At);
        return left;
    }

    private Expression And()
    {
        var left = Not();
        for (var links = 0; IsWord("and"); Link(ref links)) left = new Expression.Binary("and", left, Right(Not), left.At);
        return left;
    }

    private Expression Not()
    {
        if (!IsWord("not")) return Comparison();
        var at = Take().At;
        return new Expression.Unary("not", Nested(Not), at);
    }

    private Expression Comparison()
    {
        var left = Sum();
        for (var links = 0; ; Link(ref links))
        {
            if (Now.Kind == TokenKind.Operator && Now.Value is "==" or "!=" or "<" or ">" or "<=" or ">=" || IsWord("in"))
            {
                var sign = Now.Value;
                left = new Expression.Binary(sign, left, Right(Sum), left.At);
            }
            else if (IsWord("not") && tokens[_next + 1] is { Kind: TokenKind.Name, Value: "in" })
            {
                _next++;
                left = new Expression.Binary("not in", left, Right(Sum), left.At);
            }
            else return left;
        }
    }

    private Expression Sum()
    {
        var left = Concatenation();
        for (var links = 0; Is("+") || Is("-"); Link(ref links))
        {
            var sign = Now.Value;
            left = new Expression.Binary(sign, left, Right(Concatenation), left.At);
        }
        return left;
    }

    private Expression Concatenation()
    {
        var first = Product();
        if (!Is("~")) return first;
        var parts = new List<Expression> { first };
        while (TakeIf("~")) parts.Add(Product());
        return new Expression.Concatenation(parts, first.At);
    }

    private Expression Product()
    {
        var left = Power();
        for (var links = 0; Is("*") || Is("/") || Is("//") || Is("%"); Link(ref links))
        {
            var sign = Now.Value;
            left = new Expression.Binary(sign, left, Right(Power), left.At);
        }
        return left;
    }

    private Expression Power()
    {
        var left = Unary(withFilter: true);
        for (var links = 0; Is("**"); Link(ref links)) left = new Expression.Binary("**", left, Right(() => Unary(withFilter: true)), left.At);
        return left;
    }

    private Expression Right(Func<Expression> read)
    {
        _next++;
        return read();
    }

    /// <summary>Chains grow to the left; a bound on them bounds the depth of the tree.</summary>
    private void Link(ref int links)
    {
        if (++links > LongestChain) throw new TemplateException("depth", Now.At);
    }

    private Expression Unary(bool withFilter)
    {
        var at = Now.At;
        var value = Is("-") || Is("+") ? new Expression.Unary(Take().Value, Nested(() => Unary(withFilter: false)), at) : Primary();
        return Postfix(value, withFilter);
    }

    private Expression Primary()
    {
        var at = Now.At;
        switch (Now.Kind)
        {
            case TokenKind.Name:
                var name = Take().Value;
                return name switch
                {
                    "true" or "True" => new Expression.Constant(Value.Truth(true), at),
                    "false" or "False" => new Expression.Constant(Value.Truth(false), at),
                    "none" or "None" => new Expression.Constant(Value.None, at),
                    _ => new Expression.Variable(name, at),
                };
            case TokenKind.Text:
                var text = new StringBuilder(Take().Value);
                while (Now.Kind == TokenKind.Text) text.Append(Take().Value);
                return new Expression.Constant(new Value.Text(text.ToString()), at);
            case TokenKind.Number: return new Expression.Constant(Number(Take()), at);
            case TokenKind.Operator:
                if (TakeIf("("))
                {
                    var inside = Nested(() => Tuple(withCondition: true, inBrackets: true));
                    Expect(")");
                    return inside;
                }
                if (TakeIf("[")) return new Expression.Sequence(Elements("]"), at);
                if (TakeIf("{")) return Mapping(at);
                break;
        }
        throw Unexpected();
    }

    private static Value.Number Number(TemplateToken token)
    {
        var text = token.Value;
        if (text.Length > 2 && text[0] == '0' && char.IsAsciiLetter(text[1]) && text[1] is not ('e' or 'E'))
        {
            var digits = text.AsSpan(2);
            return char.ToLowerInvariant(text[1]) switch
            {
                'x' when long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => new Value.Number(number),
                'b' when long.TryParse(digits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var number) => new Value.Number(number),
                'o' when digits.Length < 20 => new Value.Number(Octal(digits)),
                _ => throw new TemplateException(text, token.At),
            };
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new Value.Number(value) : throw new TemplateException(text, token.At);
    }

    private static double Octal(ReadOnlySpan<char> digits)
    {
        var number = 0d;
        foreach (var digit in digits) number = number * 8 + digit - '0';
        return number;
    }

    private List<Expression> Elements(string end)
    {
        var elements = new List<Expression>();
        while (!Is(end))
        {
            if (elements.Count > 0) Expect(",");
            if (Is(end)) break;
            elements.Add(Whole());
        }
        Expect(end);
        return elements;
    }

    private Expression.Mapping Mapping(int at)
    {
        var pairs = new List<(Expression, Expression)>();
        while (!Is("}"))
        {
            if (pairs.Count > 0) Expect(",");
            if (Is("}")) break;
            var key = Whole();
            Expect(":");
            pairs.Add((key, Whole()));
        }
        Expect("}");
        return new(pairs, at);
    }

    private Expression Postfix(Expression value, bool withFilter)
    {
        for (var links = 0; ; Link(ref links))
        {
            var at = Now.At;
            if (TakeIf(".")) value = Now.Kind == TokenKind.Number ? new Expression.Subscript(value, new Expression.Constant(Number(Take()), at), at) : new Expression.Attribute(value, Name(), at);
            else if (TakeIf("[")) value = Subscript(value, at);
            else if (Is("(")) value = new Expression.Call(value, Call(), at);
            else if (withFilter && TakeIf("|")) value = FilterOf(value);
            else if (withFilter && TakeWord("is")) value = Test(value, at);
            else return value;
        }
    }

    private Expression Subscript(Expression of, int at)
    {
        var parts = new List<Expression>();
        var result = of;
        var sliced = false;
        while (!Is("]"))
        {
            if (parts.Count > 0 || sliced) Expect(",");
            if (Is("]")) break;
            var from = Is(":") ? null : Whole();
            if (!Is(":")) { parts.Add(from!); continue; }
            _next++;
            var to = Is("]") || Is(",") || Is(":") ? null : Whole();
            var step = TakeIf(":") && !Is("]") && !Is(",") ? Whole() : null;
            if (sliced) throw Unexpected();
            (result, sliced) = (new Expression.Slice(of, from, to, step, at), true);
        }
        Expect("]");
        return parts.Count switch
        {
            0 when sliced => result,
            1 => new Expression.Subscript(result, parts[0], at),
            _ => new Expression.Subscript(result, new Expression.Sequence(parts, at), at),
        };
    }

    private Arguments Call()
    {
        Expect("(");
        var positional = new List<Expression>();
        var named = new List<(string?, Expression)>();
        var first = true;
        while (!Is(")"))
        {
            if (!first) Expect(",");
            first = false;
            if (Is(")")) break;
            if (TakeIf("**")) named.Add((null, Whole()));
            else if (TakeIf("*")) positional.Add(new Expression.Unary("*", Whole(), Now.At));
            else if (Now.Kind == TokenKind.Name && tokens[_next + 1] is { Kind: TokenKind.Operator, Value: "=" })
            {
                var name = Name();
                _next++;
                named.Add((name, Whole()));
            }
            else positional.Add(Whole());
        }
        Expect(")");
        return new(positional, named);
    }

    private string Dotted()
    {
        var name = Name();
        for (var links = 0; TakeIf("."); Link(ref links)) name += "." + Name();
        return name;
    }

    private Expression.Filter FilterOf(Expression? of)
    {
        var at = Now.At;
        var name = Dotted();
        return new(of, name, Is("(") ? Call() : Arguments.None, at);
    }

    private Expression Test(Expression of, int at)
    {
        var negated = TakeWord("not");
        var name = Dotted();
        var arguments = Arguments.None;
        if (Is("(")) arguments = Call();
        else if (Now.Kind is TokenKind.Text or TokenKind.Number || Is("[") || Is("{") || Now.Kind == TokenKind.Name && Now.Value is not ("else" or "or" or "and" or "if" or "is" or "in" or "not" or "recursive"))
            arguments = new([Postfix(Primary(), withFilter: false)], []);
        Expression test = new Expression.Test(of, name, arguments, at);
        return negated ? new Expression.Unary("not", test, at) : test;
    }
}
