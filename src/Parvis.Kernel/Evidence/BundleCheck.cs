namespace Parvis.Kernel.Evidence;

/// <summary>The entries of one bundle with their hashes, and whether a key signed them.</summary>
internal sealed class BundleCheck
{
    private readonly int _length;
    private readonly bool _missing;
    private readonly Range[] _ranges;
    private readonly MerkleHash[] _hashes;
    private readonly bool[] _signed;

    /// <summary>Reads <paramref name="bytes"/>, null for a missing file, and checks signatures by <paramref name="verifier"/>, null to leave them.</summary>
    public BundleCheck(Tile tile, byte[]? bytes, VerifierKey? verifier)
    {
        Tile = tile;
        ReadOnlyMemory<byte> bundle = bytes;
        _missing = bytes is null;
        _length = bundle.Length;
        _ranges = [.. EntryBundle.Entries(bundle).Take(tile.Width)];
        _hashes = new MerkleHash[_ranges.Length];
        _signed = new bool[_ranges.Length];
        Parallel.For(0, _ranges.Length, i =>
        {
            var entry = bundle[_ranges[i]];
            _hashes[i] = MerkleTree.Leaf(entry.Span);
            _signed[i] = verifier is not null && IsSigned(entry, verifier);
        });
    }

    /// <summary>Which bundle.</summary>
    public Tile Tile { get; }

    /// <summary>Whole entries in it.</summary>
    public int Count => _ranges.Length;

    /// <summary>Hash of an entry, null when the bundle ends before it, and whether the key signed it.</summary>
    public (MerkleHash? Hash, bool Signed) Entry(int i) => i < Count ? (_hashes[i], _signed[i]) : (null, false);

    /// <summary>Where an entry, with its length, begins.</summary>
    public int ByteOf(int i) => i == 0 ? 0 : _ranges[i - 1].End.Value;

    /// <summary>Reports a bundle that ends too early or goes on too long.</summary>
    public void ReportLength(Action<LedgerDamage> report)
    {
        if (_missing) return;
        var end = ByteOf(Count);
        if (Count == Tile.Width && end == _length) return;
        report(new($"ledger/{Tile.Path}", Tile.Number * Tile.FullWidth + Count, end, $"It has {Count} whole entries of {Tile.Width} and then {_length - end} bytes more.", LedgerFiles.FromBackup));
    }

    /// <summary>Reports the first entry that differs from <paramref name="leaves"/>.</summary>
    public void Compare(MerkleHash[] leaves, Action<LedgerDamage> report)
    {
        var wrong = Enumerable.Range(0, Count).FirstOrDefault(i => _hashes[i] != leaves[i], -1);
        if (wrong >= 0) report(new($"ledger/{Tile.Path}", Tile.Number * Tile.FullWidth + wrong, ByteOf(wrong), "The entry is not the one in the log.", LedgerFiles.FromBackup));
        ReportLength(report);
    }

    /// <summary>Whether every byte is as the key's owner writes it: a keyid and the spelling of the JSON are not under the signature.</summary>
    private static bool IsSigned(ReadOnlyMemory<byte> entry, VerifierKey key)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(entry);
            return envelope.Signatures is [{ } signature] && signature.KeyId == key.KeyId
                && entry.Span.SequenceEqual(envelope.ToJson())
                && envelope.StandingOf(key) == NoteStanding.Signed;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
