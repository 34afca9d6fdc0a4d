namespace Parvis.Dialogue.Records.Exchange;

/// <summary>A conversation with everything that was said in it, the same whether it comes from files or from a node. Votes are streamed: there may be millions.</summary>
internal interface IConversation
{
    /// <summary>What it is about.</summary>
    ConversationHeading Heading { get; }

    /// <summary>How much is known of its votes.</summary>
    VoteDetail Detail { get; }

    /// <summary>What was published of it by whoever computed; null when nothing was.</summary>
    PublishedFigures? Published { get; }

    /// <summary>Statements in their own order.</summary>
    IAsyncEnumerable<WrittenStatement> StatementsAsync(CancellationToken cancel);

    /// <summary>Everybody who came, by number.</summary>
    IAsyncEnumerable<Participant> ParticipantsAsync(CancellationToken cancel);

    /// <summary>Votes, changed ones among them, in the order asked for. It can be asked more than once.</summary>
    IAsyncEnumerable<VoteEvent> VotesAsync(VoteOrder order, CancellationToken cancel);
}

/// <summary>How much is known of a conversation's votes.</summary>
internal enum VoteDetail
{
    /// <summary>Only counts.</summary>
    None = 0,

    /// <summary>The last vote of each person on each statement, without its time.</summary>
    Last = 1,

    /// <summary>Every vote with its time.</summary>
    Cast = 2,
}

/// <summary>An order of votes.</summary>
internal enum VoteOrder
{
    /// <summary>As they were cast.</summary>
    ByTime = 0,

    /// <summary>By statement, then participant, then as they were cast.</summary>
    ByStatement = 1,
}
