using System.Text;

namespace Parvis.Kernel.Evidence;

/// <summary>Brings tiles and then the checkpoint that covers them to the disk, in that order. A crash in between leaves the old checkpoint, which stays true.</summary>
/// <param name="files">Where the log is.</param>
internal sealed class LedgerWriter(LedgerFiles files) : IAsyncDisposable
{
    private const int AtOnce = 8; // a disk flushes several files in nearly the time of one
    private const string AsideFolder = "aside";
    private readonly List<Task> _underWay = [];
    private readonly HashSet<string> _folders = [];

    /// <summary>Removes what a crash left half-written, which no checkpoint covers.</summary>
    public void ClearAside()
    {
        var aside = Directory.CreateDirectory(files.PathOf(AsideFolder));
        foreach (var file in aside.EnumerateFiles()) file.Delete();
    }

    /// <summary>Begins to write <paramref name="tile"/>; waits only while too many are under way.</summary>
    public async Task WriteAsync(Tile tile, byte[] bytes)
    {
        while (_underWay.Count >= AtOnce)
        {
            var done = await Task.WhenAny(_underWay);
            _underWay.Remove(done);
            await done;
        }
        RememberFolders(Path.GetDirectoryName(files.PathOf(tile))!);
        _underWay.Add(Task.Run(() => Write(tile, bytes)));
    }

    /// <summary>Waits until every tile is on the disk, then puts <paramref name="checkpoint"/> in the place of the old one.</summary>
    public async Task CompleteAsync(Checkpoint checkpoint)
    {
        await Task.WhenAll(_underWay);
        Parallel.ForEach(_folders, DurableFile.FlushFolder);
        DurableFile.Replace(files.PathOf(LedgerFiles.CheckpointFile), files.PathOf($"{AsideFolder}/{LedgerFiles.CheckpointFile}"), Encoding.UTF8.GetBytes(checkpoint.Note.ToString()));
        DurableFile.FlushFolder(files.PathOf(""));
    }

    /// <summary>Waits for what is under way even after a failure, so that nothing is written once the right to publish is given back.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A tile that is there already, from a publication that a crash cut short, must be the same: two contents for one place would be two logs.</summary>
    private void Write(Tile tile, byte[] bytes)
    {
        var path = files.PathOf(tile);
        if (File.Exists(path))
        {
            if (File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return;
            throw new LedgerDamagedException(tile.Path, "It holds other bytes than the entries waiting for this place.", "If the database was restored from a backup while no checkpoint covered this file, delete the file; otherwise restore the newer of the two.");
        }
        DurableFile.Replace(path, files.PathOf($"{AsideFolder}/{tile.Path.Replace('/', '-')}"), bytes);
    }

    private void RememberFolders(string folder)
    {
        Directory.CreateDirectory(folder);
        var root = files.PathOf("").TrimEnd(Path.DirectorySeparatorChar);
        while (folder.Length >= root.Length && _folders.Add(folder)) folder = Path.GetDirectoryName(folder)!;
    }
}
