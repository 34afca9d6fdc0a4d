using Microsoft.AspNetCore.Authorization;

namespace Parvis.Identity;

/// <summary>What the pages of this room post to, under <c>/auth</c>.</summary>
internal static class IdentityEndpoints
{
    /// <summary>Maps the forms and <c>/auth/passkey.js</c>. Only a session may use them: a key cannot make keys.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/auth/passkey.js", PasskeyScript.Get).AllowAnonymous();
        var auth = app.MapGroup("/auth").ExcludeFromDescription()
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = Schemes.Session });
        SignInEndpoints.Map(auth);
        PasskeyEndpoints.Map(auth);
        AccountEndpoints.Map(auth);
        PeopleEndpoints.Map(auth);
    }
}
