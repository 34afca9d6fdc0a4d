using System.Globalization;

namespace Parvis.Kernel.Evidence;

/// <summary>A signed tree head (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">Entries in the tree.</param>
/// <param name="Root">RFC 6962 root of that tree.</param>
/// <param name="Note">The signed note that says so.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root, SignedNote Note)
{
    /// <summary>Signs the head of the log of <paramref name="key"/>.</summary>
    internal static Checkpoint Sign(NodeKey key, long size, MerkleHash root)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Verifier.Name}\n{size}\n{root}\n");
        return new Checkpoint(key.Verifier.Name, size, root, SignedNote.Sign(text, key));
    }

    /// <summary>Reads a checkpoint without judging its signatures.</summary>
    /// <exception cref="LineFormatException">It is not a checkpoint; the line says where.</exception>
    public static Checkpoint Parse(string note)
    {
        var signed = SignedNote.Parse(note);
        var lines = signed.Text.Split('\n')[..^1];
        if (lines.Length < 3 || lines[0].Length == 0) throw new LineFormatException(1, "A checkpoint is origin, size and root hash, a line each.");
        if (!TryDecimal(lines[1], out var size)) throw new LineFormatException(2, "The size of the tree is a decimal number without leading zeroes.");
        if (!StrictBase64.TryDecodeHash(lines[2], out var root)) throw new LineFormatException(3, "The root hash is 32 bytes in base64.");
        var empty = Array.IndexOf(lines, "");
        if (empty >= 0) throw new LineFormatException(empty + 1, "A checkpoint has no empty line in its text.");
        return new Checkpoint(lines[0], size, root, signed);
    }

    /// <summary>A count or index as logs write it: ASCII digits, no sign, no leading zeroes.</summary>
    public static bool TryDecimal(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;
}
