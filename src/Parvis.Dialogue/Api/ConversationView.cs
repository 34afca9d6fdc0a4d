using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Api;

/// <summary>A conversation as everybody may know it.</summary>
/// <param name="State"><c>draft</c>, <c>open</c> or <c>closed</c>.</param>
/// <param name="TakesPart">Whether it takes statements and votes at this moment.</param>
/// <param name="Tally">SHA-256 of its final result; null while it is not closed.</param>
internal sealed record ConversationView(
    string Id, IReadOnlyDictionary<string, string> Title, IReadOnlyDictionary<string, string> Description, IReadOnlyDictionary<string, string> Policy, IReadOnlyList<string> Languages, SettingsView Settings,
    string State, bool TakesPart, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, string? TiedTo, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? ClosedAt, string? Tally, long? LedgerIndex, string Api)
{
    public static ConversationView Of(Conversation conversation, DateTimeOffset now, string nodeAddress) => new(
        conversation.Id, conversation.Title.Texts, conversation.Description.Texts, conversation.Policy.Texts, conversation.Languages, SettingsView.Of(conversation.Settings),
        conversation.State.ToString().ToLowerInvariant(), conversation.TakesPart(now), conversation.OpensAt, conversation.ClosesAt, conversation.TiedTo, conversation.CreatedAt, conversation.ChangedAt,
        conversation.Closing?.At, conversation.Closing?.Result, conversation.Closing?.LedgerIndex, $"{nodeAddress}/api/dialogue/conversations/{conversation.Id}");
}

/// <summary>How a conversation is held, in words of the API.</summary>
/// <param name="Groups"><c>compatible</c> (Polis' rules) or <c>stable</c>.</param>
/// <param name="Moderation"><c>strict</c> or <c>open</c>.</param>
/// <param name="Authors"><c>participants</c> or <c>conveners</c>.</param>
/// <param name="ResultsFor"><c>everyone</c>, <c>participants</c> or <c>conveners</c>.</param>
/// <param name="Results"><c>live</c> or <c>afterClosing</c>.</param>
internal sealed record SettingsView(int? FewestGroups = null, int? MostGroups = null, string? Groups = null, string? Moderation = null, bool? InviteOnly = null, string? Authors = null, string? ResultsFor = null, string? Results = null, int? LongestStatement = null)
{
    public static SettingsView Of(ConversationSettings settings) => new(
        settings.FewestGroups, settings.MostGroups, settings.IsStable ? "stable" : "compatible", settings.IsStrict ? "strict" : "open", settings.IsInviteOnly, settings.Authors.ToString().ToLowerInvariant(),
        settings.ResultsFor.ToString().ToLowerInvariant(), settings.Results == Showing.Live ? "live" : "afterClosing", settings.LongestStatement);

    /// <summary>The settings; what is not said is as usual, and what does not exist is a value that <see cref="ConversationDraft.Problems"/> names.</summary>
    public ConversationSettings ToSettings()
    {
        var usual = new ConversationSettings();
        return new()
        {
            FewestGroups = FewestGroups ?? usual.FewestGroups,
            MostGroups = MostGroups ?? usual.MostGroups,
            IsStable = One(Groups, "compatible", "stable") == 1,
            IsStrict = One(Moderation, "strict", "open") == 0,
            IsInviteOnly = InviteOnly ?? usual.IsInviteOnly,
            Authors = (Authors)One(Authors, "participants", "conveners"),
            ResultsFor = (Audience)One(ResultsFor, "everyone", "participants", "conveners"),
            Results = (Showing)One(Results, "live", "afterClosing"),
            LongestStatement = LongestStatement ?? usual.LongestStatement,
        };
    }

    /// <summary>Whether every word is one that exists.</summary>
    public bool IsKnown => One(Groups, "compatible", "stable") >= 0 && One(Moderation, "strict", "open") >= 0;

    private static int One(string? word, params ReadOnlySpan<string> words)
    {
        if (word is null) return 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (string.Equals(word, words[i], StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }
}

/// <summary>A conversation as a program proposes it.</summary>
internal sealed record ConversationRequest(
    IReadOnlyDictionary<string, string>? Title, IReadOnlyDictionary<string, string>? Description = null, IReadOnlyDictionary<string, string>? Policy = null, IReadOnlyList<string>? Languages = null,
    SettingsView? Settings = null, DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null, string? TiedTo = null)
{
    public ConversationDraft ToDraft() => new(Title, Description, Policy, Languages, (Settings ?? new()).ToSettings(), OpensAt, ClosesAt, TiedTo);

    public Dictionary<string, string[]> Problems()
    {
        var problems = ToDraft().Problems();
        if (Settings is { IsKnown: false }) problems["settings"] = ["dialogue.problem.settings"];
        return problems;
    }
}

/// <summary>One page of conversations.</summary>
internal sealed record ConversationList(long Total, int Page, int Size, IReadOnlyList<ConversationView> Conversations);
