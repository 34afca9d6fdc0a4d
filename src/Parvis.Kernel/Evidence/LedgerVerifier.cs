using System.Globalization;
using System.Security.Cryptography;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Evidence;

/// <summary>One thing wrong with the evidence of a node.</summary>
/// <param name="File">The file, below the data folder.</param>
/// <param name="Index">Index of the first entry concerned, where the damage has one.</param>
/// <param name="Byte">Where in the file it begins, where that is known.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What mends it.</param>
public sealed record LedgerDamage(string File, long? Index, long? Byte, string Reason, string Remedy);

/// <summary>What was looked at.</summary>
/// <param name="Entries">Entries of the log whose hash and signature were checked.</param>
/// <param name="Tiles">Tiles and entry bundles read.</param>
/// <param name="KeptFiles">Kept files whose digest was checked.</param>
/// <param name="Damages">How many damages were reported.</param>
public sealed record LedgerCheck(long Entries, long Tiles, long KeptFiles, long Damages);

/// <summary>Checks all evidence on the disk of a node: every entry, tile, signature and kept file. Reads each file once, in order, and holds one bundle at a time.</summary>
/// <param name="folder">The node's data folder.</param>
/// <param name="key">The key that the log must be signed by.</param>
public sealed class LedgerVerifier(DataFolder folder, VerifierKey key)
{
    private readonly LedgerFiles _files = new(folder);

    /// <summary>Checks everything and goes on after a damage.</summary>
    /// <param name="found">Called with each damage, in the order of the log.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <exception cref="IOException">A file is there but could not be read.</exception>
    public async Task<LedgerCheck> VerifyAsync(Action<LedgerDamage> found, CancellationToken cancel)
    {
        var damages = 0L;
        var walk = new LedgerWalk(_files, key, Report);
        var checkpoint = await CheckpointAsync(Report, cancel);
        var size = checkpoint?.Size ?? SizeOnDisk();
        var root = await walk.RootAsync(size, cancel);
        if (checkpoint is not null && root != checkpoint.Root)
            Report(new("ledger/checkpoint", null, null, $"The {size} entries have the root {root}, but the checkpoint says {checkpoint.Root}.", LedgerFiles.FromBackup));
        return new LedgerCheck(walk.Entries, walk.Tiles, await KeptAsync(Report, cancel), damages);

        void Report(LedgerDamage damage)
        {
            damages++;
            found(damage);
        }
    }

    /// <summary>The checkpoint, if it can be trusted to say how long the log is.</summary>
    private async Task<Checkpoint?> CheckpointAsync(Action<LedgerDamage> report, CancellationToken cancel)
    {
        try
        {
            var checkpoint = await _files.CheckpointAsync(cancel);
            if (checkpoint is null)
            {
                if (SizeOnDisk() > 0) report(new("ledger/checkpoint", null, null, "The file is missing although there are tiles.", "Publish again if the node was stopped before its first checkpoint; otherwise put the file back from a backup."));
                return null;
            }
            if (checkpoint.Origin == key.Name && checkpoint.Note.StandingOf(key) == NoteStanding.Signed) return checkpoint;
            report(new("ledger/checkpoint", null, null, $"It is not signed by the key {key.KeyId}, or was changed after signing.", LedgerFiles.FromBackup));
        }
        catch (LedgerDamagedException e)
        {
            report(new("ledger/checkpoint", null, null, e.Reason, e.Remedy));
        }
        return null;
    }

    /// <summary>How far the leaf tiles reach: the measure when the checkpoint cannot be trusted.</summary>
    private long SizeOnDisk()
    {
        var number = 0L;
        while (File.Exists(_files.PathOf(new Tile(0, number, Tile.FullWidth)))) number++;
        return number * Tile.FullWidth + _files.PartialWidths(new Tile(0, number, Tile.FullWidth)).DefaultIfEmpty(0).Max();
    }

    private async Task<long> KeptAsync(Action<LedgerDamage> report, CancellationToken cancel)
    {
        var checkedFiles = 0L;
        foreach (var path in Directory.Exists(folder.Kept) ? Directory.EnumerateFiles(folder.Kept, "*", SearchOption.AllDirectories) : [])
        {
            var name = Path.GetFileName(path);
            if (name.Length != SHA256.HashSizeInBytes * 2 || !name.All(char.IsAsciiHexDigitLower)) continue; // not a kept file, e.g. one still being written
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
            checkedFiles++;
            if (sha256 != name) report(new(Path.GetRelativePath(folder.Path, path), null, null, string.Create(CultureInfo.InvariantCulture, $"Its {stream.Length} bytes have the SHA-256 {sha256}."), "Put the file back from a backup, or delete it and fetch it again from its source."));
        }
        return checkedFiles;
    }
}
