using System.Text;
using System.Text.Json.Nodes;

namespace Parvis.Audit.Indicators.Bom;

/// <summary>Words of a stranger's file made fit for a document of others: no control characters, no broken UTF-16, not endless.</summary>
internal static class PlainWords
{
    private const int Longest = 1000; // CycloneDX allows versions of 1,024 characters

    /// <summary>The words of a value; of an array or object, its JSON.</summary>
    public static string Of(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => Of(text),
        null => "",
        _ => Of(node.ToJsonString()),
    };

    /// <summary>The words of a text on one line, at most 1,000 UTF-16 code units.</summary>
    public static string Of(string text)
    {
        var words = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (words.Length >= Longest - 2)
            {
                words.Append('…');
                break;
            }
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator) words.Append(' ');
            else words.Append(rune.ToString());
        }
        return words.ToString().Trim();
    }

    /// <summary>An address of the web that any reader takes, or null.</summary>
    public static string? Address(string words) =>
        Uri.TryCreate(words, UriKind.Absolute, out var address) && (address.Scheme is "https" or "http") && address.Host.Length > 0 && address.UserInfo.Length == 0 && Uri.IsWellFormedUriString(address.AbsoluteUri, UriKind.Absolute) ? address.AbsoluteUri : null;
}
