namespace Parvis.Dialogue.Records;

/// <summary>A statement of a conversation.</summary>
/// <param name="Number">Its number in it, from 0.</param>
/// <param name="Author">The number of the participant who wrote it; null for one of those who convene. Never published.</param>
/// <param name="Language">BCP 47 tag of its words.</param>
/// <param name="Words">In the language in which it was written.</param>
/// <param name="IsMeta">It describes people, and stays out of the mathematics of opinion.</param>
/// <param name="Moderation">What moderation decided.</param>
/// <param name="Reason">Why, for its author.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ChangedAt">When moderation decided last.</param>
internal sealed record StatementEntry(int Number, int? Author, string Language, string Words, bool IsMeta, Moderation Moderation, string Reason, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    /// <summary>It was there at the beginning, or was put in by those who convene.</summary>
    public bool IsSeed => Author is null;

    /// <summary>How the mathematics sees it.</summary>
    public StatementStatus Status => new(Number, Moderation, IsMeta);
}

/// <summary>Where the words of a translation come from.</summary>
internal enum TranslationOrigin
{
    Human,

    /// <summary>A machine that the node's operator named.</summary>
    Machine,
}

/// <summary>A statement in another language.</summary>
/// <param name="Statement">Its number.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Words">Its words.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="IsReviewed">A person who moderates has read them.</param>
internal sealed record Translation(int Statement, string Language, string Words, TranslationOrigin Origin, bool IsReviewed);
