using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Parvis.Kernel.Evidence;

/// <summary>One line of signature under a note.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="Id">The key's ID.</param>
/// <param name="Bytes">What the key made of the text.</param>
public sealed record NoteSignature(string Name, uint Id, byte[] Bytes);

/// <summary>What a key says about a note.</summary>
internal enum NoteStanding
{
    /// <summary>The key signed it.</summary>
    Signed,

    /// <summary>No signature is by this key.</summary>
    OtherKey,

    /// <summary>A signature claims to be by this key and is not.</summary>
    Forged,
}

/// <summary>Text under which keys have signed (C2SP signed-note).</summary>
/// <param name="Text">The text, with its last newline.</param>
/// <param name="Signatures">At least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const string Dash = "— ";
    private const int MostSignatures = 100;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c != '\n')]);

    /// <summary>Signs <paramref name="text"/>, which ends with a newline, with <paramref name="key"/>.</summary>
    internal static SignedNote Sign(string text, NodeKey key) =>
        new(text, [new NoteSignature(key.Verifier.Name, key.Verifier.Id, key.Sign(Encoding.UTF8.GetBytes(text)))]);

    /// <summary>Reads a note.</summary>
    /// <exception cref="LineFormatException">It is not a signed note; the line says where.</exception>
    public static SignedNote Parse(string note)
    {
        RefuseControlCharacters(note);
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n')) throw new LineFormatException(1, "A signed note is text, an empty line and signature lines, each ended by a newline.");
        var lines = note[(end + 2)..].Split('\n')[..^1];
        var first = note.AsSpan(0, end).Count('\n') + 3;
        if (lines.Length is 0 or > MostSignatures) throw new LineFormatException(first, $"A signed note has 1 to {MostSignatures} signatures, not {lines.Length}.");
        return new SignedNote(note[..(end + 1)], [.. lines.Select((line, i) => Signature(line, first + i))]);
    }

    /// <summary>Whether <paramref name="key"/> signed this note.</summary>
    internal NoteStanding StandingOf(VerifierKey key)
    {
        var own = Signatures.Where(signature => signature.Name == key.Name && signature.Id == key.Id).ToList();
        if (own.Count == 0) return NoteStanding.OtherKey;
        var text = Encoding.UTF8.GetBytes(Text);
        return own.TrueForAll(signature => key.Verify(text, signature.Bytes)) ? NoteStanding.Signed : NoteStanding.Forged;
    }

    /// <summary>The note as it is stored and served.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[sizeof(uint) + signature.Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.Id);
            signature.Bytes.CopyTo(bytes, sizeof(uint));
            note.Append(Dash).Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }
        return note.ToString();
    }

    private static NoteSignature Signature(string line, int number)
    {
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        if (parts.Length != 2 || !VerifierKey.IsName(parts[0])) throw new LineFormatException(number, "A signature line is an em dash, a space, the key's name, a space and base64.");
        if (!StrictBase64.TryDecode(parts[1], out var bytes) || bytes.Length <= sizeof(uint)) throw new LineFormatException(number, "The signature is not base64 of a key ID and a signature.");
        return new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
    }

    private static void RefuseControlCharacters(string note)
    {
        var at = note.AsSpan().IndexOfAny(Forbidden);
        if (at >= 0) throw new LineFormatException(note.AsSpan(0, at).Count('\n') + 1, $"A note holds no control character such as U+{(int)note[at]:X4}.");
    }
}
