namespace Parvis.Kernel.Evidence;

/// <summary>Reports neighbouring entries that are wrong in the same file as one damage: one changed length byte shifts all entries after it.</summary>
/// <param name="report">Called with each damage.</param>
/// <param name="firstIndex">Index of entry 0 of the tile.</param>
internal sealed class DamageRuns(Action<LedgerDamage> report, long firstIndex)
{
    private (Tile Tile, int First, int Last, int Byte)? _run;

    /// <summary>Tile and bundle disagree about entry <paramref name="i"/>, and <paramref name="wrong"/> is the file and byte not believed.</summary>
    public void Differ(int i, (Tile Tile, int Byte) wrong)
    {
        if (_run is { } run && run.Tile == wrong.Tile && run.Last == i - 1)
        {
            _run = run with { Last = i };
            return;
        }
        End();
        _run = (wrong.Tile, i, i, wrong.Byte);
    }

    /// <summary>Entry <paramref name="i"/> is in the tree, but <paramref name="keyId"/> did not sign it.</summary>
    public void Unsigned(int i, Tile tile, int at, string keyId) =>
        report(new($"ledger/{tile.Path}", firstIndex + i, at, $"The entry is not a DSSE envelope signed by {keyId}.", "If the file and its tile are as in a backup, the node logged it so: state the error in a new entry."));

    /// <summary>Reports the run under way.</summary>
    public void End()
    {
        if (_run is not { } run) return;
        var what = run.First == run.Last ? $"Entry {firstIndex + run.First} differs" : $"Entries {firstIndex + run.First} to {firstIndex + run.Last} differ";
        var other = run.Tile.Level == Tile.EntriesLevel ? "leaf hashes in the tile" : "entries in the bundle, which are signed";
        report(new($"ledger/{run.Tile.Path}", firstIndex + run.First, run.Byte, $"{what} from the {other}.", LedgerFiles.FromBackup));
        _run = null;
    }
}
