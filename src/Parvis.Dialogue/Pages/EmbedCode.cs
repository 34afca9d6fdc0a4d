using System.Net;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>What another site puts into its pages to show a conversation.</summary>
internal static class EmbedCode
{
    /// <summary>A frame, and a link for those who cannot see it.</summary>
    /// <param name="node">The node's address without a slash at the end.</param>
    public static string Of(Conversation conversation, RequestLanguage language, string node)
    {
        var (title, page) = (WebUtility.HtmlEncode(conversation.Title.In(language.Tag).Words), node + language.Link($"/dialogue/{conversation.Id}"));
        return $"""
            <iframe src="{page}/embed" title="{title}" width="100%" height="480" loading="lazy"></iframe>
            <p><a href="{page}">{title}</a></p>
            """;
    }
}
