namespace Parvis.Kernel.Evidence;

/// <summary>The right to publish: a file that one process at a time holds open. The system takes it back when the process dies.</summary>
internal sealed class PublisherLock : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Attempts = 60; // three seconds
    private readonly FileStream _file;

    private PublisherLock(FileStream file) => _file = file;

    /// <summary>Takes the lock at <paramref name="path"/>, or gives null when another process kept it for three seconds.</summary>
    public static async Task<PublisherLock?> TryTakeAsync(string path, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) await Task.Delay(Pause, cancel);
            try
            {
                return new PublisherLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                continue;
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
