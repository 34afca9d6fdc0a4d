using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Identity;

namespace Parvis.Dialogue.Api;

/// <summary>Who may see the results of a conversation, and when.</summary>
internal sealed class ResultsAccess(ParticipantIdentity identity, Seats seats)
{
    /// <summary>Why whoever asks may not see them now; null when they may.</summary>
    public async Task<ProblemHttpResult?> RefusalAsync(Conversation conversation, HttpContext context, CancellationToken cancel)
    {
        if (context.User.May(DialoguePermissions.Convene.Name)) return null;
        if (conversation.Settings.Results == Showing.AfterClosing && conversation.State != ConversationState.Closed) return Problems.ResultsLater();
        return conversation.Settings.ResultsFor switch
        {
            Audience.Conveners => Problems.ResultsNotForYou(Audience.Conveners),
            Audience.Participants when !await HasVotedAsync(conversation, context, cancel) => Problems.ResultsNotForYou(Audience.Participants),
            _ => null,
        };
    }

    private async Task<bool> HasVotedAsync(Conversation conversation, HttpContext context, CancellationToken cancel) =>
        identity.Read(context.Request) is Participating.Known known && (await seats.ReadAsync(conversation.Id, identity.Seat(conversation.Id, known.Token), cancel)) is { Number: not null, IsBanned: false };
}
