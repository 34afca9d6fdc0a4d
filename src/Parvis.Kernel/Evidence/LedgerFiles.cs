using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>The files of the log, as they are served (C2SP tlog-tiles): <c>checkpoint</c> and everything under <c>tile/</c>.</summary>
/// <param name="folder">The node's data folder.</param>
public sealed class LedgerFiles(DataFolder folder)
{
    internal const string FromBackup = "Put the file back from a backup or a mirror and run 'parvis ledger verify'.";
    internal const string CheckpointFile = "checkpoint";

    /// <summary>The file that serves the tile or entry bundle at <paramref name="tilePath"/>, with whether its content can never change; null when the path is not a tile's or there is none.</summary>
    /// <param name="tilePath">Below the log's prefix, e.g. <c>tile/0/x001/x234/067</c> or <c>tile/entries/000.p/15</c>.</param>
    public (string File, bool IsFull)? Locate(string tilePath) =>
        Tile.TryParse(tilePath, out var tile) && File.Exists(PathOf(tile)) ? (PathOf(tile), tile.IsFull) : null;

    internal string PathOf(Tile tile) => Path.Combine(folder.Ledger, tile.Path);

    internal string PathOf(string file) => Path.Combine(folder.Ledger, file);

    /// <summary>The text of the newest checkpoint, or null when there is none.</summary>
    internal async Task<string?> CheckpointTextAsync(CancellationToken cancel) =>
        File.Exists(PathOf(CheckpointFile)) ? await File.ReadAllTextAsync(PathOf(CheckpointFile), cancel) : null;

    /// <summary>The newest checkpoint, or null when there is none.</summary>
    /// <exception cref="LedgerDamagedException">The file is not a checkpoint.</exception>
    internal async Task<Checkpoint?> CheckpointAsync(CancellationToken cancel)
    {
        if (await CheckpointTextAsync(cancel) is not { } text) return null;
        try
        {
            return Checkpoint.Parse(text);
        }
        catch (LineFormatException e)
        {
            throw new LedgerDamagedException(CheckpointFile, $"Line {e.Line} is not as a checkpoint's: {e.Message}", FromBackup);
        }
    }

    /// <summary>The hashes of <paramref name="tile"/>.</summary>
    /// <exception cref="LedgerDamagedException">The file is missing or too short.</exception>
    internal async Task<MerkleHash[]> HashesAsync(Tile tile, CancellationToken cancel)
    {
        var bytes = await BytesAsync(tile, cancel);
        return bytes.Length >= tile.Width * MerkleHash.Length
            ? MerkleHash.ReadMany(bytes)[..tile.Width].ToArray()
            : throw new LedgerDamagedException(tile.Path, $"It has {bytes.Length} bytes instead of {tile.Width * MerkleHash.Length}.", FromBackup);
    }

    /// <summary>The first entries of <paramref name="bundle"/>, as many as it is wide.</summary>
    /// <exception cref="LedgerDamagedException">The file is missing or has fewer entries.</exception>
    internal async Task<IReadOnlyList<ReadOnlyMemory<byte>>> EntriesAsync(Tile bundle, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> bytes = await BytesAsync(bundle, cancel);
        var entries = EntryBundle.Entries(bytes).Take(bundle.Width).Select(range => bytes[range]).ToList();
        return entries.Count == bundle.Width
            ? entries
            : throw new LedgerDamagedException(bundle.Path, $"It has {entries.Count} whole entries instead of {bundle.Width}.", FromBackup);
    }

    /// <summary>The widths of the partial versions of <paramref name="tile"/> on the disk, narrowest first.</summary>
    internal IEnumerable<int> PartialWidths(Tile tile)
    {
        var versions = new DirectoryInfo(PathOf(tile.PartialFolder));
        return versions.Exists
            ? versions.EnumerateFiles().Select(file => Tile.TryParse($"{tile.PartialFolder}/{file.Name}", out var partial) ? partial.Width : 0).Where(width => width > 0).Order()
            : [];
    }

    /// <summary>A partial tile gives way to the full one, which begins with the same bytes.</summary>
    private async Task<byte[]> BytesAsync(Tile tile, CancellationToken cancel)
    {
        foreach (var path in new[] { PathOf(tile), PathOf(tile.Full) })
        {
            try
            {
                return await File.ReadAllBytesAsync(path, cancel);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                continue;
            }
        }
        throw new LedgerDamagedException(tile.Path, "The file is missing.", FromBackup);
    }
}
