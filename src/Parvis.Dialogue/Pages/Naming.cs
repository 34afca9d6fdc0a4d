using Parvis.Dialogue.Records;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>How pages call what a conversation is and has.</summary>
internal static class Naming
{
    private const int ShortWords = 240;

    /// <summary>Where a conversation stands, for a key.</summary>
    public static string Word(ConversationState state) => state switch { ConversationState.Draft => "draft", ConversationState.Open => "open", _ => "closed" };

    /// <summary>Where a conversation stands, in words.</summary>
    public static string State(Conversation conversation, DateTimeOffset now, LanguageTexts texts) => conversation switch
    {
        { State: ConversationState.Open, OpensAt: { } opens } when opens > now => texts.Get("dialogue.page.state.opens", ("date", texts.FormatInstant(opens))),
        { State: ConversationState.Open } when !conversation.TakesPart(now) => texts["dialogue.page.state.closed"],
        _ => texts[$"dialogue.page.state.{Word(conversation.State)}"],
    };

    public static Tone Tone(Conversation conversation, DateTimeOffset now) => conversation.TakesPart(now) ? Interface.Components.Tone.Open : Interface.Components.Tone.Unknown;

    public static Tone Tone(Moderation moderation) => moderation switch
    {
        Moderation.Accepted => Interface.Components.Tone.Open,
        Moderation.Rejected => Interface.Components.Tone.Closed,
        _ => Interface.Components.Tone.Unknown,
    };

    /// <summary>What somebody said to a statement, for a key.</summary>
    public static string Word(Vote vote) => vote switch { Vote.Agree => "agree", Vote.Disagree => "disagree", _ => "pass" };

    /// <summary>A text's beginning, for a list.</summary>
    public static LocalizedText Short(LocalizedText text) => new(text.Texts.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value.Length <= ShortWords ? pair.Value : Cut(pair.Value) + "…")));

    private static string Cut(string words) => words[..(words.LastIndexOf(' ', ShortWords) is > 0 and var space ? space : ShortWords)];
}
