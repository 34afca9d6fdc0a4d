using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>Folds each word of a stream with <see cref="Folding.Fold"/>.</summary>
internal sealed class FoldingFilter : TokenFilter
{
    private readonly ICharTermAttribute _word;

    public FoldingFilter(TokenStream words) : base(words) => _word = AddAttribute<ICharTermAttribute>();

    public override bool IncrementToken()
    {
        if (!m_input.IncrementToken()) return false;
        var folded = Folding.Fold(_word.ToString()!);
        _word.SetEmpty().Append(folded);
        return true;
    }
}
