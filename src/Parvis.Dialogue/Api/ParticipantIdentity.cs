using Microsoft.AspNetCore.Http;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Api;

/// <summary>Who takes part, as a request says it.</summary>
internal abstract record Participating
{
    /// <summary>Somebody with a token of this node.</summary>
    internal sealed record Known(string Token) : Participating;

    internal sealed record Nobody : Participating;

    internal sealed record Forged : Participating;
}

/// <summary>Reads and gives participants' tokens: in a cookie for pages, in a header for programs. Neither says anything of a person.</summary>
internal sealed class ParticipantIdentity(ParticipantTokens tokens)
{
    public const string Header = "Parvis-Participant";
    private const string Scheme = "Participant ";
    private const string Cookie = "parvis-participant";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Who a request is from: the header, else <c>Authorization: Participant …</c>, else the cookie.</summary>
    public Participating Read(HttpRequest request)
    {
        var token = request.Headers[Header] is [{ } own] ? own
            : request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim()
            : request.Cookies[Name(request)];
        return string.IsNullOrEmpty(token) ? new Participating.Nobody() : tokens.IsOurs(token) ? new Participating.Known(token) : new Participating.Forged();
    }

    /// <summary>The token a browser brings; a new one, given to keep, when it brings none of ours.</summary>
    public string ReadOrGive(HttpContext context)
    {
        if (Read(context.Request) is Participating.Known known) return known.Token;
        var token = tokens.New();
        context.Response.Cookies.Append(Name(context.Request), token, new CookieOptions { HttpOnly = true, IsEssential = true, MaxAge = Lifetime, Path = "/", SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
        return token;
    }

    /// <summary>What stands for a token in a conversation.</summary>
    public string Seat(string conversation, string token) => tokens.Seat(conversation, token);

    private static string Name(HttpRequest request) => request.IsHttps ? $"__Host-{Cookie}" : Cookie;
}
