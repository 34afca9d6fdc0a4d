using System.Globalization;
using System.Text.Json.Nodes;
using Parvis.Audit.Records.FlatBuffers;
using Parvis.Audit.Records.SavedModel;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Tflite;

/// <summary>One TensorFlow Lite model while it is read. Field numbers are the places in schema.fbs of version 3d.</summary>
internal sealed class TfliteModel(Content content, Examination examination)
{
    private const int MostNames = 10_000;

    private readonly List<(string Name, bool Custom, long At)> _codes = [];
    private readonly SortedDictionary<string, long> _operators = new(StringComparer.Ordinal), _types = new(StringComparer.Ordinal);
    private readonly HashSet<long> _counted = [];
    private readonly JsonObject _shapes = [];
    private FlatVector _buffers;
    private readonly HashSet<uint> _external = [];
    private bool _compressed;
    private long _tensors, _parameters;

    public void Read()
    {
        var model = new FlatBuffer(new Window(content), 0, content.Length, examination.Budget).Root();
        examination.Facts[FactNames.FormatVersion] = model.U32(0).ToString(CultureInfo.InvariantCulture);
        if (model.Text(3) is { Length: > 0 } description) examination.Facts[FactNames.Description] = description;
        _buffers = model.Vector(4, 4);
        Codes(model.Vector(1, 4));
        External(model.Vector(8, 4), model.Vector(9, 4));
        Metadata(model.Vector(6, 4));
        var subgraphs = model.Vector(2, 4);
        for (var i = 0L; i < subgraphs.Count; i++) Subgraph(subgraphs.Table(i), main: i == 0);
        Judge();
        Report();
    }

    private void Codes(FlatVector codes)
    {
        for (var i = 0L; i < codes.Count; i++)
        {
            var code = codes.Table(i);
            var number = Math.Max(code.U8(0), code.I32(3)); // the older field had one byte only
            var custom = number == TfliteOperators.Custom;
            _codes.Add((custom ? code.Text(1) ?? "" : TfliteOperators.Name(number), custom, code.At));
        }
    }

    private void Subgraph(FlatTable graph, bool main)
    {
        var tensors = graph.Vector(0, 4);
        for (var i = 0L; i < tensors.Count; i++) Tensor(tensors.Table(i));
        Names(graph.Vector(1, 4), tensors, main ? FactNames.Inputs : null);
        Names(graph.Vector(2, 4), tensors, main ? FactNames.Outputs : null);
        var operators = graph.Vector(3, 4);
        for (var i = 0L; i < operators.Count; i++)
        {
            var step = operators.Table(i);
            var code = step.U32(0);
            if (code >= _codes.Count) throw new MalformedException(TfliteRules.Index, step.At);
            var name = _codes[(int)code].Name;
            if (_operators.Count < MostNames || _operators.ContainsKey(name)) _operators[name] = _operators.GetValueOrDefault(name) + 1;
            foreach (var list in new[] { 1, 2, 8 }) Indices(step.Vector(list, 4), tensors.Count);
            step.Vector(5, 1); // its options are not read, but they must be there
            if (step.U64(9) > 1) Beyond(step.U64(9), step.U64(10), step.At);
        }
    }

    private void Tensor(FlatTable tensor)
    {
        var dimensions = tensor.Vector(0, 4);
        var shape = new List<long>();
        var elements = 1L;
        for (var i = 0L; i < dimensions.Count; i++)
        {
            var size = dimensions.I32(i);
            if (i >= 64 || size < 0 || (size > 0 && elements > long.MaxValue / 128 / size)) throw new MalformedException(TfliteRules.Shape, tensor.At);
            shape.Add(size);
            elements *= size;
        }
        var external = tensor.U32(10);
        if (external != 0 && !_external.Contains(external)) throw new MalformedException(TfliteRules.Index, tensor.At);
        var number = tensor.U32(2);
        if (number >= _buffers.Count)
        {
            if (number == 0) return;
            throw new MalformedException(TfliteRules.Index, tensor.At);
        }
        var buffer = _buffers.Table(number);
        var inside = buffer.Vector(0, 1);
        var (offset, length) = (inside.At, inside.Count);
        if (buffer.U64(1) > 1) (offset, length) = Beyond(buffer.U64(1), buffer.U64(2), buffer.At);
        if (length == 0 && external == 0) return;
        var (type, bits) = TfliteOperators.Type(tensor.U8(1));
        var name = tensor.Text(3) ?? "";
        if (external == 0 && bits != 0 && !tensor.Has(6) && !_compressed && length < (elements * bits + 7) / 8)
            examination.Find(TfliteRules.Size, tensor.At, ("tensor", name), ("bytes", $"{length}"), ("expected", $"{(elements * bits + 7) / 8}"));
        if (!_counted.Add(external == 0 ? number : -(long)external)) return;
        _tensors++;
        _parameters += Math.Min(elements, long.MaxValue - _parameters);
        _types[type] = _types.GetValueOrDefault(type) + 1;
        if (_shapes.Count < MostNames) _shapes[name] = new JsonArray([.. shape.Select(size => (JsonNode)size)]);
        examination.Tensors.Add(new(name, type, shape, external == 0 ? offset : null, length));
    }

    private void Names(FlatVector indices, FlatVector tensors, string? fact)
    {
        Indices(indices, tensors.Count);
        if (fact is null) return;
        var names = new JsonArray();
        for (var i = 0L; i < indices.Count && i < MostNames; i++)
            if (indices.I32(i) >= 0) names.Add((JsonNode?)(tensors.Table(indices.I32(i)).Text(3) ?? ""));
        examination.Facts[fact] = names;
    }

    private void Indices(FlatVector indices, long count)
    {
        for (var i = 0L; i < indices.Count; i++)
        {
            examination.Budget.Tick();
            if (indices.I32(i) < -1 || indices.I32(i) >= count) throw new MalformedException(TfliteRules.Index, indices.Place(i));
        }
    }

    private void Metadata(FlatVector entries)
    {
        var names = new JsonArray();
        for (var i = 0L; i < entries.Count; i++)
        {
            var entry = entries.Table(i);
            if (entry.U32(1) >= _buffers.Count) throw new MalformedException(TfliteRules.Index, entry.At);
            var name = entry.Text(0) ?? "";
            _compressed |= name == "COMPRESSION_METADATA"; // of the microcontroller library: constants are fewer bytes than their shapes say
            if (i < MostNames) names.Add((JsonNode)name);
        }
        if (names.Count > 0) examination.Facts[FactNames.MetadataNames] = names;
    }

    /// <summary>A part after the FlatBuffer, in files that are larger than it can be.</summary>
    private (long Offset, long Length) Beyond(ulong offset, ulong size, long at) =>
        offset <= (ulong)content.Length && size <= (ulong)content.Length - offset
            ? ((long)offset, (long)size)
            : throw new MalformedException(TfliteRules.Bounds, at, ("end", ((UInt128)offset + size).ToString(CultureInfo.InvariantCulture)), ("bytes", $"{content.Length}"), ("location", content.Name));

    private void External(FlatVector groups, FlatVector buffers)
    {
        var places = new List<(string Name, long? Bytes)>();
        for (var i = 0L; i < groups.Count; i++)
        {
            var group = groups.Table(i);
            var name = group.Text(0) ?? "";
            places.Add((name, name.Length == 0 ? null : Look(name, group.At)));
        }
        for (var i = 0L; i < buffers.Count; i++)
        {
            var buffer = buffers.Table(i);
            _external.Add(buffer.U32(0));
            if (buffer.U32(1) >= places.Count) throw new MalformedException(TfliteRules.Index, buffer.At);
            var (name, bytes) = places[(int)buffer.U32(1)];
            var end = (UInt128)buffer.U64(2) + buffer.U64(3);
            if (end > (UInt128)(bytes ?? long.MaxValue))
                examination.Find(TfliteRules.Bounds, buffer.At, ("end", end.ToString(CultureInfo.InvariantCulture)), ("bytes", $"{bytes}"), ("location", name));
        }
        if (places.Count > 0) examination.Facts[FactNames.External] = new JsonArray([.. places.Take(MostNames).Select(place => (JsonNode)place.Name)]);
    }

    private long? Look(string location, long at)
    {
        if (Records.ExternalLocation.Leaves(location))
        {
            examination.Find(TfliteRules.ExternalLocation, at, ("location", location));
            return null;
        }
        var neighbour = content.Beside(location);
        if (neighbour is null) examination.Find(TfliteRules.ExternalMissing, at, ("location", location));
        else if (neighbour.LeadsAway) examination.Find(TfliteRules.ExternalLink, at, ("location", location), ("target", Path.GetFileName(neighbour.Outside!)));
        else examination.Find(TfliteRules.ExternalFile, at, ("location", location));
        return neighbour?.Length;
    }

    private void Judge()
    {
        foreach (var (name, custom, at) in _codes)
        {
            if (!custom || TfliteOperators.IsBrought(name)) continue;
            var tensorFlow = name.StartsWith("Flex", StringComparison.Ordinal) ? name[4..] : name;
            if (TensorFlowOperators.Judge(tensorFlow) == Severity.Unsafe) examination.Find(TfliteRules.CodeOperator, at, ("operator", name));
            else examination.Find(tensorFlow == name ? TfliteRules.CustomOperator : TfliteRules.FlexOperator, at, ("operator", name));
        }
    }

    private void Report()
    {
        var facts = examination.Facts;
        facts[FactNames.Operators] = Counts(_operators);
        facts[FactNames.Tensors] = _tensors;
        facts[FactNames.Parameters] = _parameters;
        facts[FactNames.Types] = Counts(_types);
        facts[FactNames.Shapes] = _shapes;
    }

    private static JsonObject Counts(SortedDictionary<string, long> counts) => new(counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));
}
