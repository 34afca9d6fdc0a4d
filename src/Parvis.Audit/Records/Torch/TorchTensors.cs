using System.Text.Json.Nodes;
using Parvis.Audit.Records.Pickle;

namespace Parvis.Audit.Records.Torch;

/// <summary>The tensors of a file of PyTorch, as facts.</summary>
internal sealed class TorchTensors
{
    private const int MostShapes = 10_000;
    private readonly SortedDictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly JsonObject _shapes = [];
    private Int128 _parameters;

    /// <summary>Adds those of a pickle.</summary>
    /// <param name="tensors">What it rebuilds.</param>
    /// <param name="examination">Gets where they are.</param>
    /// <param name="place">Where a storage's bytes are: offset and length in the content, and the member that holds them where they are packed; null where they are not there.</param>
    /// <exception cref="MalformedException">A tensor has an impossible shape or reaches beyond its storage.</exception>
    public void Add(IEnumerable<PickleTensor> tensors, Examination examination, Func<string, (long Offset, long Length, string? Member)?> place)
    {
        foreach (var tensor in tensors)
        {
            examination.Budget.Tick();
            var name = tensor.Name ?? $"storage.{tensor.Storage.Key}";
            Int128 elements = 1;
            foreach (var size in tensor.Shape) elements = size < 0 ? throw Impossible(name) : Int128.Min(elements * size, Int128.One << 63);
            var bytes = elements * TorchTypes.SizeOf(tensor.Type);
            var start = (Int128)tensor.Skip * TorchTypes.SizeOf(tensor.Type);
            if (bytes > long.MaxValue || start < 0) throw Impossible(name);
            var at = place(tensor.Storage.Key);
            if (at is { } held && tensor.Contiguous && elements > 0 && start + bytes > held.Length && !tensor.Type.Contains('X', StringComparison.Ordinal)) throw Impossible(name);
            _parameters = Int128.Min(_parameters + elements, long.MaxValue);
            _types[tensor.Type] = _types.GetValueOrDefault(tensor.Type) + 1;
            if (_shapes.Count < MostShapes) _shapes[name] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]);
            examination.Tensors.Add(new(name, tensor.Type, tensor.Shape, tensor.Contiguous && at is { } there && start <= long.MaxValue - there.Offset ? there.Offset + (long)start : null, (long)bytes, at?.Member));
        }
    }

    /// <summary>Adds the facts, where there are tensors.</summary>
    public void AddTo(JsonObject facts)
    {
        if (_types.Count == 0) return;
        facts[FactNames.Tensors] = _types.Values.Sum();
        facts[FactNames.Parameters] = (long)_parameters;
        facts[FactNames.Types] = new JsonObject(_types.Select(type => KeyValuePair.Create(type.Key, (JsonNode?)type.Value)));
        facts[FactNames.Shapes] = _shapes;
        if (string.Join(", ", _types.Keys.Where(type => type.StartsWith('Q'))) is { Length: > 0 } quantised) facts[FactNames.Quantisation] = quantised;
    }

    private static MalformedException Impossible(string tensor) => new(TorchRules.Tensor, 0, ("tensor", tensor));
}
