using System.Runtime.InteropServices;

namespace Parvis.Dialogue.Records;

/// <summary>What a participant says to a statement. The numbers are those of Polis' own mathematics; its export files turn the sign (1 = agree).</summary>
internal enum Vote : sbyte
{
    Agree = -1,
    Pass = 0,
    Disagree = 1,
}

/// <summary>A participant's vote on a statement; a later one on the same statement replaces it.</summary>
/// <param name="Participant">Number of the participant in the conversation, from 0.</param>
/// <param name="Statement">Number of the statement in the conversation, from 0.</param>
/// <param name="Choice">What was said.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VoteCast(int Participant, int Statement, Vote Choice);

/// <summary>A vote with its time.</summary>
/// <param name="Milliseconds">When it was cast, since 1970, UTC; 0 where that is not known.</param>
/// <param name="Vote">The vote.</param>
/// <param name="Order">That of the lower number was cast first, whatever a clock that was set back says; of equal ones, that of the earlier instant. 0 where it is not known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VoteEvent(long Milliseconds, VoteCast Vote, long Order = 0);
