using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Parvis.Dialogue.Records;

namespace Parvis.Dialogue.Pages;

/// <summary>The frame for other sites' pages. Its form is answered with the next statement itself: a redirect would lose the token, which no cookie is sure to keep.</summary>
internal static class EmbedForm
{
    public static void Map(IEndpointRouteBuilder part)
    {
        part.MapGet("/embed", ShowAsync);
        part.MapPost("/embed", AnswerAsync).DisableAntiforgery(); // its cookie is kept from frames; the participant's token in the form does its work
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context, ConversationRegister register, FrameIdentity identity, CancellationToken cancel) =>
        await IsShownAsync(id, register, cancel) ? Document(context, id, identity.KeptOrNew(context.Request)) : TypedResults.NotFound();

    private static async Task<IResult> AnswerAsync(string id, IFormCollection form, HttpContext context, ConversationRegister register, FrameIdentity identity, Seats seats, ParticipationLimits limits, VoteIntake intake, CancellationToken cancel)
    {
        if (!await IsShownAsync(id, register, cancel)) return TypedResults.NotFound();
        if (!IsFromFrame(context.Request) || identity.Read(form) is not { } token) return Document(context, id, identity.KeptOrNew(context.Request), "forged");
        if (!form.ContainsKey("vote")) return Document(context, id, token, said: null, int.TryParse(form["statement"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null);
        var seat = identity.Seat(id, token);
        // Whoever looks at the page around is given a token; a newcomer of its network is who answers.
        var (said, statement) = (await seats.ReadAsync(id, seat, cancel)).Number is null && limits.Take(Participation.Come, "", context.Connection.RemoteIpAddress) is not null
            ? ("often", null)
            : await ParticipationForms.CastAsync(id, seat, form, context, limits, intake);
        if (said == "counted") FrameIdentity.Keep(context, id, token);
        return Document(context, id, token, said, statement);
    }

    private static async Task<bool> IsShownAsync(string id, ConversationRegister register, CancellationToken cancel) => await register.ReadAsync(id, cancel) is { State: not ConversationState.Draft };

    // A page of another site can neither read a token out of a frame nor say that it is this node (W3C Fetch Metadata); it could have its visitors send tokens that it fetched itself.
    private static bool IsFromFrame(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is not [{ } site] || site is "same-origin" or "none";

    private static RazorComponentResult<EmbedDocument> Document(HttpContext context, string id, string token, string? said = null, int? statement = null)
    {
        context.Response.Headers.ContentSecurityPolicy = EmbedDocument.ContentSecurityPolicy;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<IHttpsCompressionFeature>() is { } compression) compression.Mode = HttpsCompressionMode.DoNotCompress; // a token that lasts, beside words that strangers wrote (BREACH)
        var asked = context.Request.Query["hide"].ToString().Split(',');
        IReadOnlyList<string> hidden = [.. EmbedDocument.Parts.Where(part => asked.Contains(part, StringComparer.Ordinal))];
        return new(new { Id = id, Token = token, Said = said, Statement = statement, Hidden = hidden }) { StatusCode = Status(said) };
    }

    private static int Status(string? said) => said switch
    {
        "forged" or "banned" or "invite" => StatusCodes.Status403Forbidden,
        "gone" => StatusCodes.Status404NotFound,
        "closed" => StatusCodes.Status409Conflict,
        "often" => StatusCodes.Status429TooManyRequests,
        "busy" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
