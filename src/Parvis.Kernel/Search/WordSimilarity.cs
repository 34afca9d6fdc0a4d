using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;

namespace Parvis.Kernel.Search;

/// <summary>BM25 (Robertson and Zaragoza 2009) without its weight for rare words, which <see cref="WordClause"/> gives once for all fields:
/// a word would else weigh most in the language where it is most foreign.</summary>
internal sealed class WordSimilarity : BM25Similarity
{
    /// <summary>ln(1 + (N − n + ½) / (n + ½)): N records, n of them with the word.</summary>
    public static float Rarity(long withWord, long records) => (float)Math.Log(1 + (Math.Max(0, records - withWord) + 0.5) / (withWord + 0.5));

    /// <inheritdoc/>
    protected override float Idf(long docFreq, long numDocs) => 1;

    /// <summary>Average over the records that have the field, not over all.</summary>
    protected override float AvgFieldLength(CollectionStatistics collectionStats) =>
        collectionStats.SumTotalTermFreq <= 0 || collectionStats.DocCount <= 0 ? 1 : (float)(collectionStats.SumTotalTermFreq / (double)collectionStats.DocCount);
}
