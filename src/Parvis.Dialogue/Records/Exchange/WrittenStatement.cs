namespace Parvis.Dialogue.Records.Exchange;

/// <summary>A statement with its words.</summary>
/// <param name="Milliseconds">When it was written, since 1970, UTC.</param>
/// <param name="Status">Its number and what moderation decided.</param>
/// <param name="Author">The number of the participant who wrote it.</param>
/// <param name="IsSeed">It was there at the beginning; null when nobody says.</param>
/// <param name="Text">Its words in the language in which it was written.</param>
/// <param name="Language">That language, BCP 47; null when nobody says.</param>
internal sealed record WrittenStatement(long Milliseconds, StatementStatus Status, int Author, bool? IsSeed, string Text, string? Language = null)
{
    /// <summary>Statement numbers are below this.</summary>
    public const int Numbers = 1 << 20;
}
