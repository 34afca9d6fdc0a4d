using System.Collections.Frozen;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Records;

/// <summary>Where a conversation stands.</summary>
internal enum ConversationState
{
    /// <summary>Only those who convene see it.</summary>
    Draft,

    /// <summary>It takes statements and votes between its instants.</summary>
    Open,

    /// <summary>It takes nothing more; its tally is in the ledger.</summary>
    Closed,
}

/// <summary>What can be done with a conversation as a whole.</summary>
internal enum ConversationAct
{
    Open,
    Close,
}

/// <summary>A conversation on this node.</summary>
/// <param name="Id">Short id, for addresses.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Policy">How it is moderated, for everybody to read.</param>
/// <param name="Languages">BCP 47 tags that people write in; the first is its own.</param>
/// <param name="Settings">How it is held.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OpensAt">Before this it takes nothing; null for at once.</param>
/// <param name="ClosesAt">From this on it takes nothing; null while nobody said.</param>
/// <param name="TiedTo">The address of what it is about: a record, a call, a commitment; null for none.</param>
/// <param name="CreatedBy">Id of a person; not published.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When its words or settings changed last.</param>
/// <param name="Closing">What it ended with; null while it has not.</param>
internal sealed record Conversation(
    string Id, LocalizedText Title, LocalizedText Description, LocalizedText Policy, IReadOnlyList<string> Languages, ConversationSettings Settings, ConversationState State,
    DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, string? TiedTo, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, Closing? Closing)
{
    private static readonly FrozenDictionary<(ConversationState, ConversationAct), ConversationState> Steps = new Dictionary<(ConversationState, ConversationAct), ConversationState>
    {
        [(ConversationState.Draft, ConversationAct.Open)] = ConversationState.Open,
        [(ConversationState.Open, ConversationAct.Close)] = ConversationState.Closed,
    }.ToFrozenDictionary();

    /// <summary>Whether it takes statements and votes at this moment.</summary>
    public bool TakesPart(DateTimeOffset now) => State == ConversationState.Open && !(OpensAt > now) && !(ClosesAt <= now);

    /// <summary>Where <paramref name="act"/> leads; null where it cannot be done.</summary>
    public ConversationState? After(ConversationAct act) => Steps.TryGetValue((State, act), out var next) ? next : null;

    /// <summary>Whether participants are shown statements of this standing.</summary>
    public bool Shows(Moderation moderation) => moderation == Moderation.Accepted || (moderation == Moderation.Pending && !Settings.IsStrict);
}

/// <summary>What a conversation ended with.</summary>
/// <param name="At">When.</param>
/// <param name="Result">SHA-256 of the result's bytes.</param>
/// <param name="LedgerIndex">The ledger entry that attests it.</param>
internal sealed record Closing(DateTimeOffset At, string Result, long LedgerIndex);
