using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Analysis.TokenAttributes;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>Cuts the unspaced runs of Thai, Lao, Khmer and Burmese into overlapping pairs of characters, since no dictionary of their words is at hand.</summary>
internal sealed class SyllableFilter : TokenFilter
{
    private static readonly string SouthEastAsian = StandardTokenizer.TOKEN_TYPES[StandardTokenizer.SOUTHEAST_ASIAN];
    private readonly ICharTermAttribute _word;
    private readonly ITypeAttribute _type;
    private string _run = "";
    private int _next;

    public SyllableFilter(TokenStream words) : base(words)
    {
        _word = AddAttribute<ICharTermAttribute>();
        _type = AddAttribute<ITypeAttribute>();
    }

    public override bool IncrementToken()
    {
        if (_next + 2 <= _run.Length) return Pair();
        if (!m_input.IncrementToken()) return false;
        if (_type.Type != SouthEastAsian || _word.Length < 3) return true;
        (_run, _next) = (_word.ToString()!, 0);
        return Pair();
    }

    public override void Reset()
    {
        base.Reset();
        (_run, _next) = ("", 0);
    }

    private bool Pair()
    {
        _word.SetEmpty().Append(_run.Substring(_next++, 2));
        return true;
    }
}
