namespace Parvis.Kernel.Storage;

/// <summary>A right that one process of the node has at a time: a file that it holds open. The system takes it back when the process dies.</summary>
internal sealed class ProcessLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Attempts = 60; // three seconds
    private readonly FileStream _file;

    private ProcessLock(FileStream file) => _file = file;

    /// <summary>Takes the lock at <paramref name="path"/>, or gives null when another has it. The file itself is never deleted: a new one would be another lock.</summary>
    public static ProcessLock? TryTake(string path)
    {
        try
        {
            return new ProcessLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Takes the lock at <paramref name="path"/>, or gives null when another kept it for three seconds.</summary>
    public static async Task<ProcessLock?> TryTakeAsync(string path, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) await Task.Delay(Pause, cancel);
            if (TryTake(path) is { } taken) return taken;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
