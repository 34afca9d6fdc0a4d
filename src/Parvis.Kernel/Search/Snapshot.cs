using System.Collections.Concurrent;
using System.Globalization;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Parvis.Kernel.Search.Analysis;

namespace Parvis.Kernel.Search;

/// <summary>The index as one commit left it. What is computed from it is kept as long as it is.</summary>
internal sealed class Snapshot
{
    private readonly IndexSearcher _searcher;
    private readonly ConcurrentDictionary<string, Lazy<FacetValues>> _facets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string? Module, string Facet), IReadOnlyList<FacetCount>> _wholeCounts = new();
    private readonly ConcurrentDictionary<string, bool> _ordered = new(StringComparer.Ordinal);

    public Snapshot(DirectoryReader reader)
    {
        Reader = reader;
        _searcher = new IndexSearcher(reader) { Similarity = new WordSimilarity() };
        Segments = [.. reader.Leaves.Select(leaf => new Segment(leaf))];
        Languages = [.. LanguageAnalyzers.Names.Where(Occurs)];
        Commit = CommitMark.Of(reader.IndexCommit.UserData);
    }

    /// <summary>The reader; counted references keep it open while it is used.</summary>
    public DirectoryReader Reader { get; }

    /// <summary>Its segments.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Languages, as <see cref="LanguageAnalyzers.Names"/> calls them, that any record has a text in.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>What the commit says of itself.</summary>
    public CommitMark Commit { get; }

    /// <summary>Prepares a query for its scorers.</summary>
    public Weight Weigh(Query query, float weight)
    {
        query.Boost = weight;
        return _searcher.CreateNormalizedWeight(query);
    }

    /// <summary>The values of a facet in all segments.</summary>
    public FacetValues Facet(string name) =>
        _facets.GetOrAdd(name, facet => new Lazy<FacetValues>(() => new FacetValues(Segments, Fields.Facet(facet)))).Value;

    /// <summary>The counts of a facet over all records of a module, or of all modules.</summary>
    public IReadOnlyList<FacetCount> WholeCounts(string? module, string facet) =>
        _wholeCounts.GetOrAdd((module, facet), key => Facet(key.Facet).Count([.. Segments.Select(segment => segment.OfModule(key.Module))]));

    /// <summary>The field that orders titles for a reader of <paramref name="language"/>.</summary>
    public string TitleField(string language)
    {
        var field = TitleOrder.Field(language);
        _ordered.TryAdd(field, true);
        return field;
    }

    /// <summary>Computes what readers of <paramref name="before"/> have asked for, so that none of them waits.</summary>
    public void Warm(Snapshot before)
    {
        foreach (var (module, facet) in before._wholeCounts.Keys) WholeCounts(module, facet);
        foreach (var facet in before._facets.Keys) Facet(facet);
        foreach (var segment in Segments)
        {
            segment.Sequences();
            foreach (var field in before._ordered.Keys) segment.Places(field);
        }
        foreach (var field in before._ordered.Keys) _ordered.TryAdd(field, true);
    }

    private bool Occurs(string language) => Segments.Any(segment =>
        segment.Context.AtomicReader.GetTerms(Fields.Title(language)) is not null || segment.Context.AtomicReader.GetTerms(Fields.Text(language)) is not null);
}

/// <summary>What a commit says of itself.</summary>
/// <param name="Sequence">The change sequence it reached.</param>
/// <param name="Shape">The versions of the mappings that made it.</param>
/// <param name="Birth">Changes when the index is begun anew: its files may then have the names of others that were there before.</param>
internal sealed record CommitMark(long Sequence, string Shape, string Birth)
{
    /// <summary>Reads what <see cref="ToUserData"/> wrote; empty words where there is nothing.</summary>
    public static CommitMark Of(IDictionary<string, string> data) => new(
        data.TryGetValue("sequence", out var sequence) ? long.Parse(sequence, CultureInfo.InvariantCulture) : 0,
        data.TryGetValue("shape", out var shape) ? shape : "",
        data.TryGetValue("birth", out var birth) ? birth : "");

    /// <summary>As Lucene keeps it beside the commit.</summary>
    public Dictionary<string, string> ToUserData() => new(StringComparer.Ordinal)
    {
        ["sequence"] = Sequence.ToString(CultureInfo.InvariantCulture),
        ["shape"] = Shape,
        ["birth"] = Birth,
    };
}
