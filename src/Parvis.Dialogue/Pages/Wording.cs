using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>A statement in the words that a reader sees.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Language">BCP 47 tag of <paramref name="Words"/>.</param>
/// <param name="Words">The words.</param>
/// <param name="Translation">Where they come from; null when they are the author's own.</param>
internal sealed record Wording(StatementEntry Statement, string Language, string Words, Translation? Translation)
{
    /// <summary>A statement for a reader of <paramref name="language"/>: as it was written where that is theirs, else translated, a person's words before a machine's; else as it was written.</summary>
    public static Wording Of(StatementEntry statement, IEnumerable<Translation> translations, string language)
    {
        if (LanguageTag.SameLanguage(statement.Language, language)) return new(statement, statement.Language, statement.Words, null);
        var best = translations.Where(translation => LanguageTag.SameLanguage(translation.Language, language))
            .OrderBy(translation => translation.Origin).ThenByDescending(translation => translation.IsReviewed).ThenBy(translation => translation.Language, StringComparer.Ordinal).FirstOrDefault();
        return new(statement, best?.Language ?? statement.Language, best?.Words ?? statement.Words, best);
    }
}

/// <summary>The statements of a conversation that participants are shown, as one reader reads them. A rejected one is not among them.</summary>
internal sealed class Wordings
{
    private readonly SortedDictionary<int, Wording> _shown;

    private Wordings(IEnumerable<Wording> shown) => _shown = new(shown.ToDictionary(wording => wording.Statement.Number));

    /// <summary>By number.</summary>
    public IReadOnlyCollection<Wording> All => _shown.Values;

    /// <summary>One of them; null when it is not shown.</summary>
    public Wording? this[int number] => _shown.GetValueOrDefault(number);

    public static async Task<Wordings> ReadAsync(Conversation conversation, Statements statements, string language, CancellationToken cancel)
    {
        var translations = (await statements.TranslationsAsync(conversation.Id, cancel)).ToLookup(translation => translation.Statement);
        return new((await statements.ListAsync(conversation.Id, cancel)).Where(statement => conversation.Shows(statement.Moderation)).Select(statement => Wording.Of(statement, translations[statement.Number], language)));
    }

    /// <summary>Those that say nearly what <paramref name="words"/> say.</summary>
    public IReadOnlyList<Wording> Like(string words)
    {
        IReadOnlyList<Wording> all = [.. _shown.Values];
        var (same, near) = LikeWords.Find([FoldedText.Of(words)], [.. all.Select(wording => FoldedText.Of(wording.Statement.Words))])[0];
        return [.. same.Concat(near).Order().Select(place => all[place])];
    }
}
