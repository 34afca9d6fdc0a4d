namespace Parvis.Kernel.Evidence;

/// <summary>Base64 (RFC 4648 §4) with one spelling for each value: no white space, no stray bits.</summary>
internal static class StrictBase64
{
    /// <summary>The bytes of <paramref name="text"/>; false when it is not exactly what an encoder writes.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var written)) return false;
        Array.Resize(ref bytes, written);
        return text.SequenceEqual(Convert.ToBase64String(bytes));
    }

    /// <summary>The hash that <paramref name="text"/> spells.</summary>
    public static bool TryDecodeHash(ReadOnlySpan<char> text, out MerkleHash hash)
    {
        var decoded = TryDecode(text, out var bytes) && bytes.Length == MerkleHash.Length;
        hash = decoded ? MerkleHash.Read(bytes) : default;
        return decoded;
    }
}
