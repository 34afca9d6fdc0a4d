using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search;

/// <summary>"Did you mean": other words, when those typed find nothing.</summary>
internal static class OtherWords
{
    private const int MostToLeaveOut = 4;
    private const int ShortestWithTwoErrors = 6;

    /// <summary>The words respelt, else without one of them, the rarest first: the first of these that <paramref name="finds"/> something.</summary>
    public static string? For(IReadOnlyList<TypedWord> words, Snapshot index, Func<string, bool> finds)
    {
        var respelt = words.Select(word => Respell(word, index)).ToList();
        if (!respelt.SequenceEqual(words) && finds(Join(respelt))) return Join(respelt);
        return Enumerable.Range(0, words.Count is > 1 and <= MostToLeaveOut ? words.Count : 0)
            .OrderBy(left => respelt[left].Folded.Min(part => index.Reader.DocFreq(new Term(Fields.Words, part))))
            .Select(left => Join(respelt.Where((_, place) => place != left)))
            .FirstOrDefault(finds);
    }

    private static string Join(IEnumerable<TypedWord> words) => string.Join(' ', words);

    private static TypedWord Respell(TypedWord word, Snapshot index)
    {
        if (word.Parts.Count > 1 || !WordClause.CanBeRespelt(word.Folded[0])) return word;
        return index.Reader.DocFreq(new Term(Fields.Words, word.Folded[0])) > 0 ? word : new TypedWord([Nearest(word.Folded[0], index) ?? word.Parts[0]]);
    }

    /// <summary>The word of the index with the fewest letters changed; of equals the one in most records.</summary>
    private static string? Nearest(string word, Snapshot index)
    {
        if (MultiFields.GetTerms(index.Reader, Fields.Words) is not { } terms) return null;
        var errors = word.Length < ShortestWithTwoErrors ? 1 : 2;
        var near = new FuzzyTermsEnum(terms, new AttributeSource(), new Term(Fields.Words, word), errors, prefixLength: 0, transpositions: true);
        var closeness = near.Attributes.AddAttribute<IBoostAttribute>();
        (string? Word, float Closeness, int Records) best = default;
        while (near.MoveNext())
        {
            if ((closeness.Boost, near.DocFreq).CompareTo((best.Closeness, best.Records)) > 0) best = (near.Term.Utf8ToString(), closeness.Boost, near.DocFreq);
        }
        return best.Word;
    }
}
