namespace Parvis.Kernel.Records;

/// <summary>The registry's change sequence, as search, feeds and peers follow it.</summary>
public interface IRecordChanges
{
    /// <summary>The newest version of each record that changed after <paramref name="after"/>, in the order of change.</summary>
    IAsyncEnumerable<Record> ChangesAsync(long after, CancellationToken cancel);
}
