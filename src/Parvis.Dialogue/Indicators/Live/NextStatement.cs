using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Parvis.Dialogue.Indicators.Opinion;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Indicators.Live;

/// <summary>Draws the statement that a participant is asked next. Asked again without a vote between, it is the same.</summary>
internal sealed class NextStatement(Statements statements, LiveConversations live)
{
    /// <summary>The next statement, and how many are left for this participant.</summary>
    /// <param name="seat">Who.</param>
    /// <param name="participant">Their number; null for somebody without votes.</param>
    public async Task<(int? Statement, int Left)> DrawAsync(Conversation conversation, string seat, int? participant, CancellationToken cancel)
    {
        var unseen = await statements.UnseenAsync(conversation, participant, cancel);
        var priorities = (live.Of(conversation.Id).Current ?? await live.CurrentAsync(conversation, cancel))?.Whole.Priorities ?? new Dictionary<int, double>();
        return (Routing.Next(unseen, priorities, Seed(conversation.Id, seat, unseen.Count)), unseen.Count);
    }

    private static ulong Seed(string conversation, string seat, int left) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{conversation}/{seat}/{left}")));
}
