namespace Parvis.Kernel.Search;

/// <summary>Answers one question from one snapshot: one pass over each segment for the words, the choices, the counts and the order together.</summary>
internal sealed class Answer
{
    private readonly SearchQuery _query;
    private readonly Snapshot _index;
    private readonly IReadOnlyList<WordClause>? _clauses;
    private readonly List<KeyValuePair<string, IReadOnlyList<string>>> _choices;
    private readonly List<Narrowing> _narrowed = [];
    private readonly TopRecords _top;
    private long _matched;

    private Answer(SearchQuery query, IReadOnlyList<TypedWord> words, Snapshot index)
    {
        (_query, _index) = (query, index);
        _clauses = string.IsNullOrWhiteSpace(query.Words) ? null : WordClause.Of(words, query.Language, index);
        _choices = [.. query.Selected.Where(choice => choice.Value.Count > 0)];
        var size = query.Take <= 0 ? 0 : (int)Math.Min((long)Math.Max(0, query.Skip) + query.Take, int.MaxValue);
        _top = new TopRecords(size, query.Order == SearchOrder.Title ? index.TitleField(query.Language) : null);
    }

    /// <summary>The answer to <paramref name="query"/>.</summary>
    public static SearchResult To(SearchQuery query, Snapshot index)
    {
        var words = TypedWords.Read(query.Words);
        var answer = new Answer(query, words, index);
        var total = answer.Read();
        var suggestion = answer._matched == 0 && words.Count > 0 ? OtherWords.For(words, index, other => Finds(query with { Words = other }, index)) : null;
        return new SearchResult(total, answer._top.Ids(Math.Max(0, query.Skip)), answer.Counts(), index.Commit.Sequence, suggestion);
    }

    private static bool Finds(SearchQuery query, Snapshot index) =>
        new Answer(query with { Take = 0 }, TypedWords.Read(query.Words), index).Read() > 0;

    private long Read()
    {
        long total = 0;
        foreach (var segment in _index.Segments)
        {
            using var matches = _clauses is null ? null : SegmentMatches.Of(_clauses, segment.Context);
            var records = segment.OfModule(_query.Module);
            if (matches is not null) RecordBits.Intersect(records = matches.Bits, segment.OfModule(_query.Module));
            _matched += RecordBits.Count(records);
            var narrowed = Narrowing.Of(records, [.. _choices.Select(choice => segment.Having(Fields.Facet(choice.Key), choice.Value, records))]);
            _narrowed.Add(narrowed);
            _top.Add(segment, narrowed.All, _query.Order == SearchOrder.Relevance ? matches : null);
            total += RecordBits.Count(narrowed.All);
        }
        return total;
    }

    private Dictionary<string, IReadOnlyList<FacetCount>> Counts()
    {
        var counts = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);
        foreach (var facet in _query.Facets ?? []) counts[facet] = Count(facet, _choices.FindIndex(choice => choice.Key == facet));
        return counts;
    }

    /// <summary>Counts one facet; <paramref name="own"/> is the place of the choice made in it, or -1.</summary>
    private IReadOnlyList<FacetCount> Count(string facet, int own)
    {
        var others = own < 0 ? _choices.Count : _choices.Count - 1;
        if (_clauses is null && others == 0) return _index.WholeCounts(_query.Module, facet);
        return _index.Facet(facet).Count([.. _narrowed.Select(narrowed => own < 0 ? narrowed.All : narrowed.WithoutOne[own])]);
    }
}
