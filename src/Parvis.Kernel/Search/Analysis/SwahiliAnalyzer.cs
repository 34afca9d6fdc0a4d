using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>Words of Swahili without the commonest small words, and singular and plural of the noun classes made one.</summary>
internal sealed class SwahiliAnalyzer : Analyzer
{
    private static readonly CharArraySet SmallWords = new(LuceneVersion.LUCENE_48,
        ["na", "ya", "wa", "za", "la", "cha", "vya", "kwa", "ni", "si", "katika", "hii", "hiyo", "huo", "huu", "hizi", "hizo", "kama", "au", "lakini", "pia", "yake", "wake", "zake", "kwamba", "ambayo", "ambao", "kila"],
        ignoreCase: false);

    /// <inheritdoc/>
    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
    {
        var cut = new StandardTokenizer(LuceneVersion.LUCENE_48, reader);
        var words = new StopFilter(LuceneVersion.LUCENE_48, new FoldingFilter(cut), SmallWords);
        return new TokenStreamComponents(cut, new StemFilter(words));
    }

    private sealed class StemFilter : TokenFilter
    {
        private readonly ICharTermAttribute _word;

        public StemFilter(TokenStream words) : base(words) => _word = AddAttribute<ICharTermAttribute>();

        public override bool IncrementToken()
        {
            if (!m_input.IncrementToken()) return false;
            var stem = SwahiliStem.Of(_word.ToString()!);
            _word.SetEmpty().Append(stem);
            return true;
        }
    }
}
