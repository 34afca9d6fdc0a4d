using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Parvis.Audit.Sources;

namespace Parvis.Audit.Records.Pickle;

/// <summary>Pickles hidden in the bytes and texts of another: as they are, in Latin-1, base64 or hexadecimal.</summary>
internal static class PickleNesting
{
    /// <summary>Bytes shorter than this hold no pickle that does anything.</summary>
    public const int ShortestBytes = 6;

    /// <summary>Text shorter than this holds none.</summary>
    public const int ShortestText = 12;

    private const int Deepest = 4;
    private const int LongestDecoded = 1 << 20;
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\r\n"u8);
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Whether bytes may be the beginning of a pickle.</summary>
    public static bool MayBePickle(ReadOnlySpan<byte> start) => start.Length > 1 && (start[0], start[1]) switch
    {
        (0x80, >= 2 and <= 5) => true,
        ((byte)'c', _) => start.Contains((byte)'\n'),
        ((byte)'(', (byte)'c' or (byte)'S' or (byte)'V' or (byte)'i' or (byte)'l' or (byte)'d' or (byte)'(') => start.Contains((byte)'\n'),
        _ => false,
    };

    /// <summary>Whether text may spell the beginning of a pickle.</summary>
    public static bool MaySpellPickle(ReadOnlySpan<byte> start) => (start[0], start[1]) switch
    {
        ((byte)'g', (byte)'A') => start[2] is >= (byte)'I' and <= (byte)'X',
        ((byte)'8', (byte)'0') => start[2] == '0' && start[3] is >= (byte)'2' and <= (byte)'5',
        ((byte)'Y', (byte)'2' or (byte)'3') or ((byte)'K', (byte)'G' or (byte)'F' or (byte)'W' or (byte)'C' or (byte)'H') => true,
        ((byte)'6', (byte)'3') or ((byte)'2', (byte)'8') => true,
        (0xC2, 0x80) or ((byte)'\\', _) => true,
        _ => MayBePickle(start),
    };

    /// <summary>The bytes a text stands for, where it may stand for a pickle.</summary>
    public static byte[]? Spelled(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestDecoded) text = text[..LongestDecoded];
        if (text[0] is 0xC2) return Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(text));
        if (MayBePickle(text)) return text.ToArray();
        if (!text.ContainsAnyExcept(Hexadecimal)) return Pickled(Convert.FromHexString(Encoding.ASCII.GetString(text[..(text.Length & ~1)])));
        if (text.ContainsAnyExcept(Base64)) return null;
        var decoded = new byte[text.Length];
        Span<byte> plain = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        foreach (var one in text)
            if (one is not ((byte)'\r' or (byte)'\n' or (byte)'=')) plain[length++] = one switch { (byte)'+' => (byte)'-', (byte)'/' => (byte)'_', _ => one };
        if (length % 4 == 1) length--;
        System.Buffers.Text.Base64Url.DecodeFromUtf8(plain[..length], decoded, out _, out var written);
        return Pickled(decoded.AsSpan(0, written));
    }

    /// <summary>Reads bytes as a pickle inside another.</summary>
    /// <returns>What it imports, or null where it is no pickle.</returns>
    public static string? Examine(Content bytes, Budget budget, int depth)
    {
        if (depth > Deepest) return null;
        var found = new List<Finding>();
        using var machine = new PickleMachine(bytes, budget, new(found), PicklePlace.Alone, depth);
        try
        {
            if (machine.IsTorchMagic(machine.Run())) machine.Place = PicklePlace.Torch;
            while (machine.Offset < bytes.Length) machine.Run();
            if (machine.Imports.Count == 0 && machine.Opcodes < 3) return null;
        }
        catch (MalformedException)
        {
            if (!IsDangerous() && (machine.Calls == 0 || machine.Place == PicklePlace.Torch) && !found.Any(one => one.Rule == PickleRules.Nested)) return null;
        }
        if (machine.Place == PicklePlace.Torch && !IsDangerous()) return null; // tensors as PyTorch packs them into other pickles
        return machine.Imports.Count == 0 ? "-" : string.Join(", ", machine.Imports.OrderByDescending(one => one.Trust).Take(5).Select(one => one.FullName));

        bool IsDangerous() => machine.Imports.Any(one => one.Trust == Trust.Dangerous);
    }

    private static byte[]? Pickled(ReadOnlySpan<byte> bytes) => MayBePickle(bytes) ? bytes.ToArray() : null;
}
