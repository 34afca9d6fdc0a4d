namespace Parvis.Identity;

/// <summary>Says no: to a program with problem details (RFC 9457), to a person with a page.</summary>
internal static class Refusal
{
    private static readonly PathString[] ForPrograms = ["/api", "/mcp", "/auth/passkey"];

    /// <summary>Whether the request comes from a program or a script, which cannot do anything with a page.</summary>
    public static bool IsForProgram(HttpRequest request) => ForPrograms.Any(prefix => request.Path.StartsWithSegments(prefix, StringComparison.Ordinal));

    /// <summary>Answers with the status, and its problem details when a program asked.</summary>
    public static Task WriteAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return IsForProgram(context.Request) ? TypedResults.Problem(statusCode: status).ExecuteAsync(context) : Task.CompletedTask;
    }
}
