using System.Globalization;
using System.Text;

namespace Parvis.Kernel.Evidence;

/// <summary>A proof that stands alone (C2SP tlog-proof v1): the envelope, where it is in the log, and the checkpoint that covers it.</summary>
/// <param name="Envelope">The entry itself, a DSSE envelope, carried as the proof's extra data.</param>
/// <param name="Index">Its index.</param>
/// <param name="Path">Inclusion proof, from the leaf's sibling up.</param>
/// <param name="Checkpoint">The signed tree head.</param>
public sealed record TlogProof(byte[] Envelope, long Index, IReadOnlyList<MerkleHash> Path, Checkpoint Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string Extra = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>Reads a proof of this ledger: the extra data is required.</summary>
    /// <exception cref="LineFormatException">It is not such a proof; the line says where.</exception>
    public static TlogProof Parse(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split('\n');
        if (lines[0] != Header) throw new LineFormatException(1, $"A proof file begins with {Header}.");
        var extra = lines.ElementAtOrDefault(1) ?? "";
        if (!extra.StartsWith(Extra, StringComparison.Ordinal) || !StrictBase64.TryDecode(extra.AsSpan(Extra.Length), out var envelope)) throw new LineFormatException(2, "A proof of this ledger carries the envelope: 'extra' and base64.");
        var position = lines.ElementAtOrDefault(2) ?? "";
        if (!position.StartsWith(IndexPrefix, StringComparison.Ordinal) || !Checkpoint.TryDecimal(position[IndexPrefix.Length..], out var index)) throw new LineFormatException(3, "The third line is 'index' and a decimal number without leading zeroes.");
        var path = lines.Skip(3).Select((line, i) => StrictBase64.TryDecodeHash(line, out var hash) ? hash : throw new LineFormatException(4 + i, "An inclusion proof is hashes of 32 bytes in base64, a line each.")).ToList();
        if (end < 0) throw new LineFormatException(lines.Length, "An empty line and the checkpoint are missing.");
        return new TlogProof(envelope, index, path, ParseCheckpoint(text[(end + 2)..], lines.Length + 1));
    }

    /// <summary>The proof file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Header).Append('\n');
        text.Append(Extra).Append(Convert.ToBase64String(Envelope)).Append('\n');
        text.Append(IndexPrefix).Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Path) text.Append(hash).Append('\n');
        return text.Append('\n').Append(Checkpoint.Note).ToString();
    }

    private static Checkpoint ParseCheckpoint(string note, int linesBefore)
    {
        try
        {
            return Checkpoint.Parse(note);
        }
        catch (LineFormatException e)
        {
            throw new LineFormatException(linesBefore + e.Line, e.Message);
        }
    }
}
