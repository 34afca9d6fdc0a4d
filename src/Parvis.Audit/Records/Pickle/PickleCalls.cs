using System.Globalization;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Pickle;

/// <summary>What a pickle imports and calls.</summary>
internal sealed partial class PickleMachine
{
    /// <summary>Some things are known by name, so that the facts can tell what they made.</summary>
    private enum Role { None, ElementType, Reconstruct, ArrayWrapper, Encode, LoadFromBytes, TensorV2, Tensor, QuantisedTensor, Parameter, FromType, Reconstructor, OrderedDict, EmptyContainer, Type, Bytes }

    /// <summary>Elements that no honest pickle asks for in one call.</summary>
    private const long MostMade = 1 << 30;

    private const int MostImports = 20_000;

    private readonly List<Role> _roles = [];

    private void Global()
    {
        var module = NameLine();
        Import(module, NameLine());
    }

    private string NameLine()
    {
        var (at, length) = _bytes.Line();
        if (length > LongestName) throw Broken("name");
        Span<byte> space = stackalloc byte[LongestName];
        return PickleTexts.Decode(_bytes.At(at, (int)length, space), PickleSpelling.Utf8);
    }

    private void StackGlobal()
    {
        var name = Pop();
        var module = Pop();
        if (TextOf(module) is { } m && TextOf(name) is { } n && module.A <= LongestName && name.A <= LongestName) { Import(m, n); return; }
        _findings.Find(PickleRules.ComputedImport, _opcode);
        Push(PickleKind.Unknown);
    }

    private void Import(string module, string name) => Push(PickleKind.Global, ImportOf(module, name));

    private int ImportOf(string module, string name)
    {
        if (_importIndex.TryGetValue((module, name), out var index)) return index;
        if (!PickleTexts.IsName(module) || !PickleTexts.IsName(name))
        {
            if (!GoesOn) throw Broken("name");
            _findings.FindOnce(PickleRules.Broken, _opcode, ("reason", "name"));
        }
        var (inModule, newName) = Trusts.OfPython3(module, name);
        var trust = Place == PicklePlace.TorchScript && Trusts.IsTorchScript(inModule) ? Trust.Allowed : Trusts.Of(inModule, newName);
        var import = new PickleImport(inModule, newName, trust);
        index = Imports.Count;
        if (index >= MostImports && trust != Trust.Dangerous) return 0; // so many are of no use but to hide one
        Imports.Add(import);
        _importIndex[(module, name)] = index;
        _roles.Add(RoleOf(import));
        if (_roles[index] == Role.ArrayWrapper) _arrayWrapper = index;
        if (import.Trust == Trust.Dangerous) _findings.Find(PickleRules.UnsafeImport, _opcode, ("import", import.FullName));
        else if (import.Trust == Trust.Unknown) _findings.Find(PickleRules.UnknownImport, _opcode, ("import", import.FullName));
        return index;
    }

    private static Role RoleOf(PickleImport import) => import.FullName switch
    {
        "numpy.dtype" => Role.ElementType,
        "numpy.core.multiarray._reconstruct" or "numpy.core._internal._reconstruct" or "numpy._core.multiarray._reconstruct" => Role.Reconstruct,
        "joblib.numpy_pickle.NumpyArrayWrapper" or "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper" => Role.ArrayWrapper,
        "_codecs.encode" => Role.Encode,
        "torch.storage._load_from_bytes" => Role.LoadFromBytes,
        "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor_v3" => Role.TensorV2,
        "torch._utils._rebuild_tensor" => Role.Tensor,
        "torch._utils._rebuild_qtensor" => Role.QuantisedTensor,
        "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_v2" or "torch._utils._rebuild_parameter_with_state" => Role.Parameter,
        "torch._tensor._rebuild_from_type_v2" or "torch._tensor._rebuild_from_type" or "torch.tensor._rebuild_from_type" => Role.FromType,
        "copyreg._reconstructor" or "copyreg.__newobj__" => Role.Reconstructor,
        "collections.OrderedDict" => Role.OrderedDict,
        "builtins.set" or "builtins.frozenset" or "builtins.list" or "builtins.tuple" or "builtins.dict" or "collections.deque" or "collections.Counter" or "builtins.object" => Role.EmptyContainer,
        "builtins.type" => Role.Type,
        "builtins.bytes" or "builtins.bytearray" => Role.Bytes,
        _ => Role.None,
    };

    private void Inst()
    {
        var module = NameLine();
        var callee = new PickleValue(PickleKind.Global, ImportOf(module, NameLine()));
        Tuple(PopMark());
        Push(Call(callee, Pop(), isConstructor: true));
    }

    private void Obj()
    {
        var count = PopMark();
        if (count == 0) throw Broken("stack");
        Tuple(count - 1);
        var args = Pop();
        Push(Call(Pop(), args, isConstructor: true));
    }

    private void ExtensionCode(long code)
    {
        _findings.FindOnce(PickleRules.Extension, _opcode, ("code", code.ToString(CultureInfo.InvariantCulture)));
        if (code == 0) throw Broken("extension");
        Push(PickleKind.Unknown);
    }

    private void Persistent(PickleValue id)
    {
        if (Place != PicklePlace.Alone && StorageOf(id) is { } storage) { Push(storage); return; }
        _findings.FindOnce(PickleRules.PersistentId, _opcode, ("id", Shown(id)));
        Push(PickleKind.Unknown);
    }

    private PickleValue Call(PickleValue callee, PickleValue args, bool isConstructor, int depth = 0)
    {
        Calls++;
        if (callee.Kind != PickleKind.Global)
        {
            _findings.FindOnce(PickleRules.ComputedCall, _opcode, ("arguments", Shown(args)));
            return new(PickleKind.Unknown);
        }
        var import = Imports[callee.A];
        import.Calls++;
        if (_roles[callee.A] is not (Role.ElementType or Role.Reconstruct or Role.Encode)) Structures++;
        var made = new PickleValue(PickleKind.Made, callee.A, Container()) { Depth = args.Depth };
        if (import.Trust == Trust.Dangerous)
        {
            if (import.Calls == 1) _findings.Find(PickleRules.UnsafeCall, _opcode, ("import", import.FullName), ("arguments", Shown(args)));
            return made;
        }
        var objects = Objects(args);
        if (import.Trust == Trust.Unknown)
        {
            if (import.Calls <= 100 && (Trusts.NameRuns(import.FullName) && !isConstructor || objects.Length > 0 && HasCode(objects)))
                _findings.Find(PickleRules.Code, _opcode, ("import", import.FullName), ("arguments", Shown(args)));
            return made;
        }
        return _roles[callee.A] is var role and not Role.None ? Known(role, import, args, objects, made, depth) : made;
    }

    private PickleValue Known(Role role, PickleImport import, PickleValue args, ReadOnlySpan<PickleValue> objects, PickleValue made, int depth)
    {
        switch (role)
        {
            case Role.Bytes when objects.Length > 0 && objects[0] is { Kind: PickleKind.Int, B: > MostMade }:
            case Role.Reconstruct when objects.Length > 1 && ElementsOf(objects[1]) > MostMade:
                _findings.FindOnce(PickleRules.Expansion, _opcode, ("objects", Shown(objects[^1])));
                return made;
            case Role.ElementType:
                return ElementTypeOf(objects, made);
            case Role.Reconstruct:
                return objects.Length > 0 && objects[0].Kind == PickleKind.Global ? made with { A = objects[0].A } : made;
            case Role.Reconstructor or Role.FromType when depth > 8:
                return Odd();
            case Role.Reconstructor when objects.Length > 0:
                return objects[0].Kind == PickleKind.Global ? Call(objects[0], new(PickleKind.Tuple, 0, _keptCount), isConstructor: true, depth + 1) : Odd();
            case Role.Encode:
                return Encoded(objects) ?? Odd();
            case Role.LoadFromBytes:
                return objects.Length == 1 && objects[0].Kind is PickleKind.Bytes && LoadedFrom(objects[0]) ? made : Odd();
            case Role.TensorV2 or Role.Tensor:
                return TensorOf(objects, quantised: false) ?? made;
            case Role.QuantisedTensor:
                return TensorOf(objects, quantised: true) ?? made;
            case Role.Parameter:
                return objects.Length > 0 && objects[0].Kind == PickleKind.Tensor ? objects[0] : made;
            case Role.FromType when objects.Length >= 3:
                return Call(objects[0], objects[2].Kind == PickleKind.Tuple ? objects[2] : objects[^2], isConstructor: false, depth + 1);
            case Role.OrderedDict or Role.EmptyContainer:
                foreach (ref readonly var one in objects)
                    if (one.Kind is PickleKind.Text && one.A > 1 && import.Name != "Counter" && import.Name != "set" || one.Kind == PickleKind.Made && Imports[one.A].FullName is "builtins.range" or "itertools.count") return Odd();
                return made;
            case Role.Type when args.A > 1:
                return Odd();
            default:
                return made;
        }

        PickleValue Odd()
        {
            _findings.Find(PickleRules.OddCall, _opcode, ("import", import.FullName), ("arguments", Shown(args)));
            return made;
        }
    }

    private double ElementsOf(in PickleValue shape)
    {
        double elements = 1;
        foreach (ref readonly var size in Objects(shape)) elements *= size.B;
        return elements;
    }

    /// <summary>Pickles of protocol 2 and less write bytes as Latin-1 text to be encoded; any other encoding may unpack or disguise.</summary>
    private PickleValue? Encoded(ReadOnlySpan<PickleValue> objects) => objects.Length switch
    {
        2 when objects[0].Kind == PickleKind.Text && TextOf(objects[1], 32) is "latin1" or "latin-1" or "iso-8859-1" or "utf-8" or "utf8" or "ascii" => objects[0] with { Kind = PickleKind.Bytes, Form = (byte)PickleSpelling.Latin1 },
        1 when objects[0].Kind == PickleKind.Text => objects[0] with { Kind = PickleKind.Bytes, Form = (byte)PickleSpelling.Latin1 },
        _ => null,
    };

    /// <summary>Bytes that PyTorch would load as a file of its own are examined as one.</summary>
    private bool LoadedFrom(in PickleValue bytes)
    {
        if (_loadedFrom is null || bytes.B < 0 || bytes.A > _budget.Limits.InMemory && bytes.Form != 0) return false;
        var content = _bytes.Content.Slice("bytes", bytes.B, bytes.A);
        if (bytes.Form == (byte)PickleSpelling.Latin1) content = new MemoryContent(content.Path, Encoding.Latin1.GetBytes(PickleTexts.Decode(_bytes.At(bytes.B, bytes.A, new byte[bytes.A]), PickleSpelling.Utf8)));
        _loadedFrom(content, bytes.B);
        return true;
    }

    private Action<Content, long>? _loadedFrom;

    /// <summary>What examines the bytes PyTorch would load from inside a pickle.</summary>
    public Action<Content, long> LoadsFromBytes { set => _loadedFrom = value; }

    private void Build()
    {
        var state = Pop();
        ref var target = ref Peek();
        if (target.Kind == PickleKind.Global) Overwritten(target);
        else if (target.Kind == PickleKind.ElementType) ElementTypeState(target, Objects(state));
        else if (target.Kind == PickleKind.Made)
        {
            if (state.Depth >= target.Depth) target.Depth = Deeper(state.Depth);
            if (state.Kind >= PickleKind.Tuple)
            {
                _weights[target.B] += WeightOf(state);
                Weigh(_weights[target.B]);
                if (_hasTensors) Link(target, default, state, isKey: false);
            }
            if (Imports[target.A].FullName is "numpy.ndarray") Arrays++;
            if (target.A == _arrayWrapper) ArrayFollows();
        }
    }

    private void Overwritten(in PickleValue target) =>
        _findings.Find(PickleRules.Overwrite, _opcode, ("import", Imports[target.A].FullName));

    private bool HasCode(ReadOnlySpan<PickleValue> objects)
    {
        foreach (ref readonly var one in objects)
            if (TextOf(one) is { } text && Trusts.IsCode(text)) return true;
        return false;
    }

    /// <summary>Values as a person reads them, cut.</summary>
    private string Shown(PickleValue value)
    {
        var text = new StringBuilder();
        Show(value, text, 0);
        return text.ToString();
    }

    private void Show(in PickleValue value, StringBuilder text, int depth)
    {
        if (text.Length > Finding.LongestValue) return;
        switch (value.Kind)
        {
            case PickleKind.None: text.Append("None"); break;
            case PickleKind.Bool: text.Append(value.B == 1 ? "True" : "False"); break;
            case PickleKind.Int: text.Append(value.B); break;
            case PickleKind.Text: text.Append('\'').Append(TextOf(value, Finding.LongestValue)).Append('\''); break;
            case PickleKind.Bytes: text.Append(CultureInfo.InvariantCulture, $"<{value.A} B>"); break;
            case PickleKind.Global or PickleKind.Made: text.Append(Imports[value.A].FullName); break;
            case PickleKind.Tuple when depth < 3:
                text.Append('(');
                var first = true;
                foreach (ref readonly var one in Objects(value))
                {
                    if (!first) text.Append(", ");
                    first = false;
                    Show(one, text, depth + 1);
                }
                text.Append(')');
                break;
            default: text.Append('…'); break;
        }
    }

    // ---- pickles inside

    private void Hidden(long at, long length, bool isText)
    {
        var start = _bytes.End - _bytes.Position >= 4 ? _bytes.Buffer.AsSpan(_bytes.Position, (int)Math.Min(length, Math.Min(100, _bytes.End - _bytes.Position))) : Start(length);
        if (isText)
        {
            if (!PickleNesting.MaySpellPickle(start)) return;
            HiddenText(at, length);
        }
        else if (PickleNesting.MayBePickle(start)) Nested(Part(at, length), at);
        else if (PickleNesting.MaySpellPickle(start)) HiddenText(at, length);
    }

    private ReadOnlySpan<byte> Start(long length)
    {
        var count = (int)Math.Min(length, 100);
        _bytes.Need(count);
        return _bytes.Buffer.AsSpan(_bytes.Position, count);
    }

    /// <summary>The bytes at the position: those in the window are copied, so that reading them does not move what can only be read forwards.</summary>
    private Content Part(long at, long length)
    {
        if (length > PickleBytes.Most || !_bytes.Content.Sequential) return _bytes.Content.Slice("bytes", at, length);
        _bytes.Need((int)length);
        return new MemoryContent(_bytes.Content.Path, _bytes.Buffer.AsSpan(_bytes.Position, (int)length).ToArray());
    }

    private void HiddenText(long at, long length)
    {
        var count = (int)Math.Min(length, 1 << 20);
        if (_bytes.Content.Sequential) _bytes.Need(count = Math.Min(count, PickleBytes.Most));
        var space = count > _bytes.End - _bytes.Position ? new byte[count] : [];
        if (PickleNesting.Spelled(_bytes.At(at, count, space)) is { } decoded) Nested(new MemoryContent(_bytes.Content.Path, decoded), at);
    }

    private void HiddenInLine(in PickleValue value)
    {
        Span<byte> space = stackalloc byte[100];
        if (!PickleNesting.MaySpellPickle(_bytes.At(value.B, Math.Min(value.A, 100), space))) return;
        var length = Math.Min(value.A, 1 << 20);
        var bytes = Encoding.Latin1.GetBytes(PickleTexts.Decode(_bytes.At(value.B, length, new byte[length]), (PickleSpelling)value.Form));
        if (PickleNesting.MayBePickle(bytes)) Nested(new MemoryContent(_bytes.Content.Path, bytes), value.B);
        else if (bytes.Length >= 4 && PickleNesting.MaySpellPickle(bytes) && PickleNesting.Spelled(bytes) is { } decoded) Nested(new MemoryContent(_bytes.Content.Path, decoded), value.B);
    }

    private void Nested(Content content, long at)
    {
        if (PickleNesting.Examine(content, _budget, _depth + 1) is { } imports) _findings.Find(PickleRules.Nested, at, ("imports", imports));
    }
}
