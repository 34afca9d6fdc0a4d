using System.Numerics;

namespace Parvis.Kernel.Search;

/// <summary>Sets of records of one segment, a bit each.</summary>
internal static class RecordBits
{
    /// <summary>Words of 64 bits for so many records.</summary>
    public static int Length(int records) => (records + 63) >> 6;

    /// <summary>How many records are in the set.</summary>
    public static int Count(ulong[] bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>Adds to <paramref name="bits"/> what is in <paramref name="others"/>.</summary>
    public static void Unite(ulong[] bits, ulong[] others)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] |= others[i];
    }

    /// <summary>Leaves in <paramref name="bits"/> what is also in <paramref name="others"/>.</summary>
    public static void Intersect(ulong[] bits, ulong[] others)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] &= others[i];
    }
}
