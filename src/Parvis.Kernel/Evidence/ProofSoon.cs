namespace Parvis.Kernel.Evidence;

/// <summary>Proofs of what was stated a moment ago.</summary>
public static class ProofSoon
{
    private const int MostLooks = 30;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>The proof file for the entry at <paramref name="index"/>, waited for up to three seconds: the node brings its log up to date every second, and whoever has just made something is offered its proof before.</summary>
    /// <returns>Null when the log still does not reach that far.</returns>
    public static async Task<string?> ProveSoonAsync(this IEvidenceLog log, long index, TimeProvider time, CancellationToken cancel)
    {
        for (var looks = 1; looks < MostLooks; looks++)
        {
            if (await log.ProveAsync(index, cancel) is { } proof) return proof;
            await Task.Delay(BetweenLooks, time, cancel);
        }
        return await log.ProveAsync(index, cancel);
    }
}
