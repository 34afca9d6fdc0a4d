using System.Globalization;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Records;

/// <summary>A conversation as a person or a program proposes it.</summary>
/// <param name="Title">Words by language tag; at least one.</param>
/// <param name="Languages">BCP 47 tags; none for those of the title.</param>
internal sealed record ConversationDraft(
    IReadOnlyDictionary<string, string>? Title, IReadOnlyDictionary<string, string>? Description = null, IReadOnlyDictionary<string, string>? Policy = null, IReadOnlyList<string>? Languages = null,
    ConversationSettings? Settings = null, DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null, string? TiedTo = null)
{
    public const int LongestTitle = 200;
    public const int LongestText = 10_000;
    private const int MostLanguages = 30;
    private const int LongestAddress = 500;

    /// <summary>What is wrong, by field: text keys; none when it can be kept.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var settings = Settings ?? new();
        if (TitleText.IsEmpty || !Fits(Title, LongestTitle)) problems["title"] = ["dialogue.problem.title"];
        if (!Fits(Description, LongestText)) problems["description"] = ["dialogue.problem.text"];
        if (!Fits(Policy, LongestText)) problems["policy"] = ["dialogue.problem.text"];
        if (Tags.Count is 0 or > MostLanguages || !Tags.All(IsLanguage)) problems["languages"] = ["dialogue.problem.languages"];
        if (settings.FewestGroups < 2 || settings.MostGroups < settings.FewestGroups || settings.MostGroups > ConversationSettings.MostOfAll) problems["groups"] = ["dialogue.problem.groups"];
        if (settings.LongestStatement is < 20 or > ConversationSettings.LongestOfAll) problems["longestStatement"] = ["dialogue.problem.longest"];
        if (!(Enum.IsDefined(settings.Authors) && Enum.IsDefined(settings.ResultsFor) && Enum.IsDefined(settings.Results))) problems["settings"] = ["dialogue.problem.settings"];
        if (OpensAt is { } opens && ClosesAt <= opens) problems["closesAt"] = ["dialogue.problem.dates"];
        if (TiedTo is { Length: > 0 } && !IsAddress(TiedTo)) problems["tiedTo"] = ["dialogue.problem.address"];
        return problems;
    }

    public LocalizedText TitleText => new(Title ?? new Dictionary<string, string>());

    public LocalizedText DescriptionText => new(Description ?? new Dictionary<string, string>());

    public LocalizedText PolicyText => new(Policy ?? new Dictionary<string, string>());

    /// <summary>The languages, each once.</summary>
    public IReadOnlyList<string> Tags => [.. (Languages is { Count: > 0 } ? Languages : Title?.Keys ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>The same, tied to a place of this node by its path alone: what is copied from a browser names the node and the reader's language.</summary>
    /// <param name="node">The node's address without a slash at the end.</param>
    public ConversationDraft Within(string node)
    {
        var place = TiedTo?.StartsWith(node + "/", StringComparison.Ordinal) == true ? TiedTo[node.Length..] : TiedTo;
        return this with { TiedTo = place is ['/', ..] ? InterfaceLanguages.Split(place).Path : place };
    }

    /// <summary>Whether a tag has the shape of BCP 47 and could name a language.</summary>
    public static bool IsLanguage(string? tag)
    {
        if (tag is not { Length: >= 2 and <= 35 } || !tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') || !tag.Split('-')[0].All(char.IsAsciiLetter)) return false;
        try
        {
            return CultureInfo.GetCultureInfo(tag).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    // A place of this node, or one on the web.
    private static bool IsAddress(string address) => address.Length <= LongestAddress
        && ((address[0] == '/' && !address.StartsWith("//", StringComparison.Ordinal) && Uri.IsWellFormedUriString(address, UriKind.Relative))
            || (Uri.TryCreate(address, UriKind.Absolute, out var web) && web.Scheme is "http" or "https" && web.UserInfo.Length == 0));

    private static bool Fits(IReadOnlyDictionary<string, string>? text, int longest) => text is null || text.All(pair => IsLanguage(pair.Key) && (pair.Value?.Length ?? 0) <= longest);
}
