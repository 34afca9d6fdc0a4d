using System.Globalization;

namespace Parvis.Audit.Records.Pickle;

/// <summary>Arrays and tensors of a pickle: NumPy's element types, joblib's arrays that follow their wrapper, PyTorch's tensors and their names.</summary>
internal sealed partial class PickleMachine
{
    private const int MostTensors = 200_000;
    private const int MostLinks = 1 << 20;

    private readonly List<PickleElementType> _elementTypes = [];
    private readonly List<PickleStorage> _storages = [];
    private readonly List<(int Parent, PickleValue Key, PickleValue Child)> _links = [];
    private HashSet<int>? _withTensors;
    private bool _hasTensors;
    private int _arrayWrapper = -1;
    private PickleValue _wrappedShape;
    private PickleValue _wrappedType;
    private bool _isAligned;

    /// <summary>Arrays of NumPy.</summary>
    public int Arrays { get; private set; }

    /// <summary>Tensors of PyTorch, those that are recorded.</summary>
    public List<PickleTensor> Tensors { get; } = [];

    /// <summary>Tensors of PyTorch, all.</summary>
    public long TensorCount { get; private set; }

    /// <summary>The storages that persistent ids named.</summary>
    public IReadOnlyList<PickleStorage> Storages => _storages;

    private readonly Dictionary<string, int> _storageIndex = [];

    // ---- NumPy

    private PickleValue ElementTypeOf(ReadOnlySpan<PickleValue> objects, PickleValue made)
    {
        if (_elementTypes.Count >= MostTensors) return made;
        var code = objects.Length > 0 ? TextOf(objects[0], 32) ?? (objects[0].Kind == PickleKind.Bytes ? "" : null) : null;
        _elementTypes.Add(new() { Code = code ?? "", Size = SizeOf(code), HasObjects = code is not null && code.StartsWith('O') });
        return new(PickleKind.ElementType, _elementTypes.Count - 1);
    }

    private static long SizeOf(string? code)
    {
        if (code is null or { Length: 0 } || !long.TryParse(code.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return code is "?" or "b" or "B" ? 1 : 0;
        return size > int.MaxValue ? 0 : code[0] == 'U' ? 4 * size : size;
    }

    /// <summary>The state NumPy gives an element type: version, byte order, sub-array, names, fields, size, alignment, flags.</summary>
    private void ElementTypeState(in PickleValue target, ReadOnlySpan<PickleValue> state)
    {
        if (state.Length < 8) return;
        var type = _elementTypes[target.A];
        if (state[5].Kind == PickleKind.Int && state[5].B > 0) type.Size = Math.Min(state[5].B, int.MaxValue);
        if (state[7].Kind == PickleKind.Int && (state[7].B & 1) != 0) type.HasObjects = true;
    }

    // ---- joblib

    private void WrapperState(in PickleValue owner, ReadOnlySpan<PickleValue> pairs)
    {
        if (owner.Kind != PickleKind.Made || owner.A != _arrayWrapper) return;
        for (var i = 0; i + 1 < pairs.Length; i += 2)
            switch (TextOf(pairs[i], 64))
            {
                case "shape": _wrappedShape = pairs[i + 1]; break;
                case "dtype": _wrappedType = pairs[i + 1]; break;
                case "numpy_array_alignment_bytes": _isAligned = pairs[i + 1].Kind == PickleKind.Int; break;
            }
    }

    /// <summary>After the wrapper come the array's bytes: joblib reads them before the next opcode.</summary>
    private void ArrayFollows()
    {
        Arrays++;
        var (shape, type, aligned) = (_wrappedShape, _wrappedType, _isAligned);
        (_wrappedShape, _wrappedType, _isAligned) = (default, default, false);
        if (type.Kind != PickleKind.ElementType || shape.Kind != PickleKind.Tuple || Objects(shape).Length != shape.A) throw Broken("array");
        var element = _elementTypes[type.A];
        if (element.HasObjects)
        {
            ObjectArray();
            return;
        }
        if (element.Size <= 0) throw Broken("array");
        if (aligned)
        {
            _bytes.Need(1);
            _bytes.Skip(_bytes.Buffer[_bytes.Position++]);
        }
        UInt128 bytes = (UInt128)element.Size;
        foreach (ref readonly var size in Objects(shape))
        {
            if (size.Kind != PickleKind.Int || size.B < 0) throw Broken("array");
            bytes *= (UInt128)size.B;
            if (bytes > long.MaxValue) throw new MalformedException(PickleRules.Length, _opcode, ("length", bytes.ToString(CultureInfo.InvariantCulture)));
        }
        _bytes.Skip((long)bytes);
    }

    /// <summary>An array of Python objects is a pickle of its own, here and now.</summary>
    private void ObjectArray()
    {
        if (_depth >= 4) throw Broken("depth");
        var inside = new List<Finding>();
        using var machine = new PickleMachine(_bytes, _budget, new(inside), Place, _depth + 1);
        try
        {
            machine.Run();
        }
        finally
        {
            foreach (var finding in inside) _findings.Add(finding);
            foreach (var import in machine.Imports)
                if (_importIndex.TryAdd((import.Module, import.Name), Imports.Count)) { Imports.Add(import); _roles.Add(RoleOf(import)); }
        }
        Structures += machine.Structures;
    }

    // ---- PyTorch

    /// <summary>A storage by its persistent id: <c>('storage', type, key, device, elements)</c>.</summary>
    private PickleValue? StorageOf(in PickleValue id)
    {
        var parts = Objects(id);
        if (parts.Length < 5 || TextOf(parts[0], 16) is not "storage" || TextOf(parts[2], 1024) is not { } key || parts[4].Kind != PickleKind.Int || parts[4].B < 0) return null;
        if (_storageIndex.TryGetValue(key, out var index)) return new(PickleKind.Storage, index);
        if (_storages.Count >= MostTensors) return null;
        var type = parts[1].Kind == PickleKind.Global ? TorchTypes.OfStorage(Imports[parts[1].A].Name) : null;
        _storages.Add(new(key, type ?? "U8", parts[4].B));
        return new(PickleKind.Storage, _storageIndex[key] = _storages.Count - 1);
    }

    /// <summary>A tensor: <c>(storage, first element, sizes, strides, …)</c>; version 3 and others add its element type.</summary>
    private PickleValue? TensorOf(ReadOnlySpan<PickleValue> parts, bool quantised)
    {
        if (parts.Length < 4 || parts[0].Kind != PickleKind.Storage || parts[1].Kind != PickleKind.Int || parts[2].Kind != PickleKind.Tuple) return null;
        _hasTensors = true;
        TensorCount++;
        if (Tensors.Count >= MostTensors) return null;
        var sizes = Objects(parts[2]);
        var strides = parts[3].Kind == PickleKind.Tuple ? Objects(parts[3]) : [];
        if (sizes.Length != parts[2].A) return null;
        var shape = new long[sizes.Length];
        var contiguous = strides.Length == sizes.Length;
        for (var i = 0; i < shape.Length; i++) shape[i] = sizes[i].Kind == PickleKind.Int ? sizes[i].B : -1;
        long expected = 1;
        for (var i = shape.Length - 1; i >= 0 && contiguous; i--)
        {
            if (shape[i] != 1 && strides[i].B != expected) contiguous = false;
            expected = unchecked(expected * shape[i]);
        }
        var storage = _storages[parts[0].A];
        var type = storage.Type;
        if (!quantised)
            foreach (ref readonly var part in parts[4..])
                if (part.Kind == PickleKind.Global && TorchTypes.OfName(Imports[part.A].FullName) is { } named) type = named;
        Tensors.Add(new(storage, type, parts[1].B, shape, contiguous));
        return new(PickleKind.Tensor, Tensors.Count - 1);
    }

    private void Link(in PickleValue parent, in PickleValue key, in PickleValue child, bool isKey)
    {
        if (isKey || _links.Count >= MostLinks) return;
        var own = Identity(parent);
        if (own == 0) return;
        if (child.Kind == PickleKind.Tuple) { foreach (ref readonly var one in Objects(child)) if (one.Kind != PickleKind.Tuple) Link(parent, key, one, false); return; }
        var holds = child.Kind == PickleKind.Tensor || Identity(child) is > 0 and var inner && _withTensors is not null && _withTensors.Contains(inner);
        if (!holds) return;
        (_withTensors ??= []).Add(own);
        _links.Add((own, key, child));
    }

    private static int Identity(in PickleValue value) => value.Kind == PickleKind.Made ? (int)value.B : value.IsContainer ? value.A : 0;

    /// <summary>Gives the tensors their names: the path by which they are reached from what the pickle returns, without the dictionaries that only PyTorch's modules have.</summary>
    public void NameTensors(in PickleValue root)
    {
        if (root.Kind == PickleKind.Tensor) Tensors[root.A].Name ??= "";
        var inside = _links.ToLookup(link => link.Parent);
        var seen = new HashSet<int>();
        var open = new Stack<(int Container, string Path)>();
        open.Push((Identity(root), ""));
        while (open.Count > 0)
        {
            var (container, path) = open.Pop();
            if (container == 0 || !seen.Add(container)) continue;
            foreach (var (_, key, child) in inside[container])
            {
                _budget.Tick();
                var part = key.Kind switch
                {
                    PickleKind.Text => TextOf(key, 1024),
                    PickleKind.Int => key.B.ToString(CultureInfo.InvariantCulture),
                    _ => null,
                };
                if (part is "_parameters" or "_buffers" or "_modules") part = null;
                var name = part is null ? path : path.Length == 0 ? part : $"{path}.{part}";
                if (name.Length > 4096) continue;
                if (child.Kind == PickleKind.Tensor) Tensors[child.A].Name ??= name;
                else open.Push((Identity(child), name));
            }
        }
    }
}
