using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Parvis.Identity;

/// <summary>Serves <c>passkey.js</c>, which only the sign-in and account pages load.</summary>
internal static class PasskeyScript
{
    public static FileStreamHttpResult Get(HttpContext context)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=3600";
        return TypedResults.Stream(typeof(PasskeyScript).Assembly.GetManifestResourceStream("Identity/passkey.js")!, "text/javascript; charset=utf-8");
    }
}
