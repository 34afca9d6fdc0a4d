namespace Parvis.Dialogue.Records.Exchange;

/// <summary>Somebody who came to a conversation, whether they voted or not.</summary>
/// <param name="Number">Their number in it, from 0.</param>
/// <param name="CameMilliseconds">When they came, since 1970, UTC; null when not known.</param>
/// <param name="Xid">What the site in which the conversation stands calls them; null or empty when it says nothing. Never in a public export.</param>
/// <param name="IsBanned">Moderation took them out.</param>
internal sealed record Participant(int Number, long? CameMilliseconds = null, string? Xid = null, bool IsBanned = false)
{
    /// <summary>Participant numbers are below this.</summary>
    public const int Numbers = 1 << 24;
}
