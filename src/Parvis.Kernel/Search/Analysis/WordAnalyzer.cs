using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Cjk;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>Cuts text into words without knowing its language: Unicode word boundaries (UAX 29), pairs of characters where a script has no spaces.</summary>
/// <param name="typed">True for what a reader typed: words keep their form for the analysers of languages, and only lone characters stand alone.</param>
internal sealed class WordAnalyzer(bool typed) : Analyzer
{
    /// <summary>A phrase never reaches from one text into the next.</summary>
    public override int GetPositionIncrementGap(string fieldName) => 100;

    /// <inheritdoc/>
    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
    {
        var cut = new StandardTokenizer(LuceneVersion.LUCENE_48, reader);
        var pairs = new CJKBigramFilter(new CJKWidthFilter(cut), CJKScript.HAN | CJKScript.HIRAGANA | CJKScript.KATAKANA | CJKScript.HANGUL, outputUnigrams: !typed);
        TokenStream words = new SyllableFilter(pairs);
        return new TokenStreamComponents(cut, typed ? words : new FoldingFilter(words));
    }
}
