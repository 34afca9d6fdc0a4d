using System.Text.Json.Nodes;
using Parvis.Audit.Records.Protobuf;

namespace Parvis.Audit.Records.SavedModel;

/// <summary>The graphs of a TensorFlow model while it is read. Field numbers are those of meta_graph.proto, graph.proto, function.proto and attr_value.proto.</summary>
internal sealed class TensorFlowGraph(Examination examination)
{
    private const int MostNames = 10_000;

    /// <summary>Nodes of main graphs whose connections are kept to see what a signature reaches.</summary>
    private const int MostConnected = 200_000;

    private readonly SortedDictionary<string, long> _operators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Callable> _nodes = [], _functions = [];
    private readonly SortedSet<string> _signatures = new(StringComparer.Ordinal), _tags = new(StringComparer.Ordinal), _assets = new(StringComparer.Ordinal);
    private readonly List<string> _roots = [];
    private readonly Dictionary<string, long> _judged = [];
    private bool _saver;
    private long _mainNodes, _allNodes;

    /// <summary>Reads a <c>MetaGraphDef</c>.</summary>
    public void MetaGraph(WireMessage meta)
    {
        while (meta.Next())
            switch (meta.Field, meta.Type)
            {
                case (1, Wire.Bytes): Described(meta.Inner()); break;
                case (2, Wire.Bytes): Graph(meta.Inner()); break;
                case (3, Wire.Bytes): _saver = true; break;
                case (4, Wire.Bytes): Collection(meta.Inner()); break;
                case (5, Wire.Bytes): Signature(meta.Inner()); break;
                case (6, Wire.Bytes): Asset(meta.Inner()); break;
                default: break;
            }
    }

    /// <summary>Reads a <c>GraphDef</c>.</summary>
    public void Graph(WireMessage graph)
    {
        while (graph.Next())
            switch (graph.Field, graph.Type)
            {
                case (1, Wire.Bytes):
                    _mainNodes++;
                    var node = new Callable();
                    var name = Node(graph.Inner(), node, connections: true);
                    if (_nodes.Count < MostConnected) _nodes[name] = node;
                    break;
                case (2, Wire.Bytes): Library(graph.Inner()); break;
                default: break;
            }
    }

    /// <summary>Finds what the operators of a saver are reached from; the others were judged where they were met.</summary>
    public void Judge()
    {
        if (_nodes.Values.Concat(_functions.Values).All(callable => callable.Saver.Count == 0)) return;
        if (!_saver)
        {
            foreach (var (name, at) in _nodes.Values.Concat(_functions.Values).SelectMany(callable => callable.Saver)) FindSaver(name, at);
            return;
        }
        HashSet<string> seen = [];
        var open = new Stack<(string Name, bool Function)>(_roots.Select(root => (Plain(root), false)));
        while (open.TryPop(out var next))
        {
            examination.Budget.Tick();
            if (!seen.Add((next.Function ? "f" : "n") + next.Name) || !(next.Function ? _functions : _nodes).TryGetValue(next.Name, out var callable)) continue;
            foreach (var (name, at) in callable.Saver) FindSaver(name, at);
            foreach (var input in callable.Inputs) open.Push((Plain(input), false));
            foreach (var function in callable.Calls) open.Push((function, true));
        }
    }

    /// <summary>Puts the facts into the report.</summary>
    public void Report()
    {
        var facts = examination.Facts;
        facts[FactNames.Nodes] = _mainNodes;
        facts[FactNames.AllNodes] = _allNodes;
        facts[FactNames.Operators] = new JsonObject(_operators.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));
        Add(FactNames.Signatures, _signatures);
        Add(FactNames.Tags, _tags);
        Add(FactNames.Assets, _assets);
        Add(FactNames.Functions, _functions.Keys.Order(StringComparer.Ordinal).Take(MostNames));
    }

    private void Add(string fact, IEnumerable<string> names)
    {
        if (names.Any()) examination.Facts[fact] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
    }

    private void FindSaver(string name, long at)
    {
        if (_judged.TryAdd("saver " + name, at)) examination.Find(SavedModelRules.SaverOperator, at, ("operator", name));
    }

    private void Described(WireMessage description)
    {
        while (description.Next())
            switch (description.Field, description.Type)
            {
                case (4, Wire.Bytes): if (_tags.Count < MostNames) _tags.Add(description.Text()); break;
                case (5, Wire.Bytes): examination.Facts[FactNames.ProducerVersion] = description.Text(); break;
                default: break;
            }
    }

    private void Library(WireMessage library)
    {
        while (library.Next())
        {
            if (library is not { Field: 1, Type: Wire.Bytes }) continue;
            var (function, callable, name) = (library.Inner(), new Callable(), "");
            while (function.Next())
                switch (function.Field, function.Type)
                {
                    case (1, Wire.Bytes): name = First(function.Inner()); break;
                    case (3, Wire.Bytes): Node(function.Inner(), callable, connections: false); break;
                    default: break;
                }
            if (_functions.Count < MostConnected) _functions[name] = callable;
        }
    }

    /// <returns>The node's name.</returns>
    private string Node(WireMessage node, Callable callable, bool connections)
    {
        _allNodes++;
        var (name, kind, at) = ("", "", node.At);
        string? stream = null;
        while (node.Next())
            switch (node.Field, node.Type)
            {
                case (1, Wire.Bytes): name = node.Text(); break;
                case (2, Wire.Bytes): (kind, at) = (node.Text(), node.At); break;
                case (3, Wire.Bytes): if (connections && callable.Inputs.Count < MostNames) callable.Inputs.Add(node.Text()); break;
                case (5, Wire.Bytes): stream = Attribute(node.Inner(), callable) ?? stream; break;
                default: break;
            }
        if (_operators.Count < MostNames || _operators.ContainsKey(kind)) _operators[kind] = _operators.GetValueOrDefault(kind) + 1;
        if (TensorFlowOperators.IsSaver(kind)) callable.Saver.TryAdd(kind, at);
        else if (TensorFlowOperators.Judge(kind) is var severity and not Severity.Note && _judged.TryAdd(kind, at))
            examination.Find(severity == Severity.Unsafe ? SavedModelRules.CodeOperator : SavedModelRules.FileOperator, at, ("operator", kind));
        if (kind is "PrintV2" && stream is not null) examination.Find(SavedModelRules.PrintToFile, at, ("location", stream));
        return name;
    }

    /// <summary>Reads one attribute for the functions it names.</summary>
    /// <returns>The file a message is printed to, if the attribute is that.</returns>
    private static string? Attribute(WireMessage entry, Callable callable)
    {
        var (key, text) = ("", (string?)null);
        while (entry.Next())
            switch (entry.Field, entry.Type)
            {
                case (1, Wire.Bytes): key = entry.Text(); break;
                case (2, Wire.Bytes): text = AttributeValue(entry.Inner(), callable); break;
                default: break;
            }
        return key == "output_stream" && text?.StartsWith("file:", StringComparison.OrdinalIgnoreCase) == true ? text : null;
    }

    private static string? AttributeValue(WireMessage value, Callable callable)
    {
        string? text = null;
        while (value.Next())
            switch (value.Field, value.Type)
            {
                case (1, Wire.Bytes): // a list, whose field 9 has functions
                    var list = value.Inner();
                    while (list.Next())
                        if (list is { Field: 9, Type: Wire.Bytes }) callable.Call(First(list.Inner()));
                    break;
                case (2, Wire.Bytes) when value.Length < 4096: text = value.Text(); break;
                case (10, Wire.Bytes): callable.Call(First(value.Inner())); break;
                default: break;
            }
        return text;
    }

    private void Signature(WireMessage entry)
    {
        while (entry.Next())
            switch (entry.Field, entry.Type)
            {
                case (1, Wire.Bytes): if (_signatures.Count < MostNames) _signatures.Add(entry.Text()); break;
                case (2, Wire.Bytes):
                    var signature = entry.Inner();
                    while (signature.Next())
                    {
                        if (signature is not { Field: 2, Type: Wire.Bytes }) continue; // outputs, by name
                        var output = signature.Inner();
                        while (output.Next())
                            if (output is { Field: 2, Type: Wire.Bytes } && _roots.Count < MostNames) _roots.Add(First(output.Inner()));
                    }
                    break;
                default: break;
            }
    }

    /// <summary>Collections name the operations that run when the model is loaded.</summary>
    private void Collection(WireMessage entry)
    {
        var key = "";
        while (entry.Next())
            switch (entry.Field, entry.Type)
            {
                case (1, Wire.Bytes): key = entry.Text(); break;
                case (2, Wire.Bytes) when key is "saved_model_main_op" or "legacy_init_op":
                    var collection = entry.Inner();
                    while (collection.Next())
                    {
                        if (collection is not { Field: 1, Type: Wire.Bytes }) continue;
                        var list = collection.Inner();
                        while (list.Next())
                            if (list is { Field: 1, Type: Wire.Bytes } && _roots.Count < MostNames) _roots.Add(list.Text());
                    }
                    break;
                default: break;
            }
    }

    private void Asset(WireMessage asset)
    {
        while (asset.Next())
        {
            if (asset is not { Field: 2, Type: Wire.Bytes }) continue;
            var file = asset.Text();
            if (ExternalLocation.Leaves(file)) examination.Find(SavedModelRules.AssetLocation, asset.At, ("location", file));
            if (_assets.Count < MostNames) _assets.Add(file);
        }
    }

    /// <summary>The first field of a message, a name.</summary>
    private static string First(WireMessage message)
    {
        var name = "";
        while (message.Next())
            if (message is { Field: 1, Type: Wire.Bytes }) name = message.Text();
        return name;
    }

    /// <summary>The node of <c>^node</c> or <c>node:output</c>.</summary>
    private static string Plain(string reference)
    {
        var name = reference.StartsWith('^') ? reference[1..] : reference;
        return name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? name[..colon] : name;
    }

    /// <summary>A node of a main graph, or a function with all its nodes.</summary>
    private sealed class Callable
    {
        public List<string> Inputs { get; } = [];
        public HashSet<string> Calls { get; } = [];

        /// <summary>Operators of savers in it, and where the first of each is.</summary>
        public Dictionary<string, long> Saver { get; } = [];

        public void Call(string function)
        {
            if (Calls.Count < MostNames) Calls.Add(function);
        }
    }
}
