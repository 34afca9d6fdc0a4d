using System.Collections;
using System.Runtime.CompilerServices;

namespace Parvis.Commons.Records;

/// <summary>A list that equals another with the same elements in the same order, so that equal records are equal.</summary>
[CollectionBuilder(typeof(Values), nameof(Values.Of))]
internal sealed class Values<T>(T[] elements) : IReadOnlyList<T>, IEquatable<Values<T>>
{
    public static Values<T> None { get; } = new([]);

    public int Count => elements.Length;

    public T this[int index] => elements[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Values<T>? other) => other is not null && elements.AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Values<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var element in elements) hash.Add(element);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", elements)}]";

    private ReadOnlySpan<T> AsSpan() => elements;
}

internal static class Values
{
    public static Values<T> Of<T>(ReadOnlySpan<T> elements) => elements.IsEmpty ? Values<T>.None : new(elements.ToArray());

    /// <summary>In the order given, each once.</summary>
    public static Values<T> Distinct<T>(IEnumerable<T> elements, IEqualityComparer<T>? same = null) =>
        [.. Enumerable.Distinct(elements, same)];

    /// <summary>Order has no meaning: each once, in ordinal order.</summary>
    public static Values<string> Sorted(this IEnumerable<string> elements) =>
        [.. Enumerable.Distinct(elements).Order(StringComparer.Ordinal)];
}
