using System.Globalization;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search.Analysis;
using Parvis.Kernel.Storage;

namespace Parvis.Kernel.Search;

/// <summary>The search index of a node, in its data folder: BM25 over words in every language, exact facets. Opened when first asked.</summary>
/// <remarks>One process writes; others that find it locked read what it commits. What cannot be read, or was made by other mappings, is built anew.</remarks>
public sealed class LuceneIndex : ISearchIndex, IDisposable
{
    /// <summary>Raised when the fields or their analysis change.</summary>
    private const int Format = 2;

    private const int ChangesPerCommit = 50_000;
    private const int ChangesAtOnce = 512; // indexed on all cores
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private readonly string _folder;
    private readonly Dictionary<string, ISearchMapping> _mappings;
    private readonly IRecordChanges _changes;
    private readonly TimeProvider _time;
    private readonly string _shape;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly System.Threading.Lock _looking = new();
    private ProcessLock? _right;
    private IndexWriter? _writer;
    private CommitMark _mark = new(0, "", "");
    private volatile Snapshot? _snapshot;
    private long? _lookedAt;
    private bool _closed;

    /// <summary>Prepares the index; nothing is opened yet.</summary>
    /// <param name="folder">The node's data folder; the index is its <see cref="DataFolder.Search"/>.</param>
    /// <param name="mappings">How the records of each module are searched; records of other modules are not.</param>
    /// <param name="changes">The registry's changes.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">Two different mappings name the same module.</exception>
    public LuceneIndex(DataFolder folder, IEnumerable<ISearchMapping> mappings, IRecordChanges changes, TimeProvider time)
    {
        _folder = folder.Search;
        _mappings = mappings.DistinctBy(mapping => mapping.GetType()).ToDictionary(mapping => mapping.Module, StringComparer.Ordinal);
        (_changes, _time) = (changes, time);
        var versions = _mappings.Values.OrderBy(mapping => mapping.Module, StringComparer.Ordinal).Select(mapping => $"{mapping.Module}={mapping.Version}");
        _shape = string.Create(CultureInfo.InvariantCulture, $"{Format}|{string.Join('|', versions)}");
    }

    /// <inheritdoc/>
    /// <remarks>Before the first <see cref="FollowAsync"/> of any process there is nothing to find, and the sequence is 0.</remarks>
    public SearchResult Search(SearchQuery query)
    {
        if (Use() is not { } snapshot)
        {
            return new SearchResult(0, [], (query.Facets ?? []).ToDictionary(facet => facet, _ => (IReadOnlyList<FacetCount>)[], StringComparer.Ordinal), 0, null);
        }
        try
        {
            return Answer.To(query, snapshot);
        }
        finally
        {
            snapshot.Reader.DecRef();
        }
    }

    /// <inheritdoc/>
    /// <remarks>When another process of the node writes the index, this one only looks how far that one has come.</remarks>
    public async Task<long> FollowAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            if (Writer() is { } writer) return await ApplyAsync(writer, whole: false, cancel);
            Look();
            return _snapshot?.Commit.Sequence ?? 0;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Readers keep the old index until the new one is whole.</remarks>
    /// <exception cref="IOException">Another process of the node writes the index.</exception>
    public async Task<long> RebuildAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            var writer = Writer() ?? throw new IOException($"The search index in {_folder} is being written by another process of this node: rebuild it there, or stop that process first.");
            writer.DeleteAll();
            _mark = _mark with { Sequence = 0 };
            return await ApplyAsync(writer, whole: true, cancel);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Closes the index and lets another process write it.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _writing.Wait();
        Abandon();
        lock (_looking)
        {
            _snapshot?.Reader.DecRef();
            _snapshot = null;
        }
        _writing.Dispose();
    }

    private async Task<long> ApplyAsync(IndexWriter writer, bool whole, CancellationToken cancel)
    {
        var (reached, pending, done) = (_mark.Sequence, 0, false);
        try
        {
            var page = new Dictionary<string, Record>(ChangesAtOnce, StringComparer.Ordinal); // of a record that changes twice meanwhile, the newer one counts
            await foreach (var record in _changes.ChangesAsync(reached, cancel))
            {
                page[record.Id] = record;
                reached = record.Sequence;
                if (page.Count == ChangesAtOnce) await ApplyPageAsync();
            }
            await ApplyPageAsync();
            async Task ApplyPageAsync()
            {
                await Parallel.ForEachAsync(page.Values, cancel, (record, _) => Apply(writer, record));
                if ((pending += page.Count) >= ChangesPerCommit)
                {
                    Commit(writer, reached, show: !whole);
                    pending = 0;
                }
                page.Clear();
            }
            if (whole || reached > _mark.Sequence || _mark.Sequence == 0) Commit(writer, reached, show: true);
            else Look();
            done = true;
            return reached;
        }
        finally
        {
            if (!done) Abandon(); // the next one starts again from what was committed
        }
    }

    private ValueTask Apply(IndexWriter writer, Record record)
    {
        if (!_mappings.TryGetValue(record.Kind.Module, out var mapping)) return ValueTask.CompletedTask;
        var id = new Term(Fields.Id, record.Id);
        if (record.Withdrawn) writer.DeleteDocuments(id);
        else writer.UpdateDocument(id, IndexedRecord.Of(record, mapping.Map(record)));
        return ValueTask.CompletedTask;
    }

    private void Commit(IndexWriter writer, long reached, bool show)
    {
        _mark = _mark with { Sequence = reached };
        writer.SetCommitData(_mark.ToUserData());
        writer.Commit();
        if (show) Look();
    }

    private void Abandon()
    {
        _writer?.Rollback();
        _writer = null;
        _right?.Dispose();
        _right = null;
    }

    /// <summary>The writer of this process; null when another process has it.</summary>
    private IndexWriter? Writer()
    {
        if (_writer is not null) return _writer;
        System.IO.Directory.CreateDirectory(_folder);
        _right ??= ProcessLock.TryTake($"{_folder}.lock"); // Lucene's own lock file is deleted and made anew, so two processes could hold one each
        if (_right is null) return null;
        var directory = FSDirectory.Open(_folder, NoLockFactory.GetNoLockFactory());
        var mark = IndexFolder.Prepare(directory, _shape);
        _writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, new LanguageAnalyzers())
        {
            Similarity = new WordSimilarity(),
            RAMBufferSizeMB = 64,
        });
        _mark = mark.Birth.Length > 0 ? mark : new CommitMark(0, _shape, Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"));
        return _writer;
    }

    /// <summary>The newest snapshot, held until its reader is released.</summary>
    private Snapshot? Use()
    {
        if (_writer is null && IsTimeToLook()) Look();
        while (_snapshot is { } snapshot)
        {
            if (snapshot.Reader.TryIncRef()) return snapshot;
        }
        return null;
    }

    private bool IsTimeToLook()
    {
        lock (_looking)
        {
            var now = _time.GetTimestamp();
            if (_lookedAt is { } before && _time.GetElapsedTime(before, now) < BetweenLooks) return false;
            _lookedAt = now;
            return true;
        }
    }

    /// <summary>Takes up what was committed since the last look.</summary>
    private void Look()
    {
        lock (_looking)
        {
            var before = _snapshot;
            if (IndexFolder.Newer(_folder, before, _shape) is not { } reader) return;
            var snapshot = new Snapshot(reader);
            if (before is not null) snapshot.Warm(before);
            _snapshot = snapshot;
            before?.Reader.DecRef();
        }
    }
}
