using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;
using Parvis.Kernel.Search.Analysis;

namespace Parvis.Kernel.Search;

/// <summary>The ways in which one typed word can stand in a record; the best of them counts.</summary>
/// <param name="Ways">A weighted query for each way.</param>
/// <param name="Required">False for a small word of the reader's language: it may help, its absence does no harm.</param>
/// <param name="Records">About how many records have it.</param>
internal sealed record WordClause(IReadOnlyList<Weight> Ways, bool Required, long Records)
{
    private const float TitleWeight = 3f;
    private const float TextWeight = 1f;
    private const float AnyLanguageWeight = 0.8f;
    private const float UnfinishedWeight = 0.4f;
    private const float MisspeltWeight = 0.3f;
    private const float ReadersLanguage = 1.2f;
    private const int MostSpellings = 16;
    private const int Common = 5_000;
    private const int Few = 10;
    private const int ShortestToRespell = 4;
    private const int LongestToRespell = 24; // the cost of finding like words grows with the square of their letters

    /// <summary>The clauses of <paramref name="words"/> for a reader of <paramref name="language"/>, the rarest first and what is not required last.</summary>
    public static IReadOnlyList<WordClause> Of(IReadOnlyList<TypedWord> words, string language, Snapshot index)
    {
        var name = LanguageAnalyzers.Name(language);
        var clauses = words.Select(word => Of(word, name, index)).ToList();
        if (!clauses.Exists(clause => clause.Required)) clauses = [.. clauses.Select(clause => clause with { Required = true })];
        return [.. clauses.OrderByDescending(clause => clause.Required).ThenBy(clause => clause.Records)];
    }

    /// <summary>How many of <paramref name="required"/> words a record must have: all of up to three, three quarters of more.</summary>
    public static int Needed(int required) => required <= 3 ? required : (required * 3 + 3) / 4;

    /// <summary>True for a word worth looking for with a letter changed.</summary>
    public static bool CanBeRespelt(string word) => word.Length is >= ShortestToRespell and <= LongestToRespell;

    private static WordClause Of(TypedWord word, string readers, Snapshot index)
    {
        if (word.Parts.Count > 1) return Phrase(word, index);
        var (typed, folded) = (word.Parts[0], word.Folded[0]);
        var ways = new List<(Query Query, float Weight, long Records)>();
        var exact = index.Reader.DocFreq(new Term(Fields.Words, folded));
        foreach (var language in index.Languages) AddStem(ways, index, language, typed, language == readers ? ReadersLanguage : 1);
        // the stems of a common word find nearly all that the word itself does: it is read only where they do not look, in keywords
        var covered = exact > Common && ways.Sum(way => way.Records) >= exact;
        AddTerm(ways, index, covered ? Fields.Names : Fields.Words, folded, AnyLanguageWeight);
        if (exact <= Few) AddGuesses(ways, word, folded);
        var records = ways.Count == 0 ? 0 : ways.Max(way => way.Records);
        var rarity = WordSimilarity.Rarity(records, index.Reader.MaxDoc);
        return new WordClause([.. ways.Select(way => index.Weigh(way.Query, way.Weight * rarity))], IsRequired(typed, folded, readers), records);
    }

    private static WordClause Phrase(TypedWord word, Snapshot index)
    {
        var phrase = new PhraseQuery();
        foreach (var part in word.Folded) phrase.Add(new Term(Fields.Words, part));
        var records = word.Folded.Min(part => (long)index.Reader.DocFreq(new Term(Fields.Words, part)));
        return new WordClause([index.Weigh(phrase, WordSimilarity.Rarity(records, index.Reader.MaxDoc))], Required: true, records);
    }

    private static void AddStem(List<(Query Query, float Weight, long Records)> ways, Snapshot index, string language, string typed, float weight)
    {
        if (LanguageAnalyzers.Stem(language, typed) is not { Length: > 0 } stem) return;
        AddTerm(ways, index, Fields.Title(language), stem, weight * TitleWeight);
        AddTerm(ways, index, Fields.Text(language), stem, weight * TextWeight);
    }

    private static void AddTerm(List<(Query Query, float Weight, long Records)> ways, Snapshot index, string field, string text, float weight)
    {
        var term = new Term(field, text);
        var found = TermContext.Build(index.Reader.Context, term);
        if (found.DocFreq > 0) ways.Add((new TermQuery(term, found), weight, found.DocFreq));
    }

    /// <summary>A word that few records have may be unfinished or misspelt.</summary>
    private static void AddGuesses(List<(Query Query, float Weight, long Records)> ways, TypedWord word, string folded)
    {
        if (word.Unfinished && folded.Length >= 2) ways.Add((new PrefixQuery(new Term(Fields.Names, folded)), UnfinishedWeight, 0));
        if (CanBeRespelt(folded)) ways.Add((new FuzzyQuery(new Term(Fields.Words, folded), maxEdits: 1, prefixLength: 1, MostSpellings, transpositions: true), MisspeltWeight, 0));
    }

    private static bool IsRequired(string typed, string folded, string readers) =>
        (folded.Length > 1 || !char.IsAsciiLetter(folded[0])) && LanguageAnalyzers.Stem(readers, typed) is not null;
}
