using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Parvis.Kernel.Search.Analysis;

namespace Parvis.Kernel.Search;

/// <summary>One word, or one phrase in quotation marks, that a reader typed.</summary>
/// <param name="Parts">The words in the order typed; one unless it is a phrase.</param>
/// <param name="Unfinished">True when the reader may still be typing it.</param>
internal sealed record TypedWord(IReadOnlyList<string> Parts, bool Unfinished = false)
{
    /// <summary>The words as <see cref="Fields.Words"/> holds them.</summary>
    public IReadOnlyList<string> Folded { get; } = [.. Parts.Select(Folding.Fold)];

    /// <summary>How it is typed again.</summary>
    public override string ToString() => Parts.Count == 1 ? Parts[0] : $"\"{string.Join(' ', Parts)}\"";
}

/// <summary>Reads what a reader typed. There is no syntax but quotation marks, so nothing can be wrong.</summary>
internal static class TypedWords
{
    private const int MostLetters = 300;
    private const int MostWords = 20;
    private static readonly char[] Quotes = ['"', '“', '”', '„', '«', '»'];
    private static readonly WordAnalyzer Words = new(typed: true);

    /// <summary>The words and phrases of <paramref name="text"/>; beyond 300 letters or 20 words the rest is left out.</summary>
    public static IReadOnlyList<TypedWord> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var parts = (text.Length > MostLetters ? text[..MostLetters] : text).Split(Quotes);
        var words = new List<TypedWord>();
        for (var i = 0; i < parts.Length; i++)
        {
            var inQuotes = i % 2 == 1 && i < parts.Length - 1;
            var found = Cut(parts[i]);
            if (inQuotes && found.Count > 0) words.Add(new TypedWord(found));
            else words.AddRange(found.Select(word => new TypedWord([word])));
        }
        if (words.Count > 0 && words[^1].Parts.Count == 1 && !char.IsWhiteSpace(parts[^1].LastOrDefault(' '))) words[^1] = words[^1] with { Unfinished = true };
        return words.Count > MostWords ? words[..MostWords] : words;
    }

    private static List<string> Cut(string text)
    {
        var found = new List<string>();
        using var words = Words.GetTokenStream("", Folding.Apart(text));
        var word = words.GetAttribute<ICharTermAttribute>();
        words.Reset();
        while (words.IncrementToken())
        {
            if (Folding.Fold(word.ToString()!).Length > 0) found.Add(word.ToString()!); // a lone accent is no word
        }
        words.End();
        return found;
    }
}
