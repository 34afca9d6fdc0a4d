using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parvis.Dialogue.Api;
using Parvis.Dialogue.Records;
using Parvis.Interface.Components;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>A conversation as the fields of its form: what is typed into them, what is read from them, what is wrong with them.</summary>
internal sealed class ConversationFields
{
    private const string Local = "yyyy-MM-dd'T'HH:mm";
    private static readonly char[] Separators = [' ', ',', ';', '\r', '\n', '\t'];
    private readonly IReadOnlyDictionary<string, string> _values;

    private ConversationFields(IReadOnlyDictionary<string, string> values, IReadOnlyList<string> tags) => (_values, Tags) = (values, tags);

    /// <summary>The languages in which title, description and policy are asked for, the reader's first.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>What a field holds.</summary>
    public string? this[string field] => _values.GetValueOrDefault(field);

    /// <summary>The fields of a new conversation.</summary>
    /// <param name="tiedTo">The address of what it concerns; null for none.</param>
    public static ConversationFields New(string reader, string? tiedTo) => new(new Dictionary<string, string>(Rules(new(), ""), StringComparer.Ordinal) { ["tiedTo"] = tiedTo ?? "" }, TagsOf(reader, []));

    /// <summary>The fields of a conversation that is.</summary>
    public static ConversationFields Of(Conversation conversation, string reader)
    {
        var values = Rules(conversation.Settings, string.Join(' ', conversation.Languages));
        values["opensAt"] = conversation.OpensAt?.UtcDateTime.ToString(Local, CultureInfo.InvariantCulture) ?? "";
        values["closesAt"] = conversation.ClosesAt?.UtcDateTime.ToString(Local, CultureInfo.InvariantCulture) ?? "";
        values["tiedTo"] = conversation.TiedTo ?? "";
        foreach (var (name, text) in (ReadOnlySpan<(string, LocalizedText)>)[("title", conversation.Title), ("description", conversation.Description), ("policy", conversation.Policy)])
        {
            foreach (var (tag, words) in text.Texts) values[$"{name}-{tag}"] = words;
        }
        return new(values, TagsOf(reader, conversation.Languages.Concat(conversation.Title.Texts.Keys).Concat(conversation.Description.Texts.Keys).Concat(conversation.Policy.Texts.Keys)));
    }

    /// <summary>What was typed.</summary>
    public static ConversationFields Of(IFormCollection form, string reader)
    {
        var values = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        return new(values, TagsOf(reader, values.Keys.Where(name => name.StartsWith("title-", StringComparison.Ordinal)).Select(name => name["title-".Length..]).Where(ConversationDraft.IsLanguage)));
    }

    /// <summary>The conversation that the fields propose.</summary>
    public ConversationDraft ToDraft() => new(
        Words("title"), Words("description"), Words("policy"), (this["languages"] ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries),
        new SettingsView(Number("fewestGroups"), Number("mostGroups"), this["groups"], this["moderation"], this["inviteOnly"] == "yes", this["authors"], this["resultsFor"], this["results"], Number("longestStatement")).ToSettings(),
        Instant("opensAt"), Instant("closesAt"), this["tiedTo"]);

    /// <summary>What is wrong, at the fields where it is mended.</summary>
    public IReadOnlyList<FieldError> Errors(LanguageTexts texts) =>
    [
        .. ToDraft().Problems().Select(problem => new FieldError(Place(problem.Key), texts[problem.Value[0]])),
        .. ((ReadOnlySpan<string>)["opensAt", "closesAt"]).ToArray().Where(field => this[field] is { Length: > 0 } && Instant(field) is null).Select(field => new FieldError(field, texts["dialogue.page.form.date"])),
    ];

    private string Place(string problem) => problem switch
    {
        "title" or "description" or "policy" => $"{problem}-{Tags[0]}",
        "groups" => "mostGroups",
        "settings" => "results",
        _ => problem,
    };

    private Dictionary<string, string> Words(string name) => Tags.Where(tag => !string.IsNullOrWhiteSpace(this[$"{name}-{tag}"])).ToDictionary(tag => tag, tag => this[$"{name}-{tag}"]!.ReplaceLineEndings("\n"), StringComparer.Ordinal);

    private int? Number(string field) => this[field] is { Length: > 0 } typed ? int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : null;

    private DateTimeOffset? Instant(string field) => DateTimeOffset.TryParse(this[field], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    private static IReadOnlyList<string> TagsOf(string reader, IEnumerable<string> others) => [.. InterfaceLanguages.All.Prepend(reader).Concat(others).Distinct(StringComparer.Ordinal)];

    private static Dictionary<string, string> Rules(ConversationSettings settings, string languages)
    {
        var view = SettingsView.Of(settings);
        return new(StringComparer.Ordinal)
        {
            ["languages"] = languages,
            ["fewestGroups"] = Text(settings.FewestGroups),
            ["mostGroups"] = Text(settings.MostGroups),
            ["groups"] = view.Groups!,
            ["moderation"] = view.Moderation!,
            ["inviteOnly"] = settings.IsInviteOnly ? "yes" : "no",
            ["authors"] = view.Authors!,
            ["resultsFor"] = view.ResultsFor!,
            ["results"] = view.Results!,
            ["longestStatement"] = Text(settings.LongestStatement),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
