using System.Buffers.Binary;
using System.Globalization;
using Parvis.Audit.Records.Pickle;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Torch;

/// <summary>PyTorch's format before 1.6: pickles of a magic number, a protocol version, facts of the machine, the object and the keys of its storages, then the storages themselves.</summary>
internal static class TorchLegacy
{
    /// <summary>Reads on after the magic number.</summary>
    public static void Read(PickleMachine machine, Examination examination)
    {
        examination.Report.Format = "pytorch-legacy";
        var content = machine.Content;
        machine.Place = PicklePlace.Torch;
        machine.Run();
        machine.Run();
        machine.NameTensors(machine.Run());
        machine.Collected = [];
        machine.Run();
        var storages = machine.Storages.ToDictionary(storage => storage.Key);
        var places = new Dictionary<string, (long Offset, long Length)>();
        var offset = machine.Offset;
        Span<byte> count = stackalloc byte[8];
        foreach (var key in machine.Collected)
        {
            examination.Budget.Tick();
            if (!storages.TryGetValue(key, out var storage)) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            if (content.ReadFull(offset, count) < 8) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            var elements = BinaryPrimitives.ReadInt64LittleEndian(count);
            var size = TorchTypes.SizeOf(storage.Type);
            if (elements < 0 || elements > (content.Length - offset - 8) / size) throw new MalformedException(TorchRules.Storage, offset, ("storage", key));
            places[key] = (offset + 8, elements * size);
            offset += 8 + elements * size;
        }
        TorchFacts.Add(machine, examination, key => places.TryGetValue(key, out var place) ? (place.Offset, place.Length, null) : null);
        var findings = new PickleFindings(examination.Report.Findings);
        PickleReader.Trailing(content, offset, findings, examination);
    }
}

/// <summary>The tensors of a pickle of PyTorch, as facts.</summary>
internal static class TorchFacts
{
    private const int MostShapes = 10_000;

    /// <summary>Adds them.</summary>
    /// <param name="machine">Has run the pickle and named its tensors.</param>
    /// <param name="examination">Gets the facts and findings.</param>
    /// <param name="place">Where a storage's bytes are: offset and length in the content, and the member that holds them; null where they are not there.</param>
    public static void Add(PickleMachine machine, Examination examination, Func<string, (long Offset, long Length, string? Member)?> place)
    {
        var types = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var shapes = new System.Text.Json.Nodes.JsonObject();
        Int128 parameters = 0;
        foreach (var tensor in machine.Tensors)
        {
            examination.Budget.Tick();
            Int128 elements = 1;
            foreach (var size in tensor.Shape)
            {
                if (size < 0) throw new MalformedException(TorchRules.Tensor, 0, ("tensor", tensor.Name ?? "?"));
                elements = Int128.Min(elements * size, long.MaxValue);
            }
            parameters = Int128.Min(parameters + elements, long.MaxValue);
            types[tensor.Type] = types.GetValueOrDefault(tensor.Type) + 1;
            var name = tensor.Name ?? $"storage.{tensor.Storage?.Key}";
            if (shapes.Count < MostShapes) shapes[name] = new System.Text.Json.Nodes.JsonArray([.. tensor.Shape.Select(size => System.Text.Json.Nodes.JsonValue.Create(size))]);
            var bytes = elements * TorchTypes.SizeOf(tensor.Type);
            var start = (Int128)tensor.Skip * TorchTypes.SizeOf(tensor.Type);
            var at = tensor.Storage is { } storage ? place(storage.Key) : null;
            if (at is { } held && (tensor.Skip < 0 || tensor.Contiguous && start + bytes > held.Length && !tensor.Type.Contains('X')))
                throw new MalformedException(TorchRules.Tensor, held.Offset, ("tensor", name));
            if (bytes > long.MaxValue) throw new MalformedException(TorchRules.Tensor, 0, ("tensor", name));
            examination.Tensors.Add(new(name, tensor.Type, tensor.Shape, tensor.Contiguous && at is { } there ? there.Offset + (long)start : null, (long)bytes, at?.Member));
        }
        if (machine.TensorCount == 0) return;
        var facts = examination.Facts;
        facts[FactNames.Tensors] = machine.TensorCount;
        facts[FactNames.Parameters] = (long)parameters;
        facts[FactNames.Types] = new System.Text.Json.Nodes.JsonObject(types.Select(type => KeyValuePair.Create(type.Key, (System.Text.Json.Nodes.JsonNode?)type.Value)));
        facts[FactNames.Shapes] = shapes;
        var quantised = types.Keys.Where(type => type.StartsWith('Q')).ToArray();
        if (quantised.Length > 0) facts[FactNames.Quantisation] = string.Join(", ", quantised);
    }
}
