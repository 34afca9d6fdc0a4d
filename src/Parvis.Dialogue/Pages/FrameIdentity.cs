using Microsoft.AspNetCore.Http;
using Parvis.Dialogue.Records;
using Parvis.Kernel.Languages;

namespace Parvis.Dialogue.Pages;

/// <summary>
/// The participant of a frame in another site's page: a token that the frame's form carries. Where a browser lets a frame keep a cookie for the site around it alone
/// (CHIPS, <c>Partitioned</c>), the next frame there begins with the same token; a cookie never stands for the form's.
/// </summary>
internal sealed class FrameIdentity(ParticipantTokens tokens)
{
    /// <summary>The form's field.</summary>
    public const string Field = "participant";

    private const string Cookie = "__Secure-parvis-frame";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>The token for a frame that is opened.</summary>
    public string KeptOrNew(HttpRequest request) => request.Cookies[Cookie] is { } kept && tokens.IsOfFrame(kept) ? kept : tokens.NewOfFrame();

    /// <summary>The token that a form carries; null when it is none of ours.</summary>
    public string? Read(IFormCollection form) => form[Field] is [{ } token] && tokens.IsOfFrame(token) ? token : null;

    /// <summary>Lets the browser of somebody who has answered keep their token for this conversation's frame, whatever the language of the page around it.</summary>
    public static void Keep(HttpContext context, string conversation, string token)
    {
        if (!context.Request.IsHttps) return; // a cookie in another site's page must be Secure
        foreach (var language in InterfaceLanguages.All)
        {
            context.Response.Cookies.Append(Cookie, token, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = Lifetime,
                Path = $"/{language}/dialogue/{conversation}/embed",
                SameSite = SameSiteMode.None,
                Secure = true,
                Extensions = { "Partitioned" },
            });
        }
    }

    /// <summary>What stands for a token in a conversation.</summary>
    public string Seat(string conversation, string token) => tokens.Seat(conversation, token);
}
