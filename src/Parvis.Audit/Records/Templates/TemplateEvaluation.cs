using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Templates;

/// <summary>
/// Goes through a template with what can be known of each value, so that a name that is put together from pieces is seen as it will be.
/// Branches are both taken, loops over unknown lists are gone through twice, nothing of the template is ever executed.
/// </summary>
internal sealed class TemplateEvaluation(TemplateFindings findings, Budget budget)
{
    private const int MostSteps = 300_000;
    private const int MostTurns = 64;
    private const int DeepestCall = 12;
    private const int DeepestLoop = 3;
    private const double Flood = 10_000_000;
    private static readonly Value Gap = new Value.Mixed("\uFFFC");
    private readonly Dictionary<string, Value> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<Statement.Macro> _running = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Statement.Macro, Value> _written = new(ReferenceEqualityComparer.Instance);
    private int _steps;
    private int _conditional;
    private int _scopes;
    private int _loops;
    private int _calls;
    private int _unknownAttributes;

    public void Run(IReadOnlyList<Statement> template) => Execute(template);

    /// <returns>What the statements write.</returns>
    private Value Execute(IReadOnlyList<Statement> body)
    {
        var written = new List<Value>();
        foreach (var statement in body)
        {
            if (!Step(statement.At)) break;
            if (Execute(statement) is { } output) written.Add(output);
        }
        return written.Count == 1 ? TemplateText.ToText(written[0]) : TemplateText.Concatenate(written);
    }

    private Value? Execute(Statement statement)
    {
        switch (statement)
        {
            case Statement.Data data: return new Value.Text(data.Text);
            case Statement.Output output: return Of(output.Value);
            case Statement.If choice: return If(choice);
            case Statement.For loop: return For(loop);
            case Statement.Set set: Assign(set.Target, Of(set.Value)); break;
            case Statement.SetBlock set: Assign(set.Target, Filtered(Execute(set.Body), set.Filters)); break;
            case Statement.Macro macro:
                _variables[macro.Name] = new Value.MacroOf(macro);
                CallMacro(macro, [], []); // also where nothing calls it
                break;
            case Statement.CallBlock call:
                Scoped(call.Parameters.Select(parameter => (parameter.Name, Value.Unknown)), () => Execute(call.Body));
                return Of(call.Call);
            case Statement.FilterBlock filter: return Filtered(Execute(filter.Body), filter.Filters);
            case Statement.With with:
                return Scoped(with.Assignments.SelectMany(one => Targets(one.Target, Of(one.Value))), () => Execute(with.Body));
            case Statement.Block block: return Execute(block.Body);
            case Statement.Load load:
                findings.Add(TemplateRules.Loads, load.At, ("name", TemplateText.Parts(Of(load.Source))));
                foreach (var name in load.Names) _variables[name] = Value.Unknown;
                break;
            case Statement.Do run: Of(run.Value); break;
            case Statement.Word { Name: "debug" } word: findings.Add(TemplateRules.Host, word.At, ("name", word.Name)); break;
        }
        return null;
    }

    private Value If(Statement.If choice)
    {
        Value? written = null;
        _conditional++;
        foreach (var (test, body) in choice.Branches)
        {
            Of(test);
            var one = Execute(body);
            written = written is null ? one : Value.Either(written, one);
        }
        if (choice.Otherwise.Count > 0) written = Value.Either(written!, Execute(choice.Otherwise));
        _conditional--;
        return written is Value.Text ? written : Value.Unknown;
    }

    private Value For(Statement.For loop)
    {
        var over = Of(loop.Over);
        var written = new List<Value>();
        _loops++;
        if (over is not Value.Choice && TemplateText.Elements(over) is { } elements)
        {
            foreach (var element in elements.Take(MostTurns)) Turn(element);
        }
        else
        {
            _conditional++;
            for (var i = 0; i < (_loops > DeepestLoop ? 1 : 2); i++) Turn(over is Value.Mixed ? Gap : Value.Unknown);
            _conditional--;
            written.Add(Gap);
        }
        _loops--;
        _conditional++;
        Execute(loop.Otherwise);
        _conditional--;
        return TemplateText.Concatenate(written);

        void Turn(Value element)
        {
            if (_steps > MostSteps) return;
            written.Add(Scoped(Targets(loop.Target, element).Append(("loop", Value.Unknown)), () =>
            {
                if (loop.Test is not null) Of(loop.Test);
                return Execute(loop.Body);
            }));
        }
    }

    /// <summary>Names that have a value only inside; what they were outside they are again after it.</summary>
    private Value Scoped(IEnumerable<(string Name, Value Value)> names, Func<Value> inside)
    {
        var before = new List<(string Name, Value? Value)>();
        foreach (var (name, value) in names)
        {
            before.Add((name, _variables.GetValueOrDefault(name)));
            _variables[name] = value;
        }
        _scopes++;
        var result = inside();
        _scopes--;
        foreach (var (name, value) in Enumerable.Reverse(before))
        {
            if (value is null) _variables.Remove(name);
            else _variables[name] = value;
        }
        return result;
    }

    private static IEnumerable<(string Name, Value Value)> Targets(Expression target, Value value)
    {
        if (target is Expression.Variable variable) return [(variable.Name, value)];
        if (target is not Expression.Sequence sequence) return [];
        var parts = value is Value.Sequence known && known.Elements.Count == sequence.Elements.Count ? known.Elements : null;
        return sequence.Elements.SelectMany((element, index) => Targets(element, parts?[index] ?? Value.Unknown));
    }

    /// <summary>What is set in a branch, or in a scope that ends, may or may not hold afterwards.</summary>
    private void Assign(Expression target, Value value)
    {
        switch (target)
        {
            case Expression.Variable variable:
                _variables[variable.Name] = _conditional + _scopes > 0 && _variables.TryGetValue(variable.Name, out var before) ? Value.Either(before, value) : value;
                break;
            case Expression.Attribute { Of: Expression.Variable of } attribute:
                Named(attribute.Name, attribute.At, isDot: true);
                if (_variables.GetValueOrDefault(of.Name) is Value.Namespace space)
                    space.Members[attribute.Name] = _conditional > 0 && space.Members.TryGetValue(attribute.Name, out var earlier) ? Value.Either(earlier, value) : value;
                break;
            case Expression.Sequence sequence:
                var parts = value is Value.Sequence known && known.Elements.Count == sequence.Elements.Count ? known.Elements : null;
                for (var i = 0; i < sequence.Elements.Count; i++) Assign(sequence.Elements[i], parts?[i] ?? Value.Unknown);
                break;
        }
    }

    private Value Filtered(Value value, IReadOnlyList<Expression.Filter> filters) => filters.Aggregate(value, Filter);

    private bool Step(int at)
    {
        budget.Tick();
        if (++_steps <= MostSteps) return true;
        if (_steps == MostSteps + 1) findings.Add(TemplateRules.Flood, at);
        return false;
    }

    private Value Of(Expression expression)
    {
        if (!Step(expression.At)) return Value.Unknown;
        var value = Evaluate(expression);
        foreach (var one in Value.Each(value)) Seen(one, expression);
        return value;
    }

    /// <summary>A text that is a name of Python's insides has no other use in a template.</summary>
    private void Seen(Value value, Expression expression)
    {
        if (value is Value.Text text && TemplateNames.IsDangerousText(TemplateNames.Plain(text.Is)))
            findings.Add(expression is Expression.Constant ? TemplateRules.UnsafeName : TemplateRules.HiddenName, expression.At, ("name", text.Is));
    }

    private Value Evaluate(Expression expression)
    {
        switch (expression)
        {
            case Expression.Constant constant: return constant.Value;
            case Expression.Variable variable: return Variable(variable, alone: true);
            case Expression.Sequence sequence: return new Value.Sequence([.. sequence.Elements.Select(Of)]);
            case Expression.Mapping mapping: return new Value.Mapping([.. mapping.Pairs.Select(pair => (Of(pair.Key), Of(pair.Value)))]);
            case Expression.Attribute attribute: return Attribute(Base(attribute.Of), attribute.Name, attribute.At, isDot: true);
            case Expression.Subscript subscript: return Subscript(subscript);
            case Expression.Slice slice: return Slice(slice);
            case Expression.Call call: return Call(call);
            case Expression.Filter filter: return Filter(filter.Of is null ? Value.Unknown : Of(filter.Of), filter);
            case Expression.Test test:
                if (test.Of is not Expression.Variable) Of(test.Of);
                Arguments(test.Arguments);
                return Value.Unknown;
            case Expression.Unary unary:
                var of = Of(unary.Of);
                return unary.Sign switch
                {
                    "-" => TemplateFilters.Number(of) is { } number ? new Value.Number(-number) : Value.Unknown,
                    "+" or "*" => of,
                    _ => Value.Unknown,
                };
            case Expression.Concatenation concatenation: return Each(concatenation.Parts.Select(Of), values => TemplateText.Concatenate(values));
            case Expression.Binary binary: return Binary(binary);
            case Expression.Condition condition:
                Of(condition.Asked);
                var then = Of(condition.Then);
                return condition.Otherwise is null ? then : Value.Either(then, Of(condition.Otherwise));
            default: return Value.Unknown;
        }
    }

    /// <summary>The value of a variable; one that nobody assigned comes from outside.</summary>
    private Value Variable(Expression.Variable variable, bool alone)
    {
        if (_variables.TryGetValue(variable.Name, out var value)) return value;
        var name = TemplateNames.Plain(variable.Name);
        if (TemplateNames.IsInternal(name) && name != "__") findings.Add(TemplateRules.UnsafeName, variable.At, ("name", variable.Name));
        if (!TemplateNames.Globals.Contains(name)) return Value.Unknown;
        if (alone) findings.Add(TemplateRules.Global, variable.At, ("name", name));
        return new Value.Global(name);
    }

    /// <summary>The value before a point or a bracket.</summary>
    private Value Base(Expression of)
    {
        if (of is Expression.Variable { Name: var name } variable && !_variables.ContainsKey(name))
        {
            if (TemplateNames.IsModule(name)) findings.Add(TemplateRules.UnsafeCall, variable.At, ("name", name));
            if (TemplateNames.IsHost(name)) findings.Add(TemplateRules.Host, variable.At, ("name", name));
        }
        return Of(of);
    }

    private Value Attribute(Value of, string name, int at, bool isDot)
    {
        Named(name, at, isDot);
        var values = Value.Each(of).Select(one => one switch
        {
            Value.Namespace space => space.Members.GetValueOrDefault(name) ?? Value.Unknown,
            Value.Mapping mapping when Pair(mapping, name) is { } value => value,
            Value.Text or Value.Mixed or Value.Sequence or Value.Mapping => new Value.Method(one, name),
            _ => Value.Unknown,
        });
        return values.Aggregate(Value.Either);
    }

    private static Value? Pair(Value.Mapping mapping, string name) => mapping.Pairs.LastOrDefault(pair => pair.Key is Value.Text key && key.Is == name).Value;

    /// <summary>An attribute or key is reached by its name.</summary>
    private void Named(string name, int at, bool isDot)
    {
        var plain = TemplateNames.Plain(name);
        if (TemplateNames.IsInternal(plain) || isDot && TemplateNames.IsPrivate(plain)) findings.Add(TemplateRules.UnsafeName, at, ("name", name));
        else if (TemplateNames.IsPrivate(plain)) findings.Add(TemplateRules.PrivateKey, at, ("name", name));
    }

    /// <summary>An attribute or key is reached by the name that an expression makes.</summary>
    private void Named(Value name, Expression by, int at)
    {
        foreach (var one in Value.Each(name))
        {
            switch (one)
            {
                case Value.Text text when by is Expression.Constant: Named(text.Is, at, isDot: false); break;
                case Value.Text text:
                    var plain = TemplateNames.Plain(text.Is);
                    if (TemplateNames.IsInternal(plain)) findings.Add(TemplateRules.HiddenName, at, ("name", text.Is));
                    else if (TemplateNames.IsPrivate(plain)) findings.Add(TemplateRules.PrivateKey, at, ("name", text.Is));
                    break;
                case Value.Mixed mixed: Computed(mixed, at); break;
            }
        }
    }

    private void Computed(Value.Mixed mixed, int at)
    {
        if (TemplateNames.CouldBeDangerous(mixed.Known)) findings.Add(TemplateRules.HiddenName, at, ("name", mixed.Known));
        else if (mixed.Known.Length == 0 || mixed.Known[0] is Value.Mixed.Gap or '_') findings.Add(TemplateRules.ComputedName, at, ("name", mixed.Known));
    }

    private Value Subscript(Expression.Subscript subscript)
    {
        var of = Base(subscript.Of);
        var index = Of(subscript.Index);
        Named(index, subscript.Index, subscript.At);
        if (of is Value.Global && index is not Value.Text) findings.Add(TemplateRules.ComputedName, subscript.At, ("name", "…"));
        return Each([of, index], values => (values[0], values[1]) switch
        {
            (Value.Namespace or Value.Mapping, Value.Text name) => Attribute(values[0], name.Is, subscript.At, isDot: false),
            (Value.Mapping mapping, Value.Number number) => mapping.Pairs.LastOrDefault(pair => pair.Key is Value.Number key && key.Is.Equals(number.Is)).Value ?? Value.Unknown,
            (Value.Text or Value.Sequence or Value.Mixed, Value.Number number) => TemplateFilters.Element(values[0], number.Is),
            (Value.Text or Value.Sequence, Value.Text name) => new Value.Method(values[0], name.Is),
            (Value.Text or Value.Mixed, _) => Gap,
            (Value.Sequence sequence, _) => sequence.Elements.Take(8).Aggregate(Value.Unknown, Value.Either),
            _ => Value.Unknown,
        });
    }

    private Value Slice(Expression.Slice slice)
    {
        var of = Base(slice.Of);
        var (from, to, step) = (slice.From is null ? null : Of(slice.From), slice.To is null ? null : Of(slice.To), slice.Step is null ? null : Of(slice.Step));
        var known = (from is null or Value.Number or Value.Nothing) && (to is null or Value.Number or Value.Nothing) && (step is null or Value.Number or Value.Nothing);
        var (begin, end, by) = (TemplateFilters.Number(from), TemplateFilters.Number(to), TemplateFilters.Number(step));
        return Value.Each(of).Select(one => one switch
        {
            Value.Text text => TemplateText.Slice(text.Is, begin, end, by, known),
            Value.Mixed => Gap,
            Value.Sequence sequence when known => new Value.Sequence([.. TemplateText.Indices(sequence.Elements.Count, begin, end, by ?? 1).Select(index => sequence.Elements[index])]),
            _ => Value.Unknown,
        }).Aggregate(Value.Either);
    }

    private Value Binary(Expression.Binary binary)
    {
        var (left, right) = (Of(binary.Left), Of(binary.Right));
        return Each([left, right], values => Binary(binary, values[0], values[1]));
    }

    private Value Binary(Expression.Binary binary, Value left, Value right)
    {
        switch (binary.Sign)
        {
            case "or": return Value.Either(left, right);
            case "and": return Value.Either(left, right);
            case "+" when left is Value.Text or Value.Mixed || right is Value.Text or Value.Mixed: return TemplateText.Concatenate([left, right]);
            case "+" when left is Value.Sequence one && right is Value.Sequence other && one.Elements.Count + other.Elements.Count < 4096: return new Value.Sequence([.. one.Elements, .. other.Elements]);
            case "%" when left is Value.Text format: return TemplateText.Percent(format.Is, right is Value.Sequence values ? values.Elements : [right], right as Value.Mapping);
            case "%" when left is Value.Mixed: return Gap;
            case "*" when (left is Value.Text or Value.Mixed or Value.Sequence) && right is Value.Number times: return Repeat(left, times.Is, binary.At);
            case "*" when (right is Value.Text or Value.Mixed or Value.Sequence) && left is Value.Number times: return Repeat(right, times.Is, binary.At);
            case "*" when left is Value.Text or Value.Mixed || right is Value.Text or Value.Mixed: return Gap;
            case "**" when right is Value.Number power && (power.Is > 1000 || left is Value.Number { Is: > 1 } root && power.Is * Math.Log10(root.Is) > 300): findings.Add(TemplateRules.Flood, binary.At); return Value.Unknown;
        }
        if (left is not Value.Number a || right is not Value.Number b) return Value.Unknown;
        return binary.Sign switch
        {
            "+" => new Value.Number(a.Is + b.Is),
            "-" => new Value.Number(a.Is - b.Is),
            "*" => new Value.Number(a.Is * b.Is),
            "/" when b.Is is not 0 => new Value.Number(a.Is / b.Is),
            "//" when b.Is is not 0 => new Value.Number(Math.Floor(a.Is / b.Is)),
            "%" when b.Is is not 0 => new Value.Number(a.Is - b.Is * Math.Floor(a.Is / b.Is)),
            "**" => new Value.Number(Math.Pow(a.Is, b.Is)),
            _ => Value.Unknown,
        };
    }

    private Value Repeat(Value value, double times, int at)
    {
        var length = value is Value.Sequence sequence ? sequence.Elements.Count : TemplateText.Parts(value).Length;
        if (length * times > Flood) findings.Add(TemplateRules.Flood, at);
        if (value is Value.Sequence) return Value.Unknown;
        return length * times > TemplateText.Longest ? Gap : TemplateText.Of(string.Concat(Enumerable.Repeat(TemplateText.Parts(value), (int)Math.Max(0, times))));
    }

    /// <summary>Evaluates for each combination of the values that the operands may have.</summary>
    private static Value Each(IEnumerable<Value> operands, Func<IReadOnlyList<Value>, Value> evaluate)
    {
        var given = operands.ToArray();
        var all = Enumerable.Range(0, 1).Select(_ => given).ToList();
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] is not Value.Choice choice) continue;
            all = [.. all.SelectMany(one => choice.Values.Select(value => { var copy = (Value[])one.Clone(); copy[i] = value; return copy; })).Take(64)];
        }
        return all.Select(evaluate).Aggregate(Value.Either);
    }

    private (List<Value> Positional, List<(string? Name, Value Value)> Named) Arguments(Arguments arguments)
    {
        var positional = new List<Value>();
        foreach (var argument in arguments.Positional)
        {
            var value = Of(argument);
            if (argument is Expression.Unary { Sign: "*" }) positional.AddRange(TemplateText.Elements(value) ?? [Value.Unknown]);
            else positional.Add(value);
        }
        return (positional, [.. arguments.Named.Select(one => (one.Name, Of(one.Value)))]);
    }

    private Value Filter(Value of, Expression.Filter filter)
    {
        var (positional, named) = Arguments(filter.Arguments);
        if (filter.Name == "attr") return AttributeFilter(of, positional.Count > 0 ? positional[0] : Value.Unknown, filter.Arguments.Positional.Count > 0 ? filter.Arguments.Positional[0] : null, filter.At);
        if (filter.Name == "map" && positional.Count > 0)
        {
            if (positional[0] is not Value.Text applied) { if (filter.Arguments.Positional.Count > 0) findings.Add(TemplateRules.ComputedName, filter.At, ("name", TemplateText.Parts(positional[0]))); }
            else if (applied.Is == "attr") return AttributeFilter(Value.Unknown, positional.Count > 1 ? positional[1] : Value.Unknown, filter.Arguments.Positional.Count > 1 ? filter.Arguments.Positional[1] : null, filter.At);
            else if (of is Value.Sequence sequence) return new Value.Sequence([.. sequence.Elements.Select(element => TemplateFilters.Apply(applied.Is, element, [.. positional.Skip(1)]))]);
        }
        foreach (var path in TemplateFilters.Reaches(filter.Name, positional, named).SelectMany(Value.Each))
        {
            if (path is Value.Text text)
            {
                foreach (var step in text.Is.Split('.', ',')) Named(step.Trim(), filter.At, isDot: true);
            }
            else if (path is Value.Mixed mixed) Computed(mixed, filter.At);
        }
        if (filter.Name == "format" && positional.Count == 0 && named.Count > 0) return Each([of], values => values[0] is Value.Text format ? TemplateText.Percent(format.Is, [], new Value.Mapping([.. named.Where(one => one.Name is not null).Select(one => ((Value)new Value.Text(one.Name!), one.Value))])) : Gap);
        return Each([of, .. positional], values => TemplateFilters.Apply(filter.Name, values[0], [.. values.Skip(1)]));
    }

    private Value AttributeFilter(Value of, Value name, Expression? by, int at)
    {
        findings.Add(TemplateRules.AttributeFilter, at);
        var known = true;
        foreach (var one in Value.Each(name))
        {
            if (one is Value.Text text)
            {
                var plain = TemplateNames.Plain(text.Is);
                if (TemplateNames.IsPrivate(plain) || TemplateNames.IsInternal(plain)) findings.Add(by is Expression.Constant ? TemplateRules.UnsafeName : TemplateRules.HiddenName, at, ("name", text.Is));
            }
            else
            {
                known = false;
                if (one is Value.Mixed mixed) Computed(mixed, at);
            }
        }
        // One attribute by a name from outside may be a slip; a chain of them is the known way to hide all names from a reader.
        if (!known && ++_unknownAttributes >= 2) findings.Add(TemplateRules.HiddenName, at, ("name", TemplateText.Parts(name)));
        return name is Value.Text method ? Attribute(of, method.Is, at, isDot: false) : Value.Unknown;
    }

    private Value Call(Expression.Call call)
    {
        var (positional, named) = Arguments(call.Arguments);
        if (call.Of is Expression.Variable variable) return Call(variable, positional, named);
        var callee = Of(call.Of);
        var name = call.Of switch
        {
            Expression.Attribute attribute => attribute.Name,
            Expression.Subscript { Index: Expression.Constant { Value: Value.Text text } } => text.Is,
            _ => callee is Value.Method method ? method.Name : null,
        };
        if (name is not null && TemplateNames.Executes(TemplateNames.Plain(name))) findings.Add(TemplateRules.UnsafeCall, call.At, ("name", name));
        return Value.Each(callee).Select(one => one is Value.Method known ? CallMethod(known, positional, named, call.At) : Value.Unknown).Aggregate(Value.Either);
    }

    private Value Call(Expression.Variable variable, List<Value> positional, List<(string? Name, Value Value)> named)
    {
        var callee = Variable(variable, alone: false);
        switch (callee)
        {
            case Value.MacroOf macro: return CallMacro(macro.Macro, positional, named);
            case Value.Global { Name: "dict" }: return new Value.Mapping([.. (positional is [Value.Mapping first] ? first.Pairs : []), .. named.Where(one => one.Name is not null).Select(one => ((Value)new Value.Text(one.Name!), one.Value))]);
            case Value.Global { Name: "namespace" }:
                var space = new Dictionary<string, Value>(StringComparer.Ordinal);
                if (positional is [Value.Mapping given])
                    foreach (var (key, value) in given.Pairs)
                        if (key is Value.Text text) space[text.Is] = value;
                foreach (var (name, value) in named)
                    if (name is not null) space[name] = value;
                return new Value.Namespace(space);
            case Value.Global { Name: "range" }:
                if (positional.Any(argument => TemplateFilters.Number(argument) > Flood)) findings.Add(TemplateRules.Flood, variable.At);
                return Value.Unknown;
            case Value.Global { Name: "cycler" or "joiner" or "lipsum" }: return new Value.Mapping([((Value)new Value.Text("current"), Gap)]);
        }
        if (!_variables.ContainsKey(variable.Name))
        {
            if (TemplateNames.IsBuiltin(variable.Name)) findings.Add(TemplateRules.UnsafeCall, variable.At, ("name", variable.Name));
            if (TemplateNames.IsHost(variable.Name)) findings.Add(TemplateRules.Host, variable.At, ("name", variable.Name));
        }
        return Value.Unknown;
    }

    private Value CallMacro(Statement.Macro macro, List<Value> positional, List<(string? Name, Value Value)> named)
    {
        var plain = positional.All(value => value is Value.Any) && named.All(one => one.Value is Value.Any);
        if (plain && _written.TryGetValue(macro, out var earlier)) return earlier;
        if (_calls >= DeepestCall || !_running.Add(macro)) return Gap;
        _calls++;
        var parameters = macro.Parameters.Select((parameter, index) => (parameter.Name, Given(parameter, index))).ToList();
        parameters.AddRange([("varargs", Value.Unknown), ("kwargs", Value.Unknown), ("caller", Value.Unknown)]);
        var written = Scoped(parameters, () => Execute(macro.Body));
        _calls--;
        _running.Remove(macro);
        if (plain) _written[macro] = written;
        return written;

        Value Given((string Name, Expression? Default) parameter, int index)
        {
            if (index < positional.Count) return positional[index];
            var standard = parameter.Default is null ? Value.Unknown : Of(parameter.Default);
            return named.FirstOrDefault(one => one.Name == parameter.Name).Value ?? (plain ? Value.Either(Value.Unknown, standard) : standard);
        }
    }

    private Value CallMethod(Value.Method method, List<Value> positional, List<(string? Name, Value Value)> named, int at)
    {
        switch (method.Of)
        {
            case Value.Text text when method.Name == "format": return Each(positional, values => TemplateText.Format(text.Is, values, named, step => Named(step, at, isDot: true)));
            case Value.Text text when method.Name == "format_map": return TemplateText.Format(text.Is, [], positional is [Value.Mapping given] ? [.. given.Pairs.Select(pair => ((string?)TemplateText.Parts(pair.Key), pair.Value))] : [], step => Named(step, at, isDot: true));
            case Value.Text or Value.Mixed: return Each([method.Of, .. positional], values => TemplateText.Method(TemplateText.Parts(values[0]), method.Name, [.. values.Skip(1)]) ?? Gap);
            case Value.Sequence sequence: return CallMethod(sequence, method.Name, positional);
            case Value.Mapping mapping: return CallMethod(mapping, method.Name, positional);
            default: return Value.Unknown;
        }
    }

    private static Value CallMethod(Value.Sequence sequence, string name, List<Value> arguments)
    {
        switch (name)
        {
            case "append" or "insert" when arguments.Count > 0 && sequence.Elements.Count < 4096: sequence.Elements.Add(arguments[^1]); return Value.None;
            case "extend" when arguments.Count > 0 && TemplateText.Elements(arguments[0]) is { } more && sequence.Elements.Count + more.Count < 4096: sequence.Elements.AddRange(more); return Value.None;
            case "pop" when sequence.Elements.Count > 0: return TemplateFilters.Element(sequence, arguments.Count > 0 ? TemplateFilters.Number(arguments[0]) ?? -1 : -1);
            case "reverse": sequence.Elements.Reverse(); return Value.None;
            case "copy": return new Value.Sequence([.. sequence.Elements]);
            default: return Value.Unknown;
        }
    }

    private static Value CallMethod(Value.Mapping mapping, string name, List<Value> arguments)
    {
        switch (name)
        {
            case "get" or "pop" or "setdefault" when arguments.Count > 0: return arguments[0] is Value.Text key && Pair(mapping, key.Is) is { } value ? value : arguments.Count > 1 ? arguments[1] : mapping.Pairs.Take(8).Select(pair => pair.Value).Aggregate(Value.Unknown, Value.Either);
            case "keys": return new Value.Sequence([.. mapping.Pairs.Select(pair => pair.Key)]);
            case "values": return new Value.Sequence([.. mapping.Pairs.Select(pair => pair.Value)]);
            case "items": return new Value.Sequence([.. mapping.Pairs.Select(pair => new Value.Sequence([pair.Key, pair.Value]))]);
            case "update" when arguments is [Value.Mapping more] && mapping.Pairs.Count + more.Pairs.Count < 4096: mapping.Pairs.AddRange(more.Pairs); return Value.None;
            case "next" or "reset": return Gap;
            default: return Value.Unknown;
        }
    }
}
