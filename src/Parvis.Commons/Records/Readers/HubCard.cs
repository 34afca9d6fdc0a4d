using System.Text.Json;
using System.Text.RegularExpressions;
using Parvis.Commons.Records.Formats;

namespace Parvis.Commons.Records.Readers;

/// <summary>A model or data set card: YAML between two lines of dashes, then Markdown.</summary>
internal sealed partial class HubCard
{
    private HubCard(JsonElement? metadata, string body, MalformedTextException? broken) => (Metadata, Body, Broken) = (metadata, body, broken);

    /// <summary>The YAML part; null when there is none or it is broken.</summary>
    public JsonElement? Metadata { get; }

    public string Body { get; }

    /// <summary>Why the YAML part could not be read.</summary>
    public MalformedTextException? Broken { get; }

    /// <summary>The hub's own model of a card, whose values stand in braces.</summary>
    public static bool IsTemplate(string text) => text.Contains("{license}", StringComparison.Ordinal) || text.Contains("{{ license", StringComparison.Ordinal);

    public static HubCard Parse(string text)
    {
        text = text.ReplaceLineEndings("\n");
        if (!text.StartsWith("---\n", StringComparison.Ordinal)) return new HubCard(metadata: null, text, broken: null);
        var end = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        if (end < 0) return new HubCard(metadata: null, text, new MalformedTextException("card.open", "the YAML part is never closed", line: 1, at: 0));
        var rest = text.IndexOf('\n', end + 1);
        var body = rest < 0 ? "" : text[(rest + 1)..];
        try
        {
            return new HubCard(YamlTree.Parse(text[4..Math.Max(4, end)], firstLine: 2), body, broken: null);
        }
        catch (MalformedTextException broken)
        {
            return new HubCard(metadata: null, body, broken);
        }
    }

    /// <summary>The first heading of the first level.</summary>
    public string? Heading()
    {
        var heading = Body.Split('\n').FirstOrDefault(l => l.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim(' ', '#');
        return heading is null ? null : Plain(CardWords().Replace(heading, "")) is { Length: > 0 } words ? words : null;
    }

    /// <summary>The summary when there is one, else the first paragraphs, as plain text.</summary>
    public string Summary()
    {
        var lines = Body.Split('\n');
        var summary = Array.FindIndex(lines, l => l.StartsWith('#') && SummaryHeading().IsMatch(l));
        return summary >= 0 && Paragraphs(lines.Skip(summary + 1).TakeWhile(l => !l.StartsWith('#'))) is { Length: > 0 } words ? words : Paragraphs(lines);
    }

    /// <summary>The address in a line such as <c>- **Homepage:** https://…</c>.</summary>
    public Uri? Named(string name)
    {
        var mark = $"**{name}:**";
        var line = Body.Split('\n').FirstOrDefault(l => l.Contains(mark, StringComparison.OrdinalIgnoreCase));
        return line is null ? null : Links.Parse(line[(line.IndexOf(mark, StringComparison.OrdinalIgnoreCase) + mark.Length)..].Replace(')', ' ').Replace(']', ' '));
    }

    private static string Paragraphs(IEnumerable<string> lines)
    {
        var kept = new List<string>();
        var (length, fenced) = (0, false);
        foreach (var line in lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            else if (!fenced && length < Limits.CardDescriptionLength && IsProse(line)) Add(line.Trim());
        }
        return PlainText.OfHtml(string.Join('\n', kept), Limits.CardDescriptionLength);

        void Add(string line)
        {
            var words = Plain(line);
            if (words.Length == 0 && kept.Count == 0) return;
            kept.Add(words);
            length += words.Length;
        }
    }

    private static bool IsProse(string line) =>
        !line.StartsWith('#') && !line.StartsWith('|') && !line.StartsWith("![", StringComparison.Ordinal) && !line.StartsWith("[![", StringComparison.Ordinal)
        && !ListOrMark().IsMatch(line) && !line.Contains("[More Information Needed]", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string markdown) => Emphasis().Replace(Link().Replace(Image().Replace(markdown, ""), "${text}"), "").Trim();

    [GeneratedRegex("(dataset|model) card (for|of)\\s*|^\\s*card for\\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CardWords();

    [GeneratedRegex("^#{1,6}\\s*(dataset summary|model summary|model description|summary|introduction|overview)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SummaryHeading();

    [GeneratedRegex(@"^\s*([-*+]\s+(\[|\*\*)|<|\d+\.\s+\[|---|===)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListOrMark();

    [GeneratedRegex(@"!\[[^\]]*\]\([^)]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*|__|`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Emphasis();
}
