using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Parvis.Kernel.Identity;
using Parvis.Kernel.Languages;

namespace Parvis.Identity;

/// <summary>The server's half of the two WebAuthn ceremonies, for <c>passkey.js</c>. What must be remembered between the halves is in a sealed cookie.</summary>
internal static class PasskeyEndpoints
{
    private const string RegistrationState = "parvis-passkey-new";
    private const string SignInState = "parvis-passkey";

    private sealed record State(string Person, string Ceremony);

    internal sealed record Registration(string Name, JsonElement Credential);

    internal sealed record SignIn(JsonElement Credential, string? Return);

    internal sealed record SignedIn(string Location);

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/passkey/registration/options", BeginRegistrationAsync);
        auth.MapPost("/passkey/registration", RegisterAsync);
        auth.MapPost("/passkey/sign-in/options", BeginSignInAsync).AllowAnonymous();
        auth.MapPost("/passkey/sign-in", SignInAsync).AllowAnonymous();
    }

    private static async Task<ContentHttpResult> BeginRegistrationAsync(HttpContext context, People people, PasskeyCeremonies ceremonies, SealedCookie cookies)
    {
        var person = await people.FindAsync(context.User.PersonId()!, context.RequestAborted);
        var (options, state) = await ceremonies.BeginRegistrationAsync(person!, context);
        cookies.Write(context, RegistrationState, new State(person!.Id, state), PasskeyCeremonies.TimeLimit);
        return TypedResults.Text(options, "application/json");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RegisterAsync(Registration registration, HttpContext context, People people, PasskeyCeremonies ceremonies, SealedCookie cookies)
    {
        var person = await people.FindAsync(context.User.PersonId()!, context.RequestAborted);
        return cookies.Take<State>(context, RegistrationState) is { } state && state.Person == person!.Id
            && await ceremonies.RegisterAsync(person, registration.Name, registration.Credential.GetRawText(), state.Ceremony, context)
                ? TypedResults.NoContent()
                : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> BeginSignInAsync(HttpContext context, PasskeyCeremonies ceremonies, SealedCookie cookies, SignInLimits limits)
    {
        if (!limits.AllowsAttempt(context.Connection.RemoteIpAddress)) return TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests);
        var (options, state) = await ceremonies.BeginSignInAsync(context);
        cookies.Write(context, SignInState, new State("", state), PasskeyCeremonies.TimeLimit);
        return TypedResults.Text(options, "application/json");
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> SignInAsync(SignIn signIn, HttpContext context, RequestLanguage language, PasskeyCeremonies ceremonies, SealedCookie cookies, Session session) =>
        cookies.Take<State>(context, SignInState) is { } state
        && await ceremonies.SignInAsync(signIn.Credential.GetRawText(), state.Ceremony, context) is { } person
        && await session.BeginAsync(context, person.Id)
            ? TypedResults.Ok(new SignedIn(ReturnPath.Local(signIn.Return) ?? language.Link("/account")))
            : TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized);
}
