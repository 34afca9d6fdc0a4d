using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Api;

/// <summary>A statement as participants see it: without its author.</summary>
/// <param name="Translations">In other languages.</param>
internal sealed record StatementView(int Number, string Language, string Words, bool IsSeed, bool IsMeta, IReadOnlyList<TranslationView> Translations)
{
    public static StatementView Of(StatementEntry statement, IEnumerable<Translation> translations) =>
        new(statement.Number, statement.Language, statement.Words, statement.IsSeed, statement.IsMeta, [.. translations.Select(TranslationView.Of)]);
}

/// <summary>A statement in another language.</summary>
/// <param name="Origin"><c>human</c> or <c>machine</c>.</param>
/// <param name="Reviewed">Whether a person who moderates has read it.</param>
internal sealed record TranslationView(string Language, string Words, string Origin, bool Reviewed)
{
    public static TranslationView Of(Translation translation) => new(translation.Language, translation.Words, translation.Origin.ToString().ToLowerInvariant(), translation.IsReviewed);
}

/// <summary>A statement as its author sees it.</summary>
/// <param name="State"><c>pending</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Reason">Why, when moderation said.</param>
internal sealed record OwnStatementView(int Number, string Language, string Words, string State, string? Reason, DateTimeOffset WrittenAt)
{
    public static OwnStatementView Of(StatementEntry statement) =>
        new(statement.Number, statement.Language, statement.Words, statement.Moderation.ToString().ToLowerInvariant(), statement.Reason.Length > 0 ? statement.Reason : null, statement.CreatedAt);
}
