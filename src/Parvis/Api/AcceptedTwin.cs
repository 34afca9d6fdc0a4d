using Microsoft.Net.Http.Headers;

namespace Parvis.Api;

/// <summary>Whoever asks a page for a machine-readable form by its <c>Accept</c> header is sent to the page's twin: the same address with a suffix (RFC 9110 §12.1).</summary>
internal sealed class AcceptedTwin(RequestDelegate next)
{
    private static readonly Dictionary<string, string> Suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/json"] = "json",
        ["application/ld+json"] = "jsonld",
        ["text/csv"] = "csv",
        ["application/atom+xml"] = "atom",
    };

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.PathBase.HasValue || !HttpMethods.IsGet(request.Method) || Wanted(request) is not { } suffix || Path.HasExtension(request.Path)) return next(context);
        context.Response.Headers.Vary = "Accept";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{request.PathBase}{request.Path}.{suffix}{request.QueryString}";
        return Task.CompletedTask;
    }

    // Only where the first choice is a form that has a twin; a browser's first choice is HTML.
    private static string? Wanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { } first
            ? Suffixes.GetValueOrDefault(first.MediaType.ToString())
            : null;
}
