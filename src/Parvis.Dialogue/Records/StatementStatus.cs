namespace Parvis.Dialogue.Records;

/// <summary>What moderation decided of a statement; the numbers are those of Polis' files.</summary>
internal enum Moderation : sbyte
{
    Rejected = -1,
    Pending = 0,
    Accepted = 1,
}

/// <summary>A statement as moderation left it.</summary>
/// <param name="Statement">Number of the statement in the conversation, from 0.</param>
/// <param name="Moderation">What moderation decided.</param>
/// <param name="IsMeta">It describes the participant ("I live in the city") and stays out of the mathematics of opinion.</param>
internal readonly record struct StatementStatus(int Statement, Moderation Moderation, bool IsMeta = false);
