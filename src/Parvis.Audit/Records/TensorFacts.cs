using System.Text.Json.Nodes;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records;

/// <summary>The facts that every format with tensors has in common.</summary>
internal static class TensorFacts
{
    /// <summary>Shapes that are kept.</summary>
    public const int MostShapes = 10_000;

    /// <summary>Writes <see cref="FactNames.Tensors"/>, <see cref="FactNames.Parameters"/>, <see cref="FactNames.Types"/> and <see cref="FactNames.Shapes"/> from the tensors found.</summary>
    public static void Write(Examination examination)
    {
        var facts = examination.Facts;
        facts[FactNames.Tensors] = examination.Tensors.Count;
        facts[FactNames.Parameters] = examination.Tensors.Aggregate(0L, (sum, tensor) => checked(sum + tensor.Elements));
        facts[FactNames.Types] = Counts(examination.Tensors.GroupBy(tensor => tensor.Type, StringComparer.Ordinal).Select(type => (type.Key, (long)type.Count())));
        var shapes = new JsonObject();
        foreach (var tensor in examination.Tensors.Take(MostShapes)) shapes[tensor.Name] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]);
        facts[FactNames.Shapes] = shapes;
    }

    /// <summary>An object of counts, in the order of their names.</summary>
    public static JsonObject Counts(IEnumerable<(string Name, long Count)> counts)
    {
        var all = new JsonObject();
        foreach (var (name, count) in counts.OrderBy(one => one.Name, StringComparer.Ordinal)) all[name] = count;
        return all;
    }

    /// <summary>How many elements a shape has, or null where that is more than 2⁶³.</summary>
    public static long? Elements(IReadOnlyList<long> shape)
    {
        var product = 1L;
        foreach (var size in shape)
        {
            if (Math.BigMul(product, size, out var low) != 0 || low < 0) return null;
            product = low;
        }
        return product;
    }

    /// <summary>One more tensor; a file with more than the budget allows is left.</summary>
    /// <exception cref="BudgetException">There are too many.</exception>
    public static void Add(Examination examination, Tensor tensor)
    {
        if (examination.Tensors.Count >= examination.Budget.Limits.Tensors) throw new BudgetException(BudgetException.Tensors);
        examination.Tensors.Add(tensor);
    }
}
