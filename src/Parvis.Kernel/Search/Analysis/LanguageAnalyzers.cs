using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Ar;
using Lucene.Net.Analysis.Cjk;
using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.El;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fa;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.Hi;
using Lucene.Net.Analysis.Id;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Nl;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Ro;
using Lucene.Net.Analysis.Ru;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Tr;
using Lucene.Net.Util;

namespace Parvis.Kernel.Search.Analysis;

/// <summary>The analyser of each field. A language with rules of its own has fields of its own; the others share one pair of fields.</summary>
internal sealed class LanguageAnalyzers() : AnalyzerWrapper(PER_FIELD_REUSE_STRATEGY)
{
    /// <summary>The fields of languages for which there are no rules here.</summary>
    public const string Other = "und";

    private const LuceneVersion Rules = LuceneVersion.LUCENE_48;
    private static readonly Analyzer Words = new WordAnalyzer(typed: false);
    private static readonly Dictionary<string, Lazy<Analyzer>> ByLanguage = new(StringComparer.Ordinal)
    {
        ["ar"] = new(() => new ArabicAnalyzer(Rules)),
        ["cjk"] = new(() => new CJKAnalyzer(Rules)),
        ["de"] = new(() => new GermanAnalyzer(Rules)),
        ["el"] = new(() => new GreekAnalyzer(Rules)),
        ["en"] = new(() => new EnglishAnalyzer(Rules)),
        ["es"] = new(() => new SpanishAnalyzer(Rules)),
        ["fa"] = new(() => new PersianAnalyzer(Rules)),
        ["fr"] = new(() => new FrenchAnalyzer(Rules)),
        ["hi"] = new(() => new HindiAnalyzer(Rules)),
        ["id"] = new(() => new IndonesianAnalyzer(Rules)),
        ["it"] = new(() => new ItalianAnalyzer(Rules)),
        ["nl"] = new(() => new DutchAnalyzer(Rules)),
        ["pt"] = new(() => new PortugueseAnalyzer(Rules)),
        ["ro"] = new(() => new RomanianAnalyzer(Rules)),
        ["ru"] = new(() => new RussianAnalyzer(Rules)),
        ["sw"] = new(() => new SwahiliAnalyzer()),
        ["tr"] = new(() => new TurkishAnalyzer(Rules)),
    };

    /// <summary>The names under which languages have fields.</summary>
    public static IEnumerable<string> Names => ByLanguage.Keys.Append(Other);

    /// <summary>The field name of a BCP 47 tag, e.g. <c>fr</c> for <c>fr-CA</c> and <c>cjk</c> for <c>ja</c>.</summary>
    public static string Name(string tag)
    {
        var primary = tag.Split('-')[0].ToLowerInvariant();
        if (primary is "zh" or "ja" or "ko") return "cjk";
        return ByLanguage.ContainsKey(primary) ? primary : Other;
    }

    /// <summary>The stem under which <paramref name="word"/> stands in the fields of a language; null when the language leaves it out.</summary>
    public static string? Stem(string name, string word)
    {
        using var words = For(name).GetTokenStream("", word);
        var stem = words.GetAttribute<ICharTermAttribute>();
        words.Reset();
        var found = words.IncrementToken() ? stem.ToString() : null;
        while (words.IncrementToken()) { } // a stream must be read to its end before it is used again
        words.End();
        return found;
    }

    /// <inheritdoc/>
    protected override Analyzer GetWrappedAnalyzer(string fieldName) => For(Fields.LanguageOf(fieldName));

    private static Analyzer For(string name) => ByLanguage.TryGetValue(name, out var analyzer) ? analyzer.Value : Words;
}
