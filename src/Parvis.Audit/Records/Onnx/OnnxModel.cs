using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.Protobuf;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Onnx;

/// <summary>One ONNX model while it is read. Field numbers are those of onnx.proto and onnx-ml.proto.</summary>
internal sealed class OnnxModel(Content content, Examination examination)
{
    /// <summary>Names kept of inputs, shapes and the like.</summary>
    private const int MostNames = 10_000;

    private const int MostDimensions = 64;

    /// <summary>Domains whose operators the common runtimes have themselves.</summary>
    private static readonly HashSet<string> KnownDomains =
    [
        "", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview", "ai.onnx.preview.training",
        "com.microsoft", "com.microsoft.nchwc", "com.microsoft.experimental", "com.ms.internal.nhwc",
    ];

    private readonly Dictionary<(string Domain, string Name), (long Count, long At)> _operators = [];
    private readonly HashSet<(string Domain, string Name)> _functions = [];
    private readonly OnnxExternal _external = new(content, examination);
    private readonly SortedDictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly JsonObject _shapes = [];
    private readonly JsonArray _inputs = [], _outputs = [], _functionNames = [];
    private readonly JsonObject _operatorSets = [], _properties = [];
    private long _nodes, _mainNodes, _tensors, _parameters, _sparse, _training;

    public void Read()
    {
        var model = WireMessage.Of(content, examination.Budget);
        var graph = false;
        try { graph = Walk(model); }
        finally { Judge(); } // also of a model that breaks off: what it says before that is still said
        if (!graph) throw new MalformedException(OnnxRules.NoGraph, 0);
        Report();
    }

    private bool Walk(WireMessage model)
    {
        var graph = false;
        while (model.Next())
            switch (model.Field, model.Type)
            {
                case (1, Wire.Varint): examination.Facts[FactNames.FormatVersion] = model.Signed.ToString(CultureInfo.InvariantCulture); break;
                case (2, Wire.Bytes): examination.Facts[FactNames.Producer] = model.Text(); break;
                case (3, Wire.Bytes): examination.Facts[FactNames.ProducerVersion] = model.Text(); break;
                case (7, Wire.Bytes): graph = true; Graph(model.Inner(), main: true); break;
                case (8, Wire.Bytes): OperatorSet(model.Inner()); break;
                case (14, Wire.Bytes): Property(model.Inner()); break;
                case (20, Wire.Bytes): _training++; Training(model.Inner()); break;
                case (25, Wire.Bytes): Function(model.Inner()); break;
                default: break;
            }
        return graph;
    }

    private void Graph(WireMessage graph, bool main)
    {
        while (graph.Next())
            switch (graph.Field, graph.Type)
            {
                case (1, Wire.Bytes):
                    if (main) _mainNodes++;
                    Node(graph.Inner());
                    break;
                case (5, Wire.Bytes): Tensor(graph.Inner(), initializer: true); break;
                case (11, Wire.Bytes) when main: Name(graph.Inner(), _inputs); break;
                case (12, Wire.Bytes) when main: Name(graph.Inner(), _outputs); break;
                case (15, Wire.Bytes): Sparse(graph.Inner()); break;
                default: break;
            }
    }

    private void Node(WireMessage node)
    {
        var (name, domain, at) = ("", "", node.At);
        while (node.Next())
            switch (node.Field, node.Type)
            {
                case (4, Wire.Bytes): (name, at) = (node.Text(), node.At); break;
                case (5, Wire.Bytes): Attribute(node.Inner()); break;
                case (7, Wire.Bytes): domain = node.Text(); break;
                default: break;
            }
        _nodes++;
        if (_operators.TryGetValue((domain, name), out var seen)) _operators[(domain, name)] = seen with { Count = seen.Count + 1 };
        else if (_operators.Count < MostNames) _operators[(domain, name)] = (1, at);
    }

    private void Attribute(WireMessage attribute)
    {
        while (attribute.Next())
            switch (attribute.Field, attribute.Type)
            {
                case (5 or 10, Wire.Bytes): Tensor(attribute.Inner(), initializer: false); break;
                case (6 or 11, Wire.Bytes): Graph(attribute.Inner(), main: false); break;
                case (22 or 23, Wire.Bytes): Sparse(attribute.Inner()); break;
                default: break;
            }
    }

    private void Sparse(WireMessage sparse)
    {
        _sparse++;
        while (sparse.Next())
            if (sparse is { Field: 1 or 2, Type: Wire.Bytes }) Tensor(sparse.Inner(), initializer: false);
    }

    private void Function(WireMessage function)
    {
        var (name, domain) = ("", "");
        while (function.Next())
            switch (function.Field, function.Type)
            {
                case (1, Wire.Bytes): name = function.Text(); break;
                case (7, Wire.Bytes): Node(function.Inner()); break;
                case (10, Wire.Bytes): domain = function.Text(); break;
                case (11, Wire.Bytes): Attribute(function.Inner()); break;
                default: break;
            }
        if (_functions.Count >= MostNames || !_functions.Add((domain, name))) return;
        _functionNames.Add((JsonNode)Qualified(domain, name));
    }

    private void Training(WireMessage training)
    {
        while (training.Next())
            if (training is { Field: 1 or 2, Type: Wire.Bytes }) Graph(training.Inner(), main: false);
    }

    private void OperatorSet(WireMessage set)
    {
        var (domain, version) = ("", 0L);
        while (set.Next())
            switch (set.Field, set.Type)
            {
                case (1, Wire.Bytes): domain = set.Text(); break;
                case (2, Wire.Varint): version = set.Signed; break;
                default: break;
            }
        if (_operatorSets.Count < MostNames) _operatorSets[domain] = version;
    }

    private void Property(WireMessage property)
    {
        var (key, value) = ("", "");
        while (property.Next())
            switch (property.Field, property.Type)
            {
                case (1, Wire.Bytes): key = property.Text(); break;
                case (2, Wire.Bytes): value = property.Text(); break;
                default: break;
            }
        if (_properties.Count < MostNames) _properties[key] = value.Length <= 1000 ? value : value[..1000];
    }

    private static void Name(WireMessage value, JsonArray into)
    {
        while (value.Next())
            if (value is { Field: 1, Type: Wire.Bytes } && into.Count < MostNames) into.Add((JsonNode)value.Text());
    }

    private void Tensor(WireMessage tensor, bool initializer)
    {
        var start = tensor.At;
        List<long> shape = [];
        List<(string Key, string Value)> external = [];
        var (type, name, outside) = (0L, "", false);
        (long Offset, long Length)? raw = null;
        while (tensor.Next())
        {
            start = start == 0 ? tensor.At : start;
            switch (tensor.Field, tensor.Type)
            {
                case (1, Wire.Varint or Wire.Bytes): tensor.Varints(shape, MostDimensions, OnnxRules.Shape); break;
                case (2, Wire.Varint): type = tensor.Signed; break;
                case (8, Wire.Bytes): name = tensor.Text(); break;
                case (9, Wire.Bytes): raw = (tensor.Offset, tensor.Length); break;
                case (13, Wire.Bytes): _external.Entry(tensor.Inner(), external); break;
                case (14, Wire.Varint): outside = tensor.Value == 1; break;
                default: break;
            }
        }
        var elements = Elements(shape, start);
        var (typeName, bits) = OnnxTypes.Of(type);
        var bytes = bits == 0 || elements > long.MaxValue / 128 ? (long?)null : (elements * bits + 7) / 8;
        if (raw is { } data && !outside && bytes is { } expected && data.Length != expected)
            examination.Find(OnnxRules.Size, data.Offset, ("tensor", name), ("bytes", $"{data.Length}"), ("expected", $"{expected}"));
        if (outside || external.Count > 0) _external.Judge(external, outside, name, start, bytes);
        if (!initializer) return;
        _tensors++;
        try { _parameters = checked(_parameters + elements); }
        catch (OverflowException) { throw new MalformedException(OnnxRules.Shape, start); }
        _types[typeName] = _types.GetValueOrDefault(typeName) + 1;
        if (_shapes.Count < MostNames) _shapes[name] = new JsonArray([.. shape.Select(size => (JsonNode)size)]);
        examination.Tensors.Add(new(name, typeName, shape, raw?.Offset, raw?.Length ?? bytes ?? 0));
    }

    private static long Elements(List<long> shape, long at)
    {
        var elements = 1L;
        foreach (var size in shape)
            if (size < 0 || (size > 0 && elements > long.MaxValue / size)) throw new MalformedException(OnnxRules.Shape, at);
            else elements *= size;
        return elements;
    }

    private void Judge()
    {
        foreach (var ((domain, name), (count, at)) in _operators.OrderBy(entry => entry.Value.At))
            if (IsPython(domain, name))
                examination.Find(OnnxRules.PythonOperator, at, ("operator", Qualified(domain, name)));
            else if (!KnownDomains.Contains(domain) && !_functions.Contains((domain, name)))
                examination.Find(OnnxRules.CustomOperator, at, ("operator", Qualified(domain, name)), ("count", $"{count}"));
    }

    /// <summary>Operators that call Python: PythonOp of onnxruntime's training, PyOp of onnxruntime-extensions and of its language interop.</summary>
    private bool IsPython(string domain, string name) =>
        (name.Contains("python", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PyOp", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("PyCustomOp", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PyFunc", StringComparison.OrdinalIgnoreCase)
            || domain.Contains("pyop", StringComparison.OrdinalIgnoreCase))
        && !_functions.Contains((domain, name));

    private void Report()
    {
        var facts = examination.Facts;
        var operators = new JsonObject();
        foreach (var ((domain, name), (count, _)) in _operators.OrderBy(entry => Qualified(entry.Key.Domain, entry.Key.Name), StringComparer.Ordinal))
            operators[Qualified(domain, name)] = count;
        var types = new JsonObject();
        foreach (var (type, count) in _types) types[type] = count;
        facts[FactNames.Nodes] = _mainNodes;
        facts[FactNames.AllNodes] = _nodes;
        facts[FactNames.Operators] = operators;
        facts[FactNames.OperatorSets] = _operatorSets;
        facts[FactNames.Inputs] = _inputs;
        facts[FactNames.Outputs] = _outputs;
        facts[FactNames.Tensors] = _tensors;
        facts[FactNames.Parameters] = _parameters;
        facts[FactNames.Types] = types;
        facts[FactNames.Shapes] = _shapes;
        if (_sparse > 0) facts[FactNames.SparseTensors] = _sparse;
        if (_training > 0) facts[FactNames.Training] = _training;
        if (_functionNames.Count > 0) facts[FactNames.Functions] = _functionNames;
        if (_properties.Count > 0) facts[FactNames.Metadata] = _properties;
        _external.Report();
    }

    private static string Qualified(string domain, string name) => domain is "" or "ai.onnx" ? name : $"{domain}.{name}";
}
