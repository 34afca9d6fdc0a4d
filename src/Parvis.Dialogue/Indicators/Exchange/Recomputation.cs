using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records.Exchange;

namespace Parvis.Dialogue.Indicators.Exchange;

/// <summary>What the votes of an exchanged conversation mean, computed anew from nothing else.</summary>
internal static class Recomputation
{
    /// <summary>Takes the votes in the order in which they were cast; where that is not known, as last votes of participants in the order of their numbers.</summary>
    public static async Task<OpinionState> StateAsync(IConversation conversation, OpinionSettings settings, CancellationToken cancel)
    {
        var state = new OpinionState(settings, MatrixCaps.None);
        if (conversation.Detail == VoteDetail.Cast)
        {
            await foreach (var vote in conversation.VotesAsync(VoteOrder.ByTime, cancel)) state.Cast([vote.Vote]);
        }
        else
        {
            state.CastUnordered(await conversation.VotesAsync(VoteOrder.ByTime, cancel).Select(vote => vote.Vote).ToListAsync(cancel));
        }
        await foreach (var statement in conversation.StatementsAsync(cancel)) state.Moderate(statement.Status);
        await foreach (var participant in conversation.ParticipantsAsync(cancel))
        {
            if (participant.IsBanned) state.Ban(participant.Number);
        }
        return state;
    }
}
