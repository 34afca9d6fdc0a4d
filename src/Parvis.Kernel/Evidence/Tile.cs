using System.Globalization;
using System.Runtime.InteropServices;

namespace Parvis.Kernel.Evidence;

/// <summary>A tile or entry bundle of the log, and its path (C2SP tlog-tiles, "Merkle Tree" and "Log entries").</summary>
/// <param name="Level">0 for leaf hashes and up, or <see cref="EntriesLevel"/> for an entry bundle.</param>
/// <param name="Number">Its place within the level.</param>
/// <param name="Width">1 to 256 hashes or entries; below 256 it is partial.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tile(int Level, long Number, int Width)
{
    /// <summary>Hashes or entries in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>The <see cref="Level"/> of an entry bundle.</summary>
    public const int EntriesLevel = -1;

    private const int BitsPerLevel = 8;
    private const int DeepestLevel = 63;
    private const int MostGroups = 6; // 18 digits: still a long

    /// <summary>Whether nothing can be added to it.</summary>
    public bool IsFull => Width == FullWidth;

    /// <summary>The same tile once it is full.</summary>
    public Tile Full => this with { Width = FullWidth };

    /// <summary>Path below the log's prefix, e.g. <c>tile/0/x001/x234/067</c> or <c>tile/entries/000.p/15</c>.</summary>
    public string Path => IsFull ? FullPath : string.Create(CultureInfo.InvariantCulture, $"{PartialFolder}/{Width}");

    /// <summary>The folder of all partial versions, e.g. <c>tile/0/000.p</c>.</summary>
    public string PartialFolder => $"{FullPath}.p";

    private string FullPath => Level == EntriesLevel
        ? $"tile/entries/{NumberPath(Number)}"
        : string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/{NumberPath(Number)}");

    /// <summary>The tile at <paramref name="number"/> as it is in a tree of <paramref name="size"/> entries; width 0 when there is none.</summary>
    public static Tile In(long size, int level, long number) =>
        new(level, number, (int)Math.Clamp((size >> (BitsPerLevel * Math.Max(level, 0))) - number * FullWidth, 0, FullWidth));

    /// <summary>The partial tile at the right edge of <paramref name="level"/>; width 0 when the edge is even.</summary>
    public static Tile Edge(long size, int level) => In(size, level, FullTiles(size, level));

    /// <summary>How many tiles of <paramref name="level"/> are full.</summary>
    public static long FullTiles(long size, int level) => size >> (BitsPerLevel * (Math.Max(level, 0) + 1));

    /// <summary>How many levels of tiles a tree of <paramref name="size"/> entries has.</summary>
    public static int Levels(long size)
    {
        var levels = 0;
        while (size > 0)
        {
            levels++;
            size >>= BitsPerLevel;
        }
        return levels;
    }

    /// <summary>Reads a path strictly: only the spelling of <see cref="Path"/> is a tile.</summary>
    public static bool TryParse(string path, out Tile tile)
    {
        tile = default;
        var parts = path.Split('/');
        if (parts.Length < 3) return false;
        var width = FullWidth;
        if (parts.Length > 3 && parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Digits(parts[^1], out width) || width >= FullWidth) return false;
            parts = [.. parts[..^2], parts[^2][..^2]];
        }
        if (!TryLevel(parts[1], out var level) || !TryNumber(parts[2..], out var number)) return false;
        tile = new Tile(level, number, width);
        return width > 0 && tile.Path == path;
    }

    private static bool TryLevel(string text, out int level)
    {
        level = EntriesLevel;
        return text == "entries" || (Digits(text, out level) && level <= DeepestLevel);
    }

    private static bool TryNumber(string[] groups, out long number)
    {
        number = 0;
        if (groups.Length > MostGroups) return false;
        foreach (var group in groups)
        {
            if (!Digits(group.AsSpan().TrimStart('x'), out var digits)) return false;
            number = number * 1000 + digits;
        }
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 1000;

    private static string NumberPath(long number)
    {
        var path = (number % 1000).ToString("D3", CultureInfo.InvariantCulture);
        while ((number /= 1000) > 0) path = string.Create(CultureInfo.InvariantCulture, $"x{number % 1000:D3}/{path}");
        return path;
    }
}
