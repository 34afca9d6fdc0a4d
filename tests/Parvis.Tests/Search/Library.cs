using System.Runtime.CompilerServices;
using Parvis.Kernel.Languages;
using Parvis.Kernel.Records;
using Parvis.Kernel.Search;
using Parvis.Kernel.Storage;

namespace Parvis.Tests.Search;

/// <summary>A small registry in memory with its mapping, and indexes over it in a folder of its own.</summary>
internal sealed class Library : IRecordChanges, ISearchMapping, IDisposable
{
    private readonly Dictionary<string, (Record Record, SearchDocument Shown)> _records = [];
    private readonly List<LuceneIndex> _opened = [];
    private long _sequence;

    public DataFolder Folder { get; } = new(Directory.CreateTempSubdirectory("parvis-search-").FullName);

    public string Module { get; init; } = "commons";

    public int Version { get; set; } = 1;

    public IReadOnlyList<string> Facets => ["language", "country"];

    public int Read { get; private set; }

    /// <summary>Ids of the records that stand, newest first.</summary>
    public IEnumerable<string> Standing => _records.Values.Where(one => !one.Record.Withdrawn).OrderByDescending(one => one.Record.Sequence).Select(one => one.Record.Id);

    public IEnumerable<(string Id, SearchDocument Shown)> Shown => _records.Values.Where(one => !one.Record.Withdrawn).Select(one => (one.Record.Id, one.Shown));

    public LuceneIndex Open()
    {
        var index = new LuceneIndex(Folder, [this], this, TimeProvider.System);
        _opened.Add(index);
        return index;
    }

    public async Task<LuceneIndex> FollowedAsync(CancellationToken cancel)
    {
        var index = Open();
        await index.FollowAsync(cancel);
        return index;
    }

    public Library Put(string id, string language, string title, string text = "", params (string Facet, string Value)[] facets) =>
        Put(id, LocalizedText.Of(language, title), LocalizedText.Of(language, text), facets);

    public Library Put(string id, LocalizedText titles, LocalizedText texts, params (string Facet, string Value)[] facets)
    {
        var byFacet = facets.GroupBy(one => one.Facet, one => one.Value).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]);
        return Put(id, new SearchDocument(titles, texts, [], byFacet));
    }

    public Library Put(string id, SearchDocument shown, bool withdrawn = false)
    {
        lock (_records)
        {
            var version = _records.TryGetValue(id, out var before) ? before.Record.Version + 1 : 1;
            _records[id] = (new Record(id, new RecordKind(Module, "dataset"), shown.Titles, version, ++_sequence, DateTimeOffset.UnixEpoch, withdrawn, 0, "", default), shown);
        }
        return this;
    }

    public Library Withdraw(string id) => Put(id, _records[id].Shown, withdrawn: true);

    public SearchDocument Map(Record record)
    {
        lock (_records) return _records[record.Id].Shown;
    }

    public async IAsyncEnumerable<Record> ChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<Record> changes;
        lock (_records) changes = [.. _records.Values.Select(one => one.Record).Where(record => record.Sequence > after).OrderBy(record => record.Sequence)];
        foreach (var record in changes)
        {
            await Task.CompletedTask;
            Read++;
            yield return record;
        }
    }

    public void Dispose()
    {
        foreach (var index in _opened) index.Dispose();
        Directory.Delete(Folder.Path, recursive: true);
    }
}

internal static class Searching
{
    public static SearchQuery For(string? words, string language = "en") => new(null, words, language, new Dictionary<string, IReadOnlyList<string>>());

    public static string[] Find(this LuceneIndex index, string? words, string language = "en") =>
        [.. index.Search(For(words, language)).Ids.Order(StringComparer.Ordinal)];
}
